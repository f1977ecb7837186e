import AnnalsModel

/// The rows of a table in an order that two databases can be compared by.
package struct RowOrder {
    /// The columns that rows are told apart by, which come first: the primary key, or all columns
    /// where there is none.
    package let key: [String]
    /// The columns after them, in the order of the table.
    package let others: [String]
    /// Reads the rows in that order, NULL, numbers, text, BLOB, each as SQLite orders it with
    /// `COLLATE BINARY`, and an integer before the floating-point number that equals it.
    package let sql: String

    /// Works out how to read a table.
    package init(_ table: ProjectionTable) {
        let names = table.columns.map(\.name)
        let key = table.primaryKey.isEmpty ? names : table.primaryKey
        self.key = key
        others = names.filter { name in !key.contains { $0.hasSameBytes(as: name) } }
        let list = (key + others).map(\.quotedAsIdentifier).joined(separator: ", ")
        let ordered = Self.tellsRowsApart(table) ? key : key + others
        var terms = ordered.flatMap { Self.terms(table, $0) }
        if terms.count > Self.termsMax { terms = ordered.map(Self.byValue) }
        sql = """
            SELECT \(list) FROM \(table.name.quotedAsIdentifier)
            ORDER BY \(terms.joined(separator: ", "))
            """
    }

    /// Terms that SQLite takes behind ORDER BY, as many as columns.
    ///
    /// A table without a key that has
    /// more than half as many untyped columns is ordered by values alone: equal tables are still
    /// equal then, and of rows that differ as 1 and 1.0 do, the wrong one may be named.
    private static let termsMax = 2_000

    /// Whether no two rows have the same key: it is a rowid, or may not be NULL.
    ///
    /// Ordering by the key alone also keeps within the 2,000 terms that SQLite takes.
    private static func tellsRowsApart(_ table: ProjectionTable) -> Bool {
        guard let first = table.primaryKey.first else { return false }
        if table.isStrict || table.isWithoutRowid { return true }
        return table.primaryKey.count == 1
            && table.column(first)?.declaredType.asciiLowercased == "integer"
    }

    private static func terms(_ table: ProjectionTable, _ name: String) -> [String] {
        switch table.column(name)?.type {
        case .integer, .real, .text, .blob:
            return [byValue(name)]
        case .any, .numeric, nil:
            // 1 and 1.0 are equal to SQLite, and are not the same row.
            return [byValue(name), "typeof(\(name.quotedAsIdentifier))"]
        }
    }

    private static func byValue(_ name: String) -> String {
        "\(name.quotedAsIdentifier) COLLATE BINARY"
    }
}
