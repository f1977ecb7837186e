package import AnnalsModel

/// The table `documents`: stored folds of long streams.
package struct DocumentTable {
    let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// Writes the fold of a stream at a version.
    func insert(
        _ document: StoredDocument, stream: Int64, version: Int64
    ) throws(StoreError) {
        let row = try statements.statement(
            """
            INSERT OR REPLACE INTO documents (stream, version, size, digest, body)
            VALUES (?, ?, ?, ?, ?)
            """)
        row.bind(1, stream)
        row.bind(2, version)
        row.bind(3, Int64(document.size))
        row.bind(4, document.digest)
        row.bind(5, document.body)
        try row.run()
        if document.isRest { try Format.raise(to: 2, statements) }
    }

    /// Removes the folds of a stream from a version on.
    func remove(stream: Int64, from version: Int64) throws(StoreError) {
        try statements.run(
            "DELETE FROM documents WHERE stream = ? AND version >= ?", stream, version)
    }

    /// The newest fold at or before a version that is intact, as its row has it; damaged ones are
    /// passed over.
    func newest(
        stream: Int64, through version: Int64
    ) throws(StoreError) -> (document: JSONObject, version: Int64, isRest: Bool, size: Int)? {
        let rows = try statements.statement(
            """
            SELECT version, size, digest, body FROM documents
            WHERE stream = ? AND version <= ? ORDER BY version DESC
            """)
        rows.bind(1, stream)
        rows.bind(2, version)
        defer { rows.reset() }
        while try rows.step() {
            guard rows.int64(0) >= 1 else { continue }
            let stored = StoredDocument(
                size: Int(clamping: rows.int64(1)), digest: rows.bytes(2), body: rows.bytes(3))
            if let document = stored.document() {
                return (document, rows.int64(0), stored.isRest, stored.size)
            }
        }
        return nil
    }

    /// Version of a stream's newest fold, and the stored bytes that are read for it; 0 if there is
    /// none.
    func newestSize(stream: Int64) throws(StoreError) -> (version: Int64, bytes: Int64) {
        let last = try statements.statement(
            """
            SELECT version, length(body) + iif(size >= 0, 0, coalesce((
                SELECT length(e.body) FROM events AS e
                WHERE e.stream = d.stream AND e.version = d.version), 0))
            FROM documents AS d WHERE stream = ? ORDER BY version DESC LIMIT 1
            """)
        last.bind(1, stream)
        return try last.first { row throws(StoreError) in (row.int64(0), row.int64(1)) } ?? (0, 0)
    }

    /// Number of stored folds.
    func count() throws(StoreError) -> Int64 {
        try statements.integer("SELECT count(*) FROM documents") ?? 0
    }

    /// Sum of their stored bytes.
    func bytes() throws(StoreError) -> Int64 {
        try statements.integer("SELECT sum(length(body)) FROM documents") ?? 0
    }

    /// Copies the folds of a stream up to a version into another store.
    package func copy(
        of stream: Int64, to other: DocumentTable, as end: StreamTable.Row
    ) throws(StoreError) {
        let rows = try statements.statement(
            """
            SELECT ?2, version, size, digest, body FROM documents
            WHERE stream = ?1 AND version <= ?3 ORDER BY version
            """)
        rows.bind(1, stream)
        rows.bind(2, end.id)
        rows.bind(3, end.version)
        let insert = try other.statements.statement(
            "INSERT INTO documents (stream, version, size, digest, body) VALUES (?, ?, ?, ?, ?)")
        try rows.forEachRow { row throws(StoreError) in
            insert.bindRow(of: row, columns: 5)
            try insert.run()
            if row.int64(2) < 0 { try Format.raise(to: 2, other.statements) }
        }
    }

    /// The version of the last fold of a stream before a version; 0 if there is none.
    package func lastVersion(of stream: Int64, before version: Int64) throws(StoreError) -> Int64 {
        try statements.integer(
            "SELECT max(version) FROM documents WHERE stream = ? AND version < ?", stream, version)
            ?? 0
    }
}
