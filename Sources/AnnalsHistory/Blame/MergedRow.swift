import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// Which row of which table a stream has, and what of it is asked.
struct MergedRow {
    let definition: ProjectionDefinition
    let table: ProjectionTable
    /// The column that holds the stream's id.
    let key: String
    /// Names of the columns that are looked at.
    let columns: [String]
    /// Positions of the stream's events that the projection refused.
    let refused: Set<Int64>
    /// Whether the row always was that of the document, so that any document tells the row.
    let isFunctionOfDocument: Bool
    /// Some type of the stream's events.
    let anyType: EventType?
    /// For each column the pointers that it looks at, in order; none where it holds more than one
    /// member.
    let pointers: [[JSONPointer]]
    /// Whether one column was asked for by name.
    let isNamed: Bool

    /// - Parameters:
    ///   - table: The table; nil for the only one that has rows of such streams.
    ///   - column: Only this column; nil for all but the key.
    /// - Throws: `notFound` where there is no such table or column, `invalidArgument` where the
    ///   table has no row of the stream or several tables have one, `unsupported` for a view.
    init(
        of stream: StreamName, in name: String?, column: String?, _ reader: LogReader
    ) throws(StoreError) {
        let definitions = try ProjectionStore.definitions(reader)
        (definition, table) =
            if let name {
                try definitions.owner(of: name)
            } else {
                try definitions.onlyTable(of: stream)
            }
        let merges = definition.merges(into: table, of: stream)
        guard let merge = merges.first else {
            throw StoreError(
                .invalidArgument,
                "no row of \(table.name.terminalSafe) is made from a document of the category "
                    + "\(stream.category): blame follows what a merge makes, and bisect finds who "
                    + "changed what statements make")
        }
        key = merge.key
        isNamed = column != nil
        columns = try Self.columns(of: table, key: key, only: column)
        pointers = columns.map { name in
            merges.flatMap(\.columns).first { $0.column.name.hasSameBytes(as: name) }?.pointers
                ?? []
        }
        refused = try Self.refused(definition, stream, reader)
        let name = table.name
        isFunctionOfDocument =
            refused.isEmpty
            && definition.directives.allSatisfy { directive in
                guard case .merge(let merge) = directive.action else { return false }
                return !merge.table.name.hasSameBytes(as: name) || merge.seesEveryChange
            }
        anyType = try? EventType("\(stream.category).changed")
    }

    /// Where the value of a column stands in a document; nil where it is NULL.
    func pointer(of column: Int, in document: JSONObject) -> JSONPointer? {
        pointers[column].first { (document.value(at: $0) ?? .null) != .null }
    }

    private static func columns(
        of table: ProjectionTable, key: String, only wanted: String?
    ) throws(StoreError) -> [String] {
        let names = table.columns.map(\.name).filter { !$0.hasSameBytes(as: key) }
        guard let wanted else { return names }
        let found = table.column(wanted)?.name
        guard let found, !found.hasSameBytes(as: key) else {
            let list = names.map(\.terminalSafe).joined(separator: ", ")
            let why =
                found == nil ? "there is no column" : "the id of the stream makes the column"
            throw StoreError(
                .notFound,
                "\(why) \(wanted.quotedForMessage) of \(table.name.terminalSafe): name one of "
                    + list)
        }
        return [found]
    }

    private static func refused(
        _ definition: ProjectionDefinition, _ stream: StreamName, _ reader: LogReader
    ) throws(StoreError) -> Set<Int64> {
        guard let end = try reader.end(of: stream) else { throw reader.unknown(stream) }
        return Set(
            try FailureTable(reader.statements).positions(
                refusedBy: definition.name, stream: end.id))
    }
}

extension ProjectionDefinition {
    /// The merges that make rows of a table from documents of a stream.
    func merges(into table: ProjectionTable, of stream: StreamName) -> [ProjectionMerge] {
        directives.compactMap { directive in
            guard case .merge(let merge) = directive.action,
                merge.table.name.hasSameBytes(as: table.name)
            else { return nil }
            let isOfStream = directive.patterns.contains { pattern in
                pattern.category == nil || pattern.category == stream.category
            }
            return isOfStream ? merge : nil
        }
    }
}

extension [ProjectionDefinition] {
    /// The only table that has rows made from documents of a stream.
    ///
    /// - Throws: `notFound` if there is none, `invalidArgument` if there are several.
    func onlyTable(
        of stream: StreamName
    ) throws(StoreError) -> (ProjectionDefinition, ProjectionTable) {
        let found = flatMap { definition in
            definition.tables.filter { !definition.merges(into: $0, of: stream).isEmpty }
                .map { (definition, $0) }
        }
        if found.count == 1 { return found[0] }
        let names = found.map(\.1.name.terminalSafe).sorted().joined(separator: ", ")
        throw found.isEmpty
            ? StoreError(
                .notFound,
                "no table has rows made from documents of the category \(stream.category)")
            : StoreError(
                .invalidArgument,
                "documents of the category \(stream.category) make rows of \(names): name one of "
                    + "these tables")
    }
}
