package import AnnalsModel

/// A row of `checkpoints`.
package struct StoredCheckpoint: Sendable, Hashable {
    /// Number of events that it speaks of.
    package let size: Int64
    /// The signed note.
    package let note: String

    /// Puts a note beside its size.
    package init(size: Int64, note: String) {
        self.size = size
        self.note = note
    }
}

/// The table `checkpoints`: the signed notes that the log has on `annals/checkpoints`.
package struct CheckpointTable {
    private let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// Writes a checkpoint, in place of the one of its size: it is the same with more signatures.
    func keep(_ checkpoint: StoredCheckpoint) throws(StoreError) {
        let row = try statements.statement(
            "INSERT OR REPLACE INTO checkpoints (size, note) VALUES (?, ?)")
        row.bind(1, checkpoint.size)
        row.bind(2, checkpoint.note)
        try row.run()
    }

    /// Every checkpoint, the smallest first.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    package func all() throws(StoreError) -> [StoredCheckpoint] {
        let rows = try statements.statement("SELECT size, note FROM checkpoints ORDER BY size")
        return try rows.map { row throws(StoreError) in
            StoredCheckpoint(size: try row.int64(0, .checkpointSize), note: row.text(1))
        }
    }

    /// The last checkpoint of a log; nil if there is none.
    ///
    /// A store that was restored has those of the log that it comes from as well.
    ///
    /// - Parameters:
    ///   - origin: The name of the log.
    ///   - size: Only a checkpoint of at most so many events.
    /// - Throws: `corrupt` for a number that no store writes.
    package func last(
        of origin: String, through size: Int64 = Limits.positionMax
    ) throws(StoreError) -> StoredCheckpoint? {
        // The first line of a note is the origin, and no origin has a newline.
        let row = try statements.statement(
            """
            SELECT size, note FROM checkpoints
            WHERE size <= ?2 AND substr(note, 1, length(?1) + 1) = ?1 || char(10)
            ORDER BY size DESC LIMIT 1
            """)
        row.bind(1, origin)
        row.bind(2, size)
        return try row.first { row throws(StoreError) in
            StoredCheckpoint(size: try row.int64(0, .checkpointSize), note: row.text(1))
        }
    }
}
