import AnnalsLog
import AnnalsModel

/// The store whose place a backup is to take: perhaps damaged, perhaps another one.
struct OldStore {
    /// What is known of it beside a backup.
    struct Standing {
        /// Up to where both are the same; nil if the store cannot be read.
        var comparison: LogComparison?
        /// Position of the last event of the store; nil if not even that can be read.
        var head: Int64?
        /// What was erased in the store since; nil if that cannot be told.
        var later: LaterErasures?
        /// Who may do what in it; nil if that cannot be told.
        var access: CarriedAccess?
        /// Copies that the store knows of and the backup does not.
        var copies: [ErasurePreview.Copy] = []
    }

    private let path: StorePath
    /// Whether its file alone is the store, since its log was emptied.
    private(set) var isWhole = false

    /// Looks at a store as it is.
    init(_ path: StorePath) {
        self.path = path
    }

    /// Moves what is in its log into its file first, so that the file alone is the store, where it
    /// can be opened at all.
    ///
    /// - Throws: `busy` if somebody reads what the log holds.
    init(_ path: StorePath, emptying replacement: StoreReplacement) throws(StoreError) {
        self.path = path
        do {
            let log = try EventLog(path: path.given, mode: .readOnly)
            log.close()
            try replacement.emptyLog()
            isWhole = true
        } catch {
            guard Self.isUnreadable(error) else { throw error }
        }
    }

    /// Whether an error says that a store is damaged, or none.
    private static func isUnreadable(_ error: StoreError) -> Bool {
        [.corrupt, .notAStore, .storeReplaced, .io].contains(error.code)
    }

    /// How it stands to a backup, which may take its place.
    ///
    /// - Throws: `storeExists` if it may not.
    func standing(to backup: EventLog, _ restore: BackupRestore) throws -> Standing {
        let id = try backup.read { reader in try StoreTable(reader.statements).hexID() }
        let last = try backup.read { reader in try reader.head() }
        var head: Int64?
        do {
            let log = try EventLog(path: path.given, mode: .readOnly)
            defer { log.close() }
            let own = try log.read { reader in try StoreTable(reader.statements).row() }
            guard try log.read({ try StoreTable($0.statements).hexID() }) == id else {
                throw isOther(restore, named: own.origin)
            }
            head = try log.read { try $0.head() }
            let comparison = try log.read { store in
                try backup.read { copy in try LogComparison(of: store, with: copy) }
            }
            try check(comparison, restore)
            return Standing(
                comparison: comparison, head: head,
                later: later(log, besides: backup, after: comparison.common),
                access: try? CarriedAccess(log),
                copies: copies(log, after: comparison.common))
        } catch let error as StoreError where Self.isUnreadable(error) {
            if let head {
                try check(upTo: head, hasMore: false, last, restore, error)
            } else {
                try checkNoted(id, last, restore, error)
            }
            return Standing(head: head)
        }
    }

    /// What was erased since; nil if an event that says so cannot be read.
    private func later(
        _ log: EventLog, besides backup: EventLog, after common: Int64
    ) -> LaterErasures? {
        try? log.read { store in
            try backup.read { copy in try LaterErasures(store, besides: copy, after: common) }
        }
    }

    /// The copies of which the backup does not know; none where they cannot be read.
    private func copies(_ log: EventLog, after common: Int64) -> [ErasurePreview.Copy] {
        let copies = try? log.read { reader in try History.copies(holding: 1, reader) }
        return (copies ?? []).filter { $0.position > common }
    }

    private func isOther(_ restore: BackupRestore, named origin: String? = nil) -> StoreError {
        let name = origin.map { ", \($0.terminalSafe)," } ?? ""
        return StoreError(
            .storeExists,
            "\(path.given.terminalSafe) is another store\(name) than the one that"
                + " \(restore.backup.terminalSafe) is a backup of: move it away with the files"
                + " beside it, or give another path")
    }

    /// Refuses to lose events unless that is meant.
    private func check(
        _ comparison: LogComparison, _ restore: BackupRestore
    ) throws(StoreError) {
        guard comparison.lost > 0, !restore.goesBack else { return }
        let (store, backup) = (path.given.terminalSafe, restore.backup.terminalSafe)
        let since = comparison.since.map { ", since \($0)" } ?? ""
        let events = comparison.lost == 1 ? "1 event" : "\(comparison.lost) events"
        let parting =
            comparison.isParted
            ? "\(store) and \(backup) have different events after position \(comparison.common),"
                + " and \(store) has \(events) there\(since)"
            : "\(store) has \(events) that \(backup) has not, after position"
                + " \(comparison.common)\(since)"
        throw StoreError(
            .storeExists, parting, remedy: .goBackAllTheSame, position: comparison.common)
    }

    /// Asks the lock file which store it is, where the store itself does not say.
    private func checkNoted(
        _ id: String, _ last: Int64, _ restore: BackupRestore, _ error: StoreError
    ) throws(StoreError) {
        let noted = StoreFile.noted(besideStore: path)
        if let noted, noted.store != id { throw isOther(restore) }
        guard !restore.goesBack else { return }
        guard let noted else {
            throw StoreError(
                .storeExists,
                "\(path.given.terminalSafe) cannot be read (\(error.message)), and nothing says"
                    + " that \(restore.backup.terminalSafe) is a backup of it",
                remedy: .goBackAllTheSame)
        }
        try check(upTo: noted.position, hasMore: noted.hasMore, last, restore, error)
    }

    /// Refuses to lose events of a store that cannot be read as a whole, unless that is meant.
    ///
    /// - Parameters:
    ///   - position: Of an event that the store has.
    ///   - hasMore: Whether its log may have later ones.
    ///   - last: Of the last event of the backup.
    private func check(
        upTo position: Int64, hasMore: Bool, _ last: Int64, _ restore: BackupRestore,
        _ error: StoreError
    ) throws(StoreError) {
        guard !restore.goesBack, position > last || hasMore else { return }
        let more = hasMore ? ", others in its log" : ""
        throw StoreError(
            .storeExists,
            "\(path.given.terminalSafe) cannot be read (\(error.message)), and has events up to"
                + " position \(position) at least\(more), where \(restore.backup.terminalSafe)"
                + " ends at \(last)", remedy: .goBackAllTheSame, position: last)
    }
}
