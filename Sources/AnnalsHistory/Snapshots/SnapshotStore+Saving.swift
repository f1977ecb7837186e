import AnnalsLog
import AnnalsModel
import AnnalsProjections

extension SnapshotStore {
    /// Writes a snapshot, a chunk a transaction, so that no writer waits for more than one.
    ///
    /// Who writes last wins: an unfinished one of the same projection is removed, and whoever was
    /// writing it gives up at his next chunk.
    ///
    /// - Parameter isInstalledOnly: Whether the projection must still have this definition; not
    ///   while it is filled for the first time.
    /// - Returns: Whether it was written, and not given up.
    @discardableResult
    func save(
        _ draft: SnapshotDraft, ifInstalled isInstalledOnly: Bool
    ) throws(StoreError) -> Bool {
        guard let id = try begin(draft, isInstalledOnly) else { return false }
        for (index, chunk) in draft.chunks.enumerated() {
            let isLast = index == draft.chunks.count - 1
            let goesOn = try log.write { transaction in
                try Self.write(chunk, Int64(index), of: id, isLast: isLast, transaction)
            }
            if !goesOn { return false }
        }
        return true
    }

    /// - Returns: nil if it is there already, or the projection is another now.
    private func begin(
        _ draft: SnapshotDraft, _ isInstalledOnly: Bool
    ) throws(StoreError) -> Int64? {
        try log.write { transaction in
            let statements = transaction.statements
            if isInstalledOnly, try !Self.isInstalled(draft, statements) { return nil }
            try Self.clear(draft, statements)
            if let base = draft.base {
                let known = try statements.integer(
                    "SELECT 1 FROM snapshots WHERE id = ? AND complete = 1", base)
                guard known == 1 else { return nil }
            }
            let insert = try statements.statement(
                """
                INSERT OR IGNORE INTO snapshots
                    (projection, definition, position, size, stored, matched, digest, base,
                     complete)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id
                """)
            insert.bind(1, draft.projection)
            insert.bind(2, draft.definition)
            insert.bind(3, draft.position)
            insert.bind(4, draft.size)
            insert.bind(5, draft.stored)
            insert.bind(6, draft.matched)
            insert.bind(7, draft.digest)
            insert.bind(8, draft.base)
            defer { insert.reset() }
            transaction.touch()
            return try insert.step() ? insert.int64(0) : nil
        }
    }

    private static func isInstalled(
        _ draft: SnapshotDraft, _ statements: StatementCache
    ) throws(StoreError) -> Bool {
        let row = try statements.statement(
            "SELECT 1 FROM projections WHERE name = ? AND sha256 = ? AND applied = -1")
        row.bind(1, draft.projection)
        row.bind(2, draft.definition)
        defer { row.reset() }
        return try row.step()
    }

    /// Removes what an earlier writer left unfinished, and snapshots of another definition.
    private static func clear(_ draft: SnapshotDraft, _ statements: StatementCache)
        throws(StoreError)
    {
        let stale = "projection = ? AND (complete = 0 OR definition <> ?)"
        for sql in [
            """
            DELETE FROM snapshot_chunks
            WHERE snapshot IN (SELECT id FROM snapshots WHERE \(stale))
            """,
            "DELETE FROM snapshots WHERE \(stale)",
        ] {
            let statement = try statements.statement(sql)
            statement.bind(1, draft.projection)
            statement.bind(2, draft.definition)
            try statement.run()
        }
    }

    private static func write(
        _ chunk: SnapshotDraft.Chunk, _ n: Int64, of id: Int64, isLast: Bool,
        _ transaction: AppendTransaction
    ) throws(StoreError) -> Bool {
        let statements = transaction.statements
        let open = try statements.integer(
            "SELECT 1 FROM snapshots WHERE id = ? AND complete = 0", id)
        guard open == 1 else { return false }
        transaction.touch()
        let insert = try statements.statement(
            "INSERT INTO snapshot_chunks (snapshot, n, size, body) VALUES (?, ?, ?, ?)")
        insert.bind(1, id)
        insert.bind(2, n)
        insert.bind(3, Int64(chunk.size))
        insert.bind(4, chunk.body)
        try insert.run()
        if isLast { try statements.run("UPDATE snapshots SET complete = 1 WHERE id = ?", id) }
        return true
    }
}
