import AnnalsCodec
package import AnnalsModel

extension EventLog {
    /// Compresses every body again with a dictionary trained from the whole log, as small as LZ4
    /// can make it.
    ///
    /// Others go on meanwhile. Events, leaves and root stay as they are.
    ///
    /// Where it is stopped, nothing is lost: the next compaction goes on.
    ///
    /// - Parameter progress: Gets the position that was reached and the last one.
    /// - Throws: `busy` if another compaction runs; what the closure throws.
    package func compact(
        progress: (Int64, Int64) throws -> Void
    ) throws -> Compaction {
        let before = try sizes()
        var recompressed: Int64 = 0
        // Less has nothing to train from.
        if before.bodies >= DictionarySchedule.firstBodyBytes {
            let target = try unfinishedCompaction() ?? trainDictionary()
            recompressed = try recompress(
                Recompression(to: target, from: nil, isHigh: true), progress: progress)
        }
        let after = try sizes()
        return Compaction(
            recompressed: recompressed, bodyBytes: after.bodies,
            stored: (before.stored, after.stored),
            dictionaries: (before.dictionaries, after.dictionaries), freeBytes: after.free)
    }

    /// The newest dictionary, if it was trained of nearly all that is there and others are still
    /// in use: of a compaction that was stopped.
    private func unfinishedCompaction() throws(StoreError) -> Int64? {
        try read { reader in
            let table = DictionaryTable(reader.statements)
            guard try table.count() > 1 else { return nil }
            let (id, trainedAt) = try table.newest()
            let bodies = try TreeTable(reader.statements).totals().bodyBytes
            return trainedAt > bodies - bodies / 4 ? id : nil
        }
    }

    private struct Sizes {
        let bodies: Int64
        let stored: Int64
        let dictionaries: Int64
        let free: Int64
    }

    private func sizes() throws(StoreError) -> Sizes {
        try read { reader in
            let totals = try TreeTable(reader.statements).totals()
            return Sizes(
                bodies: totals.bodyBytes, stored: totals.storedBytes,
                dictionaries: try DictionaryTable(reader.statements).bytes(),
                free: try reader.pageBytes("freelist_count"))
        }
    }
}
