package import AnnalsModel

/// A definition that was made at random, with what its merges must come to.
package struct GeneratedDefinition: Sendable {
    /// Its name; its tables begin with it.
    package let name: String
    /// The text of its file.
    package let source: String
    /// Its merges, in the order of the file.
    package let merges: [Merge]

    /// Creates one; without merges, if a test wrote it by hand.
    package init(name: String, source: String, merges: [Merge] = []) {
        self.name = name
        self.source = source
        self.merges = merges
    }

    /// One merge directive and the columns of its table.
    package struct Merge: Sendable {
        /// The table.
        package let table: String
        /// Events that it follows.
        package let patterns: [TypePattern]
        /// The columns that hold members, in the order of the table.
        package let columns: [Column]
    }

    /// A column of a STRICT table and where it looks.
    package struct Column: Sendable {
        /// Its name.
        package let name: String
        /// INTEGER, REAL, TEXT or ANY.
        package let type: String
        /// Pointers, the first that leads to something wins.
        package let pointers: [JSONPointer]
    }
}

extension GeneratedDefinition.Merge {
    /// Reads the row of a stream as ``row(of:)`` writes it; the one parameter is the stream's id.
    package var query: String {
        let values = (columns.map(\.name) + ["rest", "doc"]).map { name in
            "coalesce(typeof(\"\(name)\") || ' ' || hex(CAST(\"\(name)\" AS TEXT)), '')"
        }
        return "SELECT \(values.joined(separator: ", ")) FROM \"\(table)\" WHERE id = ?"
    }

    /// The row that a document makes: type and text in hex of every column, then `rest` and `doc`.
    package func row(of document: JSONObject) -> [String] {
        var row: [String] = []
        var rest = document
        for column in columns {
            let found = column.pointers.first { pointer in
                (document.value(at: pointer) ?? .null) != .null
            }
            let value = found.flatMap { document.value(at: $0) }
            let stored = value.flatMap { Self.stored($0, in: column.type) }
            row.append(stored.map { Self.shown($0.type, $0.text) } ?? "null ")
            if stored != nil, let found, found.tokens.count == 1 {
                rest.removeValue(forKey: found.tokens[0])
            }
        }
        return row + [
            Self.shown("text", rest.description), Self.shown("text", document.description),
        ]
    }

    private static func shown(_ type: String, _ text: String) -> String {
        let hex = text.utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return byte < 16 ? "0" + digits : digits
        }
        return "\(type) \(hex.joined())"
    }

    /// What a column of a STRICT table stores, or nil if it refuses or would round the value.
    ///
    /// For the values that ``HistoryGenerator`` makes: no text of it looks like a number.
    private static func stored(
        _ value: JSONValue, in type: String
    ) -> (type: String, text: String)? {
        switch value {
        case .null: return nil
        case .bool(let bool): return stored(.number(JSONNumber(bool ? 1 : 0)), in: type)
        case .string(let text): return type == "TEXT" || type == "ANY" ? ("text", text) : nil
        case .array, .object:
            return type == "TEXT" || type == "ANY" ? ("text", value.compact) : nil
        case .number(let number):
            if type == "TEXT" { return ("text", number.literal) }
            if let integer = number.int64 {
                guard type == "REAL" else { return ("integer", "\(integer)") }
                return Double(exactly: integer).map { ("real", "\($0)") }
            }
            let isKept = number.double.map { "\($0)" == number.literal } ?? false
            if isKept { return type == "INTEGER" ? nil : ("real", number.literal) }
            return type == "ANY" ? ("text", number.literal) : nil
        }
    }
}
