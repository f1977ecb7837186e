package import AnnalsModel

/// The table `streams`.
package struct StreamTable {
    private let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// The end of a stream.
    package struct Row: Sendable {
        /// `streams.id`.
        package let id: Int64
        /// Number of its events.
        package let version: Int64
        /// Position of the last of them.
        package let head: Int64
    }

    /// The end of a stream; nil if there is none of that name.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    package func row(of name: StreamName) throws(StoreError) -> Row? {
        let row = try statements.statement(
            "SELECT id, version, head FROM streams WHERE category = ? AND key = ?")
        row.bind(1, name.category)
        row.bind(2, name.id)
        return try row.first { row throws(StoreError) in
            let text = name.description.terminalSafe
            return Row(
                id: try row.int64(0, .streamID, text),
                version: try row.int64(1, .streamVersion, text),
                head: try row.int64(2, .streamHead, text))
        }
    }

    /// Writes a stream that has no event yet.
    func insert(_ id: Int64, _ name: StreamName) throws(StoreError) {
        let row = try statements.statement(
            "INSERT INTO streams (id, category, key, version, head) VALUES (?, ?, ?, 0, 0)")
        row.bind(1, id)
        row.bind(2, name.category)
        row.bind(3, name.id)
        try row.run()
    }

    /// Writes where a stream ends.
    func update(_ end: Row) throws(StoreError) {
        let row = try statements.statement("UPDATE streams SET version = ?, head = ? WHERE id = ?")
        row.bind(1, end.version)
        row.bind(2, end.head)
        row.bind(3, end.id)
        try row.run()
    }

    /// The ends of the next streams in the order of their ids.
    package func rows(after id: Int64, limit: Int64) throws(StoreError) -> [Row] {
        let rows = try statements.statement(
            "SELECT id, version, head FROM streams WHERE id > ? ORDER BY id LIMIT ?")
        rows.bind(1, id)
        rows.bind(2, limit)
        return try rows.map { row throws(StoreError) in
            let text = "id \(row.int64(0))"
            return Row(
                id: try row.int64(0, .streamID, text),
                version: try row.int64(1, .streamVersion, text),
                head: try row.int64(2, .streamHead, text))
        }
    }
}
