import AnnalsIntegrity
package import AnnalsModel
import Foundation
import GRDB
import GRDBSQLite

extension EventLog {
    /// Pages copied between two looks at whether to go on.
    private static let backupPages: Int32 = 4_096
    /// Times that writers may make the copy start again before it is made in one go.
    private static let backupRestartsMax = 3

    /// Copies the store into a new file while others go on using it, and verifies the log of the
    /// copy before it gets its name.
    ///
    /// - Parameters:
    ///   - destination: A path where nothing is, or, with `keep`, older backups of this store.
    ///   - keep: How many backups of this name stay: an older one becomes `PATH.1`, then `PATH.2`
    ///     …; nil refuses a path that is taken.
    ///   - progress: Gets the share that is done, 0 to 1.
    /// - Returns: The copy.
    /// - Throws: `storeExists` if there is a file, with `keep` one that is no backup of this store;
    ///   `invalidArgument` if the path belongs to a store that is open; `corrupt` if the copy
    ///   cannot be read; what `progress` throws, as it is.
    package func backUp(
        to destination: String, keep: Int? = nil, progress: (Double) throws -> Void = { _ in }
    ) throws -> Backup {
        let draft = try StoreDraft(for: destination, replacing: keep != nil)
        // What cannot be moved is said before the work, not after it.
        _ = try keep.map { keep throws(StoreError) in try rotation(draft, keep) }
        var thrown: (any Error)?
        func report(_ share: Double) throws {
            do {
                try progress(share)
            } catch {
                thrown = error
                throw error
            }
        }
        let head: Int64
        do {
            try copy(to: draft.path, report)
            head = try Self.verify(draft.path)
        } catch {
            if let thrown { throw thrown }
            throw StoreError.wrapping(error, doing: "back up to \(destination.terminalSafe)")
        }
        let older = try keep.map { keep throws(StoreError) in try rotation(draft, keep) }
        try older?.makeRoom()
        do {
            try draft.keep(replacing: older?.hasNewest ?? false)
        } catch {
            older?.takeBack()
            throw error
        }
        older?.removeOldest()
        return Backup(
            path: destination, head: head, bytes: LogReader.bytes(ofFile: draft.destination))
    }

    private func rotation(_ draft: StoreDraft, _ keep: Int) throws(StoreError) -> BackupRotation {
        let id = try read { reader throws(StoreError) in
            try StoreTable(reader.statements).hexID()
        }
        return try BackupRotation(of: id, at: draft.destination, keep: keep)
    }

    private func copy(to draft: String, _ progress: (Double) throws -> Void) throws {
        let source = try StoreConnection.reader(
            file.file,
            immutable: try mode == .readOnly && StoreConnection.mustBeImmutable(file.file))
        defer { try? source.close() }
        try file.checkCurrent()
        let target = try DatabaseQueue(path: draft)
        defer { try? target.close() }
        try target.writeWithoutTransaction { target in
            try source.inDatabase { source in
                guard let from = source.sqliteConnection, let to = target.sqliteConnection else {
                    throw StoreError(.io, "the connection to the store is closed")
                }
                try Self.copy(from, to, named: draft, progress)
            }
        }
    }

    private static func copy(
        _ from: OpaquePointer, _ to: OpaquePointer, named draft: String,
        _ progress: (Double) throws -> Void
    ) throws {
        guard let backup = sqlite3_backup_init(to, "main", from, "main") else {
            throw StoreError.sqlite(
                to, sqlite3_errcode(to), doing: "begin the copy \(draft.terminalSafe)")
        }
        defer { sqlite3_backup_finish(backup) }
        var (remaining, restarts): (Int32, Int) = (Int32.max, 0)
        while true {
            let pages = restarts > backupRestartsMax ? -1 : backupPages
            let code = sqlite3_backup_step(backup, pages)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED else {
                throw StoreError.sqlite(to, code, doing: "copy the store to \(draft.terminalSafe)")
            }
            let left = sqlite3_backup_remaining(backup)
            if left >= remaining { restarts += 1 }
            remaining = left
            let all = max(1, sqlite3_backup_pagecount(backup))
            try progress(1 - Double(left) / Double(all))
        }
    }

    /// Verifies the log of a copy.
    ///
    /// - Returns: Position of its last event.
    /// - Throws: `corrupt` with the first of what is wrong.
    private static func verify(_ path: String) throws -> Int64 {
        let log = try EventLog(path: path, mode: .readOnly)
        defer { log.close() }
        return try log.verifyWhole { place in
            "the copy is not what its events say, \(place): verify the store"
        }
    }

    /// Verifies the log and the tables around it, as that of a fresh backup.
    ///
    /// - Parameters:
    ///   - progress: Gets events done and events in all.
    ///   - sentence: Makes a sentence of the first thing that is wrong.
    /// - Returns: Number of events.
    /// - Throws: `corrupt` with that sentence; what `progress` throws, as it is.
    package func verifyWhole(
        progress: (_ done: Int64, _ total: Int64) throws -> Void = { _, _ in },
        _ sentence: (String) -> String
    ) throws -> Int64 {
        try withoutActuallyEscaping(progress) { progress in
            try withoutActuallyEscaping(sentence) { sentence in
                var (watch, thrown) = (LogVerification.Watch(), (any Error)?.none)
                watch.progress = { done, total in
                    do {
                        try progress(done, total)
                    } catch {
                        thrown = thrown ?? error
                    }
                }
                watch.isCancelled = { thrown != nil }
                watch.onFinding = { finding in
                    let place = finding.position == nil ? finding.place : nil
                    let words = place.map { "\($0): \(finding.message)" } ?? finding.message
                    throw StoreError(.corrupt, sentence(words), position: finding.position)
                }
                let verification = try LogVerification(self, watch)
                do {
                    try verification.run()
                } catch {
                    throw thrown ?? error
                }
                return verification.events
            }
        }
    }
}
