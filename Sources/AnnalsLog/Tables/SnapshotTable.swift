package import AnnalsModel

/// The tables `snapshots` and `snapshot_chunks`: a checked cache of the tables of projections.
package struct SnapshotTable {
    private let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// One complete snapshot, without its pages.
    package struct Row: Sendable {
        /// Its id.
        package let id: Int64
        /// The projection whose tables it holds.
        package let projection: String
        /// State after this event.
        package let position: Int64
        /// The older snapshot from which this one goes on; nil if it stands alone.
        package let base: Int64?
        /// Bytes before compression.
        package let size: Int64
        /// Bytes of its chunks.
        package let stored: Int64
        /// Stored bytes of the events that the projection's patterns match, up to the position.
        package let matched: Int64
        /// SHA-256 of the digest of the older one, if any, and the bytes.
        package let digest: [UInt8]

        /// Describes a snapshot.
        package init(
            id: Int64, projection: String, position: Int64, base: Int64?, size: Int64,
            stored: Int64, matched: Int64, digest: [UInt8]
        ) {
            self.id = id
            self.projection = projection
            self.position = position
            self.base = base
            self.size = size
            self.stored = stored
            self.matched = matched
            self.digest = digest
        }

        /// Whether a store can have written its numbers, so that one can calculate with them.
        package var isPossible: Bool {
            (0...Limits.positionMax).contains(position)
                && [size, stored, matched].allSatisfy { (0...Limits.logBytesMax).contains($0) }
        }
    }

    /// A definition of a projection, by name and SHA-256.
    package struct Definition: Sendable {
        /// The projection's name.
        package let name: String
        /// SHA-256 of its text.
        package let digest: [UInt8]

        /// Names a definition.
        package init(name: String, digest: [UInt8]) {
            self.name = name
            self.digest = digest
        }
    }

    // MARK: Reading

    /// The complete snapshots of a definition up to a position, last first.
    package func rows(
        of definition: Definition, through position: Int64
    ) throws(StoreError) -> [Row] {
        let rows = try statements.statement(
            """
            SELECT id, position, base, size, stored, matched, digest FROM snapshots
            WHERE projection = ? AND definition = ? AND position <= ? AND complete = 1
            ORDER BY position DESC
            """)
        rows.bind(1, definition.name)
        rows.bind(2, definition.digest)
        rows.bind(3, position)
        return try rows.map { row in
            Row(
                id: row.int64(0), projection: definition.name, position: row.int64(1),
                base: row.optionalInt64(2), size: row.int64(3), stored: row.int64(4),
                matched: row.int64(5), digest: row.bytes(6))
        }
    }

    /// Position of the newest complete snapshot of any definition; 0 if there is none.
    package func newestPosition() throws(StoreError) -> Int64 {
        try statements.integer("SELECT max(position) FROM snapshots WHERE complete = 1") ?? 0
    }

    /// Bytes of the chunks of a snapshot.
    package func chunkBytes(of id: Int64) throws(StoreError) -> Int64 {
        try statements.integer(
            "SELECT sum(length(body)) FROM snapshot_chunks WHERE snapshot = ?", id) ?? 0
    }

    /// Lends the chunks of a snapshot to a closure, first to last, until it answers false.
    ///
    /// - Returns: Whether the closure took all.
    package func forEachChunk(
        of id: Int64, _ body: (_ n: Int64, _ size: Int64, UnsafeRawBufferPointer) -> Bool
    ) throws(StoreError) -> Bool {
        let rows = try statements.statement(
            "SELECT n, size, body FROM snapshot_chunks WHERE snapshot = ? ORDER BY n")
        rows.bind(1, id)
        defer { rows.reset() }
        while try rows.step() {
            let (n, size) = (rows.int64(0), rows.int64(1))
            guard rows.withBytes(2, { body(n, size, $0) }) else { return false }
        }
        return true
    }

    /// Whether there is a snapshot, and it is complete or not.
    package func exists(_ id: Int64, complete isComplete: Bool) throws(StoreError) -> Bool {
        try statements.integer(
            "SELECT 1 FROM snapshots WHERE id = ? AND complete = ?", id, isComplete ? 1 : 0) == 1
    }

    /// Number of complete snapshots.
    func count() throws(StoreError) -> Int64 {
        try statements.integer("SELECT count(*) FROM snapshots WHERE complete = 1") ?? 0
    }

    /// Sum of their stored bytes.
    func bytes() throws(StoreError) -> Int64 {
        try statements.integer("SELECT sum(stored) FROM snapshots WHERE complete = 1") ?? 0
    }

    // MARK: Writing

    /// Begins a snapshot, whose id is given now.
    ///
    /// - Returns: Its id; nil if there is one at its position.
    package func insert(_ row: Row, _ definition: Definition) throws(StoreError) -> Int64? {
        let insert = try statements.statement(
            """
            INSERT OR IGNORE INTO snapshots
                (projection, definition, position, size, stored, matched, digest, base,
                 complete)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id
            """)
        insert.bind(1, definition.name)
        insert.bind(2, definition.digest)
        insert.bind(3, row.position)
        insert.bind(4, row.size)
        insert.bind(5, row.stored)
        insert.bind(6, row.matched)
        insert.bind(7, row.digest)
        insert.bind(8, row.base)
        return try insert.first { $0.int64(0) }
    }

    /// Writes a chunk.
    ///
    /// - Parameters:
    ///   - size: Bytes before compression.
    ///   - body: An LZ4 block, or the bytes themselves where that is no smaller.
    package func insertChunk(
        _ n: Int64, of id: Int64, size: Int, body: [UInt8]
    ) throws(StoreError) {
        let insert = try statements.statement(
            "INSERT INTO snapshot_chunks (snapshot, n, size, body) VALUES (?, ?, ?, ?)")
        insert.bind(1, id)
        insert.bind(2, n)
        insert.bind(3, Int64(size))
        insert.bind(4, body)
        try insert.run()
    }

    /// Says that every chunk of a snapshot is there.
    package func complete(_ id: Int64) throws(StoreError) {
        try statements.run("UPDATE snapshots SET complete = 1 WHERE id = ?", id)
    }

    /// Removes the unfinished snapshots of a projection, and those of another definition.
    package func removeStale(_ definition: Definition) throws(StoreError) {
        let stale = "projection = ? AND (complete = 0 OR definition <> ?)"
        for sql in [
            """
            DELETE FROM snapshot_chunks
            WHERE snapshot IN (SELECT id FROM snapshots WHERE \(stale))
            """,
            "DELETE FROM snapshots WHERE \(stale)",
        ] {
            let statement = try statements.statement(sql)
            statement.bind(1, definition.name)
            statement.bind(2, definition.digest)
            try statement.run()
        }
    }

    /// Removes every snapshot of a projection.
    package func remove(projection name: String) throws(StoreError) {
        for sql in [
            """
            DELETE FROM snapshot_chunks WHERE snapshot IN
                (SELECT id FROM snapshots WHERE projection = ?)
            """,
            "DELETE FROM snapshots WHERE projection = ?",
        ] {
            let statement = try statements.statement(sql)
            statement.bind(1, name)
            try statement.run()
        }
    }

    /// Removes every snapshot of a state after an event, or of one later.
    func remove(from position: Int64) throws(StoreError) {
        try statements.run(
            """
            DELETE FROM snapshot_chunks WHERE snapshot IN
                (SELECT id FROM snapshots WHERE position >= ?)
            """, position)
        try statements.run("DELETE FROM snapshots WHERE position >= ?", position)
    }

    /// Removes every snapshot.
    ///
    /// - Returns: Number of those that were complete.
    package func removeAll() throws(StoreError) -> Int64 {
        let count = try statements.integer("SELECT count(*) FROM snapshots WHERE complete = 1")
        try statements.run("DELETE FROM snapshot_chunks")
        try statements.run("DELETE FROM snapshots")
        return count ?? 0
    }
}
