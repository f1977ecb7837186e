package import AnnalsModel

/// The table `projection_failures`.
package struct FailureTable {
    private let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// An event that the tables of a projection refused.
    package struct Row: Sendable {
        /// The projection.
        package let projection: String
        /// The event.
        package let position: Int64
        /// Line of the statement in the definition file.
        package let line: Int64
        /// SQLite's words.
        package let message: String

        /// Puts a refusal on record.
        package init(projection: String, position: Int64, line: Int64, message: String) {
            self.projection = projection
            self.position = position
            self.line = line
            self.message = message
        }
    }

    /// Writes a refusal, in place of an earlier one of the same event and projection.
    package func insert(_ failure: Row) throws(StoreError) {
        let row = try statements.statement(
            """
            INSERT OR REPLACE INTO projection_failures (projection, position, line, message)
            VALUES (?, ?, ?, ?)
            """)
        row.bind(1, failure.projection)
        row.bind(2, failure.position)
        row.bind(3, failure.line)
        row.bind(4, failure.message)
        try row.run()
    }

    /// Removes the refusals of a projection.
    package func remove(projection name: String) throws(StoreError) {
        let row = try statements.statement("DELETE FROM projection_failures WHERE projection = ?")
        row.bind(1, name)
        try row.run()
    }

    /// Every refusal, by projection and position.
    ///
    /// - Parameter name: Only those of this projection.
    package func rows(of name: String?) throws(StoreError) -> [Row] {
        let rows = try statements.statement(
            """
            SELECT projection, position, line, message FROM projection_failures
            WHERE ?1 IS NULL OR projection = ?1 ORDER BY projection, position
            """)
        rows.bind(1, name)
        return try rows.map { row in
            Row(
                projection: row.text(0), position: row.int64(1), line: row.int64(2),
                message: row.text(3))
        }
    }

    /// The number of refusals.
    func count() throws(StoreError) -> Int64 {
        try statements.integer("SELECT count(*) FROM projection_failures") ?? 0
    }

    /// The number of events that a projection refused.
    package func count(of name: String) throws(StoreError) -> Int64 {
        let row = try statements.statement(
            "SELECT count(*) FROM projection_failures WHERE projection = ?")
        row.bind(1, name)
        return try row.first { $0.int64(0) } ?? 0
    }

    /// The number of refusals of events after a position.
    package func count(after position: Int64) throws(StoreError) -> Int64 {
        try statements.integer(
            "SELECT count(*) FROM projection_failures WHERE position > ?", position) ?? 0
    }

    /// Ids of the streams of which a projection refused an event up to a position.
    package func streams(
        refusedBy name: String, through position: Int64 = .max
    ) throws(StoreError) -> [Int64] {
        let rows = try statements.statement(
            """
            SELECT DISTINCT e.stream FROM projection_failures AS f
            JOIN events AS e ON e.position = f.position
            WHERE f.projection = ? AND f.position <= ?
            """)
        rows.bind(1, name)
        rows.bind(2, position)
        return try rows.map { $0.int64(0) }
    }

    /// Positions of the events of a stream that a projection refused.
    package func positions(
        refusedBy name: String, stream: Int64
    ) throws(StoreError) -> [Int64] {
        let rows = try statements.statement(
            """
            SELECT f.position FROM projection_failures AS f
            JOIN events AS e ON e.position = f.position
            WHERE f.projection = ? AND e.stream = ?
            """)
        rows.bind(1, name)
        rows.bind(2, stream)
        return try rows.map { $0.int64(0) }
    }
}
