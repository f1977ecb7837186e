import AnnalsModel
import Foundation
import GRDB

/// Refuses a store whose write-ahead log was written for another state of its file.
enum WALBaseCheck {
    /// Times that a reader looks again, since the file may be written at this moment.
    private static let looksMax = 20
    private static let pauseMicroseconds: UInt32 = 50_000

    /// Looks at a store that is about to be used.
    ///
    /// - Throws: `storeReplaced` if file and log do not belong together, or a log with changes is
    ///   missing; `corrupt` if it is not known what the log goes on from, and both together make no
    ///   whole store.
    static func check(_ path: StorePath) throws(StoreError) {
        for look in 0..<looksMax {
            // In this order: the note is written after the log, and before that is removed.
            let base = WALBase(besideStore: path)
            let file = WALBase.FileState(of: path.file)
            guard let fault = try fault(path, base, file) else { return }
            guard look < looksMax - 1 else { throw fault }
            usleep(pauseMicroseconds)
        }
    }

    /// - Returns: What seems to be wrong, unless somebody writes at this moment.
    private static func fault(
        _ path: StorePath, _ base: WALBase?, _ file: WALBase.FileState?
    ) throws(StoreError) -> StoreError? {
        let isEmpty = path.walBytes == 0
        guard let base else {
            if !isEmpty { try checkContent(path) }
            return nil
        }
        if isEmpty { return base.isLogged && base.file == file ? lost(path, base) : nil }
        return try fault(path, base)
    }

    /// What is wrong with a file under a log that holds something.
    static func fault(_ path: StorePath, _ base: WALBase) throws(StoreError) -> StoreError? {
        switch base.standing(ofFile: path) {
        case .held: return nil
        case .foreign: return mixture(path)
        case .unclear:
            do throws(StoreError) {
                try checkContent(path)
                return nil
            } catch {
                guard error.code == .corrupt else { throw error }
                return mixture(path)
            }
        }
    }

    /// That a log which held changes is gone.
    static func lost(_ path: StorePath, _ base: WALBase) -> StoreError {
        let given = path.given.terminalSafe
        return StoreError(
            .storeReplaced,
            "\(given)-wal is missing and held the changes after position \(base.size): put it back"
                + " beside \(given), or, to go on without those changes, remove \(given)-lock")
    }

    /// That file and log are of different states or stores.
    static func mixture(_ path: StorePath) -> StoreError {
        let log = (path.given + "-wal").terminalSafe
        return StoreError(
            .storeReplaced,
            "\(log) holds changes to another file than the one that is at"
                + " \(path.given.terminalSafe) now, so the two are not read together: put the file"
                + " back that was there, or move \(log) away to go on without those changes")
    }

    // MARK: Where nobody noted it

    /// Looks through file and log together, as after a copy of both without the lock file.
    private static func checkContent(_ path: StorePath) throws(StoreError) {
        let found: String?
        do {
            let queue = try StoreConnection.reader(path.file, immutable: false)
            defer { try? queue.close() }
            found = try queue.read { db in try fault(db, path) }
        } catch {
            let wrapped = StoreError.wrapping(error, doing: "read \(path.given.terminalSafe)")
            guard wrapped.code == .corrupt else { throw wrapped }
            found = wrapped.message
        }
        guard let found else { return }
        throw StoreError(
            .corrupt,
            "\(path.given.terminalSafe) and the changes in its -wal file do not fit together"
                + " (\(found.terminalSafe)): put both back as they were, or restore a backup to"
                + " another path")
    }

    /// What is wrong, in a few words; nil if nothing is.
    private static func fault(_ db: Database, _ path: StorePath) throws -> String? {
        guard let handle = db.sqliteConnection else { return "it cannot be read" }
        let statements = StatementCache(handle)
        defer { statements.removeAll() }
        let size = try WriterState(reading: statements).size
        guard try EventTable(statements).count() == size else {
            return "events are missing"
        }
        guard try StreamTable(statements).fitsEvents() else {
            return "a stream does not end where its events do"
        }
        let words = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
        return words == "ok" ? nil : words
    }
}
