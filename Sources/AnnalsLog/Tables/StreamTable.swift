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
    ///
    /// - Throws: `corrupt` if there is no stream of that id.
    func update(_ end: Row) throws(StoreError) {
        let row = try statements.statement("UPDATE streams SET version = ?, head = ? WHERE id = ?")
        row.bind(1, end.version)
        row.bind(2, end.head)
        row.bind(3, end.id)
        try row.runOnOneRow(of: "streams")
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

    /// Ids of the streams that have an event after a position.
    package func ids(changedAfter position: Int64) throws(StoreError) -> [Int64] {
        let rows = try statements.statement("SELECT id FROM streams WHERE head > ?")
        rows.bind(1, position)
        return try rows.map { $0.int64(0) }
    }

    /// Ids of the streams of a category as they stand in the file, in order.
    package func keys(ofCategory category: String) throws(StoreError) -> [String] {
        let rows = try statements.statement(
            "SELECT key FROM streams WHERE category = ? ORDER BY key")
        rows.bind(1, category)
        return try rows.map { $0.text(0) }
    }

    /// Ids of streams of a category that have about so many characters, in order.
    ///
    /// - Parameter difference: Characters more or less.
    func keys(
        ofCategory category: String, nearLength length: Int, by difference: Int, limit: Int
    ) throws(StoreError) -> [String] {
        let rows = try statements.statement(
            """
            SELECT key FROM streams WHERE category = ? AND length(key) BETWEEN ? AND ?
            ORDER BY key LIMIT ?
            """)
        rows.bind(1, category)
        rows.bind(2, Int64(length - difference))
        rows.bind(3, Int64(length + difference))
        rows.bind(4, Int64(limit))
        return try rows.map { $0.text(0) }
    }

    /// Categories and ids of all streams as they stand in the file, in order.
    package func names() throws(StoreError) -> [(category: String, id: String)] {
        let rows = try statements.statement(
            "SELECT category, key FROM streams ORDER BY category, key")
        return try rows.map { ($0.text(0), $0.text(1)) }
    }

    /// The name of a stream; nil if there is none of that id.
    package func name(of id: Int64) throws(StoreError) -> StreamName? {
        let row = try statements.statement("SELECT category, key FROM streams WHERE id = ?")
        row.bind(1, id)
        return try row.first { row throws(StoreError) in
            try StreamName(category: row.text(0), id: row.text(1))
        }
    }

    /// Gives the ids and names of streams to a closure, in the order of ids.
    func forEachName(
        ofStreams ids: ClosedRange<Int64>, _ body: (Int64, StreamName) -> Void
    ) throws(StoreError) {
        let rows = try statements.statement(
            "SELECT id, category, key FROM streams WHERE id BETWEEN ? AND ?")
        rows.bind(1, ids.lowerBound)
        rows.bind(2, ids.upperBound)
        try rows.forEachRow { row throws(StoreError) in
            body(row.int64(0), try StreamName(category: row.text(1), id: row.text(2)))
        }
    }

    /// The streams of a category that changed last after a position, the latest first.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    package func latest(
        ofCategory category: String, after position: Int64, limit: Int64
    ) throws(StoreError) -> [StreamSummary] {
        let rows = try statements.statement(
            """
            SELECT category, key, version, head FROM streams
            WHERE category = ?1 AND head > ?2 ORDER BY head DESC LIMIT ?3
            """)
        rows.bind(1, category)
        rows.bind(2, position)
        rows.bind(3, limit)
        return try rows.map { row throws(StoreError) in try Self.summary(row) }
    }

    /// Ids of the documents that have a value in a column of a table, those that changed last
    /// first, each with where its stream ends.
    package func latestKeys(
        of category: String, in place: KeyedColumn, with value: String, _ limit: Int
    ) throws(StoreError) -> [(key: String, head: Int64)] {
        let rows = try statements.statement(
            """
            SELECT t.\(place.key), s.head FROM \(place.table) AS t
            CROSS JOIN streams AS s ON s.category = ?1 AND s.key = t.\(place.key)
            WHERE t.\(place.column) = ?2 ORDER BY s.head DESC LIMIT ?3
            """)
        rows.bind(1, category)
        rows.bind(2, value)
        rows.bind(3, Int64(limit))
        return try rows.map { ($0.text(0), $0.int64(1)) }
    }

    /// The next streams in the order of names.
    ///
    /// - Parameters:
    ///   - category: Only streams of this one; nil for all but the store's own.
    ///   - last: The name after which they begin; nil for the first.
    /// - Throws: `corrupt` for a number that no store writes.
    package func rows(
        ofCategory category: String?, after last: StreamName?, limit: Int64
    ) throws(StoreError) -> [StreamSummary] {
        let isWanted = category == nil ? "category <> ?1" : "category = ?1"
        let rows = try statements.statement(
            """
            SELECT category, key, version, head FROM streams
            WHERE \(isWanted) AND (category, key) > (?2, ?3)
            ORDER BY category, key LIMIT ?4
            """)
        rows.bind(1, category ?? StreamName.ownCategory)
        rows.bind(2, last?.category ?? "")
        rows.bind(3, last?.id ?? "")
        rows.bind(4, limit)
        return try rows.map { row throws(StoreError) in try Self.summary(row) }
    }

    private static func summary(_ row: Statement) throws(StoreError) -> StreamSummary {
        let name = try StreamName(category: row.text(0), id: row.text(1))
        let shown = name.description.terminalSafe
        return StreamSummary(
            name: name, version: try row.int64(2, .streamVersion, shown),
            head: try row.int64(3, .streamHead, shown))
    }

    /// Number of streams.
    package func count() throws(StoreError) -> Int64 {
        try statements.integer("SELECT count(*) FROM streams") ?? 0
    }

    /// Whether there is a stream of a category.
    package func hasStream(ofCategory category: String) throws(StoreError) -> Bool {
        let row = try statements.statement("SELECT 1 FROM streams WHERE category = ?")
        row.bind(1, category)
        return try row.first { _ in true } ?? false
    }

    /// The largest id; 0 if there is no stream.
    ///
    /// - Throws: `corrupt` if that is no id.
    func lastID() throws(StoreError) -> Int64 {
        try statements.integer(.lastStream, "SELECT max(id) FROM streams") ?? 0
    }

    /// Whether every stream ends where its events do, by looking at each.
    func fitsEvents() throws(StoreError) -> Bool {
        try statements.integer(
            """
            SELECT count(*) FROM streams WHERE version <>
                (SELECT max(version) FROM events WHERE stream = streams.id)
            """) == 0
    }
}
