import AnnalsIntegrity
package import AnnalsModel

/// The questions of a verification that nobody else asks: each about all rows of a table.
package struct VerificationTables {
    let statements: StatementCache

    /// - Parameter statements: Of the connection that reads.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    // MARK: Events

    /// First and last position and number of the rows of `events`.
    func extent() throws(StoreError) -> (first: Int64, last: Int64, count: Int64)? {
        guard let count = try statements.integer("SELECT count(*) FROM events"), count > 0,
            let first = try statements.integer("SELECT min(position) FROM events"),
            let last = try statements.integer("SELECT max(position) FROM events")
        else { return nil }
        return (first, last, count)
    }

    /// Sum of the bodies' bytes as stored.
    func storedBytes() throws(StoreError) -> Int64 {
        try statements.integer("SELECT sum(length(body)) FROM events") ?? 0
    }

    /// Positions of rows of `events` outside of a range, in order.
    func positions(outside range: ClosedRange<Int64>, limit: Int64) throws(StoreError) -> [Int64] {
        let rows = try statements.statement(
            """
            SELECT position FROM events WHERE position < ?1
            UNION ALL SELECT position FROM events WHERE position > ?2 LIMIT ?3
            """)
        rows.bind(1, range.lowerBound)
        rows.bind(2, range.upperBound)
        rows.bind(3, limit)
        return try rows.map { $0.int64(0) }
    }

    // MARK: Streams

    /// A row of `streams` as it lies there, valid until its statement goes on.
    struct Stream {
        fileprivate let row: Statement

        var id: Int64 { row.int64(0) }
        var version: Int64 { row.int64(1) }
        var head: Int64 { row.int64(2) }
        /// Category and key, which are needed for a finding only.
        var name: String { "\(row.text(3))/\(row.text(4))" }
    }

    /// The largest of the ids of streams; 0 if there is none.
    func lastStream() throws(StoreError) -> Int64 {
        try statements.integer("SELECT max(id) FROM streams") ?? 0
    }

    /// Goes through the rows of `streams` with some ids, in their order.
    func streams(
        _ ids: ClosedRange<Int64>, _ body: (Stream) throws(StoreError) -> Void
    ) throws(StoreError) {
        let rows = try statements.statement(
            """
            SELECT id, version, head, category, key FROM streams
            WHERE id BETWEEN ? AND ? ORDER BY id
            """)
        rows.bind(1, ids.lowerBound)
        rows.bind(2, ids.upperBound)
        try rows.forEachRow { row throws(StoreError) in try body(Stream(row: row)) }
    }

    /// The rows of `events` of some streams by stream and version: stream, version, position.
    ///
    /// They come from the index alone.
    func versions(of streams: ClosedRange<Int64>) throws(StoreError) -> Statement {
        let rows = try statements.statement(
            """
            SELECT stream, version, position FROM events
            WHERE stream BETWEEN ? AND ? ORDER BY stream, version
            """)
        rows.bind(1, streams.lowerBound)
        rows.bind(2, streams.upperBound)
        return rows
    }

    // MARK: Rows that nothing needs

    /// A question whose every row is a fault: a place and a sentence.
    struct Fault {
        let kind: VerificationFinding.Kind
        let sql: String
        let message: String
    }

    /// Goes through the rows that break a rule by themselves, or that belong to nothing.
    ///
    /// - Parameter body: Gets the place, such as `actors 7 maria`.
    func faults(
        _ body: (Fault, _ place: String) throws(StoreError) -> Void
    ) throws(StoreError) {
        for fault in Self.faults {
            let rows = try statements.statement(fault.sql)
            try rows.forEachRow { row throws(StoreError) in try body(fault, row.text(0)) }
        }
    }

    private static let faults = names + secrets + dictionaries + singles

    private static let names = [
        ("event_types", "type"), ("actors", "actor"), ("correlations", "correlation"),
    ].map { table, column in
        Fault(
            kind: .name,
            sql: """
                SELECT '\(table) ' || id || ' ' || name FROM \(table)
                WHERE NOT EXISTS (SELECT 1 FROM events WHERE \(column) = \(table).id)
                """,
            message: "no event uses this name")
    }

    private static let secrets = [
        Fault(
            kind: .secret,
            sql: """
                SELECT 'secrets ' || e.stream || ' ' || e.from_version
                FROM secrets AS e LEFT JOIN streams AS s ON s.id = e.stream
                WHERE s.id IS NULL OR length(e.secret) <> 16 OR e.from_version < 1
                    OR e.from_version > s.version + 1
                """,
            message: "this secret is not 16 bytes long, or belongs to no version of a stream"),
        Fault(
            kind: .secret,
            sql: """
                SELECT 'salts ' || t.position
                FROM salts AS t LEFT JOIN events AS e ON e.position = t.position
                WHERE e.position IS NULL OR length(t.salt) <> 16 OR e.dictionary = -1
                """,
            message: "this salt is not 16 bytes long, or belongs to no event that has a body"),
    ]

    private static let dictionaries = [
        Fault(
            kind: .dictionary,
            sql: """
                SELECT 'dictionaries ' || id FROM dictionaries
                WHERE id < 1 OR length(bytes) > \(Limits.dictionaryBytesMax)
                    OR body_bytes < 0 OR body_bytes > (SELECT body_bytes FROM head)
                """,
            message: "this dictionary is none that a store can have made"),
        Fault(
            kind: .dictionary,
            sql: """
                SELECT 'dictionary_sources ' || u.dictionary || ' ' || u.stream
                FROM dictionary_sources AS u
                LEFT JOIN dictionaries AS d ON d.id = u.dictionary
                LEFT JOIN streams AS s ON s.id = u.stream
                WHERE d.id IS NULL OR s.id IS NULL
                """,
            message: "this row names a dictionary or a stream that does not exist"),
    ]

    private static let singles =
        ["store", "head"].map { table in
            Fault(
                kind: table == "head" ? .head : .file,
                sql: "SELECT '\(table)' WHERE (SELECT count(*) FROM \(table)) <> 1",
                message: "this table must have exactly one row")
        } + [
            Fault(
                kind: .file,
                sql: "SELECT 'store' WHERE EXISTS (SELECT 1 FROM store WHERE length(id) <> 16"
                    + " OR first_position <> 1)",
                message: "the id of a store has 16 bytes, and its first event is at position 1")
        ]

    // MARK: Tree

    /// Every level that `tree` has rows of, with their number.
    func treeLevels() throws(StoreError) -> [(level: Int64, count: Int64)] {
        let rows = try statements.statement(
            "SELECT level, count(*) FROM tree GROUP BY level ORDER BY level")
        return try rows.map { ($0.int64(0), $0.int64(1)) }
    }

    /// The stored hash of a complete subtree; nil if there is none of 32 bytes.
    func node(level: Int, _ n: Int64) throws(StoreError) -> Digest? {
        let row = try statements.statement("SELECT hash FROM tree WHERE level = ? AND n = ?")
        row.bind(1, Int64(level))
        row.bind(2, n)
        return try row.first { row throws(StoreError) in Digest(bytes: row.bytes(0)) } ?? nil
    }

    /// The row of `head` as it lies there; nil if there is none.
    func head() throws(StoreError) -> (
        size: Int64, frontier: [UInt8], root: [UInt8], bodyBytes: Int64, storedBytes: Int64
    )? {
        let row = try statements.statement(
            "SELECT size, frontier, root, body_bytes, stored_bytes FROM head")
        return try row.first { row throws(StoreError) in
            (row.int64(0), row.bytes(1), row.bytes(2), row.int64(3), row.int64(4))
        }
    }

    /// What a restored store says of the one that it comes from; nil where it says nothing.
    func parent() throws(StoreError) -> (position: Int64, root: [UInt8])? {
        let row = try statements.statement(
            "SELECT forked_at, forked_root FROM store WHERE forked_from IS NOT NULL")
        return try row.first { row throws(StoreError) in (row.int64(0), row.bytes(1)) }
    }

    /// Removes the rows of `tree` for the first so many events, and those for events that the log
    /// does not have.
    func removeTree(through size: Int64) throws(StoreError) {
        try statements.run(
            """
            DELETE FROM tree WHERE level NOT BETWEEN 1 AND 7 OR n < ?1 >> (8 * level)
                OR n >= (SELECT size FROM head) >> (8 * level)
            """, size)
    }

    // MARK: Checkpoints

    /// The stored checkpoints in the order of their sizes.
    func checkpoints() throws(StoreError) -> [(size: Int64, note: [UInt8])] {
        let rows = try statements.statement("SELECT size, note FROM checkpoints ORDER BY size")
        return try rows.map { ($0.int64(0), $0.bytes(1)) }
    }

    // MARK: The file

    /// What makes a row of `sqlite_schema`, without where its pages lie.
    package struct SchemaRow: Hashable {
        /// `table`, `index`, `view` or `trigger`.
        package let type: String
        /// Its name.
        package let name: String
        /// The table that it belongs to.
        package let table: String
        /// The statement that makes it; nil for the indexes that a table's own statement makes.
        package let sql: String?
    }

    /// Everything that the file defines, by type and name.
    package func schema() throws(StoreError) -> [SchemaRow] {
        let rows = try statements.statement(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
        return try rows.map { row in
            SchemaRow(
                type: row.text(0), name: row.text(1), table: row.text(2),
                sql: row.optionalText(3))
        }
    }

    /// What SQLite's own checks find, a sentence each; nothing where it finds nothing.
    ///
    /// - Parameter table: The only table that is checked, with its indexes; nil for the whole file.
    package func damage(of table: String? = nil) throws(StoreError) -> [String] {
        let of = table.map { "('\($0)')" } ?? ""
        var found: [String] = []
        for pragma in table == nil ? ["integrity_check", "foreign_key_check"] : ["integrity_check"]
        {
            let rows = try Statement(statements.connection, "PRAGMA \(pragma)\(of)")
            found += try rows.map { $0.text(0) }.filter { $0 != "ok" }
        }
        return found
    }

    // MARK: Documents and snapshots

    /// The first ids of streams with stored documents in a range, in order.
    func documentedStreams(
        _ ids: ClosedRange<Int64>, limit: Int64
    ) throws(StoreError) -> [Int64] {
        let rows = try statements.statement(
            """
            SELECT DISTINCT stream FROM documents WHERE stream BETWEEN ? AND ?
            ORDER BY stream LIMIT ?
            """)
        rows.bind(1, ids.lowerBound)
        rows.bind(2, ids.upperBound)
        rows.bind(3, limit)
        return try rows.map { $0.int64(0) }
    }

    /// The stored documents of a stream in the order of their versions.
    func documents(
        of stream: Int64, _ body: (_ version: Int64, StoredDocument) throws(StoreError) -> Void
    ) throws(StoreError) {
        let rows = try statements.statement(
            "SELECT version, size, digest, body FROM documents WHERE stream = ? ORDER BY version")
        rows.bind(1, stream)
        try rows.forEachRow { row throws(StoreError) in
            try body(
                row.int64(0),
                StoredDocument(
                    size: Int(clamping: row.int64(1)), digest: row.bytes(2), body: row.bytes(3)))
        }
    }

    /// Removes the stored documents of a stream.
    func removeDocuments(of stream: Int64) throws(StoreError) {
        try statements.run("DELETE FROM documents WHERE stream = ?", stream)
    }

    /// Removes the chunks that belong to no snapshot.
    func removeOrphanedChunks() throws(StoreError) {
        try statements.run(
            "DELETE FROM snapshot_chunks WHERE snapshot NOT IN (SELECT id FROM snapshots)")
    }

    /// Ids of snapshots that have chunks and no row.
    package func orphanedChunks() throws(StoreError) -> [Int64] {
        let rows = try statements.statement(
            """
            SELECT DISTINCT snapshot FROM snapshot_chunks
            WHERE snapshot NOT IN (SELECT id FROM snapshots) ORDER BY snapshot
            """)
        return try rows.map { $0.int64(0) }
    }

    // MARK: Derived tables

    /// The tables that follow from the store's own events, each with its columns, the key first.
    static let derived: [(table: String, key: Int32, columns: [String])] = [
        ("cycles", 1, ["cycle", "position", "opened_at", "actor", "note"]),
        ("tags", 1, ["name", "moment", "position"]),
        ("projections", 1, ["name", "source", "sha256", "position", "applied"]),
        ("checkpoints", 1, ["size", "note"]),
    ]

    /// Puts the rows of another store's table in place of those of this one's.
    func replace(
        _ table: (table: String, key: Int32, columns: [String]), with rows: Statement
    ) throws(StoreError) {
        try statements.run("DELETE FROM \(table.table)")
        let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
        let columns = table.columns.joined(separator: ", ")
        let insert = try Statement(
            statements.connection, "INSERT INTO \(table.table) (\(columns)) VALUES (\(marks))")
        try rows.forEachRow { row throws(StoreError) in
            insert.bindRow(of: row, columns: Int32(table.columns.count))
            try insert.run()
        }
    }

    /// The rows of one of them in the order of its key.
    func rows(of table: (table: String, key: Int32, columns: [String])) throws(StoreError)
        -> Statement
    {
        let columns = table.columns.joined(separator: ", ")
        return try Statement(
            statements.connection,
            "SELECT \(columns) FROM \(table.table) ORDER BY \(table.columns[0])")
    }
}
