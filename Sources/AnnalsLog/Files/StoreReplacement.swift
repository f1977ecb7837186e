package import AnnalsModel
import CAnnalsSystem
import Foundation
import GRDB
import GRDBSQLite

/// Another file takes the place of a store, whose own is kept under another name.
///
/// It holds the lock of the writers from its beginning to its end, so that nothing is acknowledged
/// in between that only the kept file has. Where the old store can be opened, its log is empty by
/// then and the two files change their names in one step: whoever looks at the path finds the one
/// or the other. Where it cannot, what belongs to it moves with it.
package final class StoreReplacement {
    /// The store whose place is taken.
    package let store: StorePath
    /// Where its file will be kept, links resolved.
    private var keptFile = ""
    private let lock: StoreLock

    /// What is added to the name of the file that is kept; then `.1`, `.2` ….
    package static let suffix = ".before-restore"

    /// Waits for the lock.
    ///
    /// - Throws: `busy` if another writer keeps it; `readOnly`, `io`.
    package init(
        of store: StorePath, deadline: Double = Limits.replacementLockSeconds
    ) throws(StoreError) {
        self.store = store
        lock = try StoreLock(besideStore: store.file)
        guard try lock.tryLock(forSeconds: deadline) else {
            throw StoreError(
                .busy,
                "another program has written to \(store.given.terminalSafe) for more than"
                    + " \(deadline) seconds, so that its place could not be taken: end it, then try"
                    + " again")
        }
        guard FileIdentity(of: store.given) == store.identity else {
            lock.unlock()
            throw store.replaced
        }
    }

    deinit { lock.unlock() }

    /// Chooses the name that the old file will be kept under, the first that nobody has.
    ///
    /// What lies beside a name counts too: a log that another store left there would be taken for
    /// that of the file.
    ///
    /// - Parameter isWhole: Whether the store's file holds all of it, since its log was emptied.
    /// - Returns: The name, for sentences.
    package func chooseName(isWhole: Bool) -> String {
        var number = 0
        repeat {
            keptFile = store.file + Self.suffix + (number == 0 ? "" : ".\(number)")
            number += 1
        } while !Self.isFree(keptFile) && (isWhole || !hasOwnLog(keptFile))
        // Beside a link lies no file of the store.
        let isLink = System.name(of: store.given) != System.name(of: store.file)
        return isLink ? keptFile : store.given + keptFile.dropFirst(store.file.count)
    }

    /// Whether neither a file has a name, nor anything that would belong to that file.
    private static func isFree(_ name: String) -> Bool {
        ["", "-wal", "-journal", "-shm", "-lock"].allSatisfy { !System.isThere(name + $0) }
    }

    /// Whether the log beside a name is this store's, whose replacement was broken off after the
    /// log had moved: then the file gets that name too.
    private func hasOwnLog(_ name: String) -> Bool {
        ["", "-lock"].allSatisfy { !System.isThere(name + $0) }
            && StoreDraft.hasChanges(beside: name) && !StoreDraft.hasChanges(beside: store.file)
            && WALBase(besideStore: store)?.isLogged == true
    }

    /// Moves all that is in the store's log into its file.
    ///
    /// - Throws: `busy` if somebody reads what the log holds; `corrupt`, `io` and the like.
    package func emptyLog() throws(StoreError) {
        guard StoreDraft.hasChanges(beside: store.file) else { return }
        do {
            let queue = try StoreConnection.writer(store.file)
            defer { try? queue.close() }
            try queue.writeWithoutTransaction { db in
                guard let handle = db.sqliteConnection else { return }
                let code = sqlite3_wal_checkpoint_v2(
                    handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
                guard code == SQLITE_OK else {
                    throw StoreError.sqlite(
                        handle, code, doing: "empty the log of \(store.given.terminalSafe)")
                }
            }
        } catch {
            let error = StoreError.wrapping(error, doing: "open \(store.given.terminalSafe)")
            guard error.code == .busy else { throw error }
            throw StoreError(
                .busy,
                "\(store.given.terminalSafe)-wal cannot be emptied, since another program still"
                    + " reads what it holds: end that read, then try again", cause: error)
        }
    }

    /// Has a draft take the store's place.
    ///
    /// - Parameter isWhole: Whether the store's file holds all of it, since its log was emptied.
    /// - Throws: `io`; then the store has its names as before.
    package func replace(by draft: StoreDraft, isWhole: Bool) throws(StoreError) {
        guard FileIdentity(of: store.given) == store.identity else { throw store.replaced }
        draft.handOver(from: store)
        try draft.settle()
        let isDone =
            isWhole && !StoreDraft.hasChanges(beside: store.file) && exchange(with: draft)
        if !isDone { try moveAway(for: draft) }
        draft.letGo()
        for kind in SearchIndexKind.allCases {
            for suffix in [kind.suffix, kind.suffix + "-journal"] {
                rename(store.file + suffix, keptFile + suffix)
            }
        }
        System.syncFolder(of: store.file)
    }

    /// In one step; where that fails, everything is as before.
    ///
    /// - Returns: Whether it was done: some file systems cannot do it.
    private func exchange(with draft: StoreDraft) -> Bool {
        // Of an empty log there is nothing to keep, and its index is made again. A program that has
        // the store open would else share them with those that open the new one.
        StoreDraft.removeSideFiles(of: store.file)
        guard annals_rename_noreplace(draft.path, keptFile) == 0 else { return false }
        if annals_exchange(AT_FDCWD, store.file, keptFile) == 0 { return true }
        rename(keptFile, draft.path)
        return false
    }

    /// In several steps, of which each leaves the old store, or the new one, whole under one of the
    /// names.
    private func moveAway(for draft: StoreDraft) throws(StoreError) {
        unlink(store.file + "-shm")
        var moved: [String] = []
        func fail(_ number: Int32) -> StoreError {
            for suffix in moved.reversed() { rename(keptFile + suffix, store.file + suffix) }
            return StoreError(
                .io,
                "\(store.given.terminalSafe) could not be replaced, and is as it was:"
                    + " \(String(cString: strerror(number)))")
        }
        for suffix in ["-wal", "-journal", "", "-lock"] {
            guard System.isThere(store.file + suffix) else { continue }
            guard Self.move(store.file + suffix, keptFile + suffix) else { throw fail(errno) }
            moved.append(suffix)
        }
        // Nobody else may have begun a store there meanwhile.
        guard Self.move(draft.path, store.file) else { throw fail(errno) }
    }

    /// Gives a file a name that nobody has.
    private static func move(_ old: String, _ new: String) -> Bool {
        if annals_rename_noreplace(old, new) == 0 { return true }
        guard errno == EINVAL || errno == ENOSYS, !System.isThere(new) else { return false }
        return rename(old, new) == 0
    }
}

extension StoreFile {
    /// What the lock file beside a store says of the store: its id as hex digits, the position of
    /// an event that it has, and whether there are later ones in its log; nil if it says nothing.
    package static func noted(
        besideStore path: StorePath
    ) -> (store: String, position: Int64, hasMore: Bool)? {
        WALBase(besideStore: path).map { base in
            let hasMore = base.isLogged || StoreDraft.hasChanges(beside: path.file)
            return (base.store, base.size, hasMore)
        }
    }
}

extension StoreDraft {
    /// Copies a file into the draft, byte by byte.
    ///
    /// - Parameter progress: Gets the share that is done, 0 to 1.
    /// - Throws: `io`; what the closure throws.
    package func fill(from path: String, progress: (Double) throws -> Void) throws {
        let source = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard source >= 0 else { throw Self.failure("read", path) }
        defer { close(source) }
        // Nobody has the draft open yet, so that no lock is lost.
        let target = open(self.path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard target >= 0 else { throw Self.failure("write", self.path) }
        defer { close(target) }
        var status = stat()
        guard fstat(source, &status) == 0 else { throw Self.failure("read", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(.notAStore, "\(path.terminalSafe) is not a file: give a backup")
        }
        var piece = [UInt8](repeating: 0, count: Limits.copiedBytesAtOnce)
        var done: Int64 = 0
        while true {
            let count = piece.withUnsafeMutableBytes { read(source, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("read", path) }
            if count == 0 { return }
            var rest = piece[..<count]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw Self.failure("write", self.path) }
                rest = rest.dropFirst(written)
            }
            done += Int64(count)
            try progress(min(1, Double(done) / Double(max(1, status.st_size))))
        }
    }

    private static func failure(_ doing: String, _ path: String) -> StoreError {
        StoreError(.io, "cannot \(doing) \(path.terminalSafe): \(System.words)")
    }

    /// Refuses to begin where there is no room for a number of bytes.
    ///
    /// - Throws: `io` with both numbers.
    package static func checkRoom(for bytes: Int64, beside path: String) throws(StoreError) {
        var status = statvfs()
        guard statvfs(System.folder(of: path), &status) == 0 else { return }
        let free = status.freeBytes
        let needed = UInt64(max(0, bytes)) + UInt64(Limits.restoreSpareBytes)
        guard free >= needed else {
            throw StoreError(
                .io,
                "beside \(path.terminalSafe), \(needed) bytes are needed and \(free) are free: make"
                    + " room and try again; nothing was changed")
        }
    }
}
