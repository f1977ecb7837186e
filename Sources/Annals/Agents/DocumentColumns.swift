import AnnalsModel
import AnnalsProjections

/// Where documents keep the values of a built-in table's columns, as its definition says.
struct DocumentColumns: Sendable {
    /// The columns, in the order of the table.
    let names: [String]
    /// For each column the places that it is read from, in order.
    private let pointers: [ExactString: [JSONPointer]]

    /// The columns of a built-in table; none for another.
    static func of(_ table: String) -> DocumentColumns {
        builtIn[table] ?? DocumentColumns(names: [], pointers: [:])
    }

    private static let builtIn: [String: DocumentColumns] = {
        // The definitions are part of the program; that they are in order is tested.
        let definitions = (try? ProjectionDefinition.builtIns()) ?? []
        var columns: [String: DocumentColumns] = [:]
        for directive in definitions.flatMap(\.directives) {
            guard case .merge(let merge) = directive.action else { continue }
            var pointers: [ExactString: [JSONPointer]] = [:]
            for column in merge.columns {
                pointers[ExactString(column.column.name)] = column.pointers
            }
            columns[merge.table.name] = DocumentColumns(
                names: merge.columns.map(\.column.name), pointers: pointers)
        }
        return columns
    }()

    /// The places that a column, or a member of another name, is read from.
    func places(of name: String) -> [JSONPointer] {
        pointers[ExactString(name)] ?? [JSONPointer(tokens: [name])]
    }

    /// The value of a column or member; nil if it is null everywhere or absent.
    func value(of name: String, in document: JSONObject) -> JSONValue? {
        for place in places(of: name) {
            if let value = document.value(at: place), value != .null { return value }
        }
        return nil
    }

    /// Whether the document has a member that the column could be read from, if only null.
    func hasMember(of name: String, in document: JSONObject) -> Bool {
        places(of: name).contains { document.value(at: $0) != nil }
    }

    /// Writes a value where the document keeps it.
    ///
    /// That is where it is read from now, else the first place. No value takes away every member
    /// that it could be read from.
    func set(_ value: JSONValue?, of name: String, in document: inout JSONObject) {
        let places = places(of: name)
        guard let value else {
            for place in places { document.removeValue(at: place) }
            return
        }
        let inUse = places.first { document.value(at: $0).map { $0 != .null } ?? false }
        guard let place = inUse ?? places.first else { return }
        document.set(value, at: place.tokens[...])
    }

    /// The members that no column is read from.
    func rest(of document: JSONObject) -> JSONObject {
        var rest = document
        for name in names {
            let winner = places(of: name).first {
                document.value(at: $0).map { $0 != .null } ?? false
            }
            if let winner, winner.tokens.count == 1 { rest.removeValue(forKey: winner.tokens[0]) }
        }
        return rest
    }
}

extension JSONObject {
    /// Writes a value at a place, making the objects that lead to it.
    mutating func set(_ value: JSONValue, at tokens: ArraySlice<String>) {
        guard let token = tokens.first else { return }
        guard tokens.count > 1 else {
            self[token] = value
            return
        }
        var inner = self[token]?.asObject ?? [:]
        inner.set(value, at: tokens.dropFirst())
        self[token] = .object(inner)
    }
}
