import AnnalsLog
import AnnalsModel
import AnnalsProjections

extension SnapshotStore {
    /// Writes a snapshot, a chunk a transaction, so that no writer waits for more than one.
    ///
    /// Who writes last wins: an unfinished one of the same projection is removed, and whoever was
    /// writing it gives up at his next chunk. So does everybody once something is erased.
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
            let goesOn = try log.keep { transaction in
                let table = SnapshotTable(transaction.statements)
                guard try table.exists(id, complete: false),
                    try ErasureState.last(transaction.reader) == draft.erasure
                else { return false }
                try table.insertChunk(Int64(index), of: id, size: chunk.size, body: chunk.body)
                if isLast { try table.complete(id) }
                return true
            }
            if !goesOn { return false }
        }
        return true
    }

    /// - Returns: nil if it is there already, or the projection is another now.
    private func begin(
        _ draft: SnapshotDraft, _ isInstalledOnly: Bool
    ) throws(StoreError) -> Int64? {
        try log.keep { transaction in
            let definition = SnapshotTable.Definition(
                name: draft.projection, digest: draft.definition)
            let administration = AdministrationTables(transaction.statements)
            if isInstalledOnly, try !administration.isFollowing(definition) { return nil }
            guard try ErasureState.last(transaction.reader) == draft.erasure else { return nil }
            let table = SnapshotTable(transaction.statements)
            try table.removeStale(definition)
            if let base = draft.base, try !table.exists(base, complete: true) { return nil }
            return try table.insert(
                SnapshotTable.Row(
                    id: 0, projection: draft.projection, position: draft.position,
                    base: draft.base, size: draft.size, stored: draft.stored,
                    matched: draft.matched, digest: draft.digest),
                definition)
        }
    }
}
