import AnnalsIntegrity
package import AnnalsModel

extension EventLog {
    /// Verifies the whole log of a copy, changing nothing of it, and looks how it stands to a
    /// store.
    ///
    /// - Parameters:
    ///   - path: The copy.
    ///   - store: Path of the store; where that cannot be read, the copy is verified all the same.
    ///   - progress: Gets events done and events in all.
    /// - Throws: `storeMissing`, `notAStore`, `newerFormat`, `unsupported`, `corrupt` for what is
    ///   no whole copy; `invalidArgument` if it is the store itself; what `progress` throws.
    package static func verifyCopy(
        at path: String, of store: String,
        progress: (_ done: Int64, _ total: Int64) throws -> Void
    ) throws -> BackupVerification {
        try OpenStores.checkInput(path, besides: store)
        let copy = try EventLog(copyAt: path)
        defer { copy.close() }
        let events = try copy.verifyWhole(
            progress: progress,
            { words in "the copy \(path.terminalSafe) is damaged, \(words): take another one" })
        let known = try copy.read { reader in
            BackupVerification(
                path: path, store: store, standing: .unknown, events: events,
                root: try TreeTable(reader.statements).head().frontier.root.hex,
                lastRecorded: try EventTable(reader.statements).last()
                    .map { Timestamp(microseconds: $0.recordedAt) })
        }
        do {
            let log = try EventLog(path: store, mode: .readOnly)
            defer { log.close() }
            return try known.compared(copy, with: log)
        } catch let error as StoreError {
            return known.standing(.unknown, obstacle: error.message)
        }
    }
}

extension BackupVerification {
    /// The same with how it stands to a store.
    fileprivate func compared(
        _ copy: EventLog, with store: EventLog
    ) throws -> BackupVerification {
        let ids = try [copy, store].map { log in
            try log.read { try StoreTable($0.statements).hexID() }
        }
        guard ids[0] == ids[1] else { return standing(.foreign) }
        let comparison = try store.read { store in
            try copy.read { copy in try LogComparison(of: store, with: copy) }
        }
        let standing: Standing =
            comparison.isParted
            ? .parted : comparison.copied > comparison.head ? .ahead : .beginning
        return self.standing(standing, comparison)
    }

    fileprivate func standing(
        _ standing: Standing, _ comparison: LogComparison? = nil, obstacle: String? = nil
    ) -> BackupVerification {
        BackupVerification(
            path: path, store: store, standing: standing, events: events, root: root,
            lastRecorded: lastRecorded, common: comparison?.common, behind: comparison?.lost,
            behindSince: comparison?.since, obstacle: obstacle)
    }
}
