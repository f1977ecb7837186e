import AnnalsLog
import AnnalsModel
import CAnnalsSystem
import Crypto
import Foundation

/// Puts other bytes in the place of a file that others may write at any moment, so that nothing of
/// theirs is lost.
///
/// The new bytes are written beside the file, and both change their names in one step: whoever
/// looks finds the old file or the new one. What came off must be the file that was expected; else
/// somebody put another one there just before, and it goes back. A lease on the old file tells
/// whether somebody opened it meanwhile, to write into it: then it goes back as well, before they
/// can. Where there are no leases, the old file's bytes are compared once more after a while.
///
/// Three steps: ``init(_:_:expecting:_:)`` looks and prepares, ``exchange()`` does it, and
/// ``settle()``, a moment later, makes it final. Only one process may write back into a folder at a
/// time; see ``WriteBackLock``.
final class FileSwap {
    /// Why a file is left as it is.
    struct Refusal: Error {
        /// The reason.
        let finding: WorkspaceFinding
        /// Whether it may do to try again soon: somebody has it open, or wrote it just now.
        let isBusy: Bool
    }

    let path: WorkspacePath
    private let bytes: [UInt8]?
    private let expected: FileRecord
    private let parent: Int32
    private let name: [UInt8]
    /// Where the new file stands before the exchange, and what came off after it.
    private let draft: [UInt8]
    /// Another name of the new file until it is exchanged, so that nobody who finds both takes what
    /// was never in the folder for what came off.
    private let mark: [UInt8]
    private let old: Int32
    private let oldFile: FileStatus
    private var own: FileStatus?
    private var hasLease = false

    /// Times that names are exchanged where others put files there all the time.
    private static let exchangesMax = 16

    /// Looks whether a file is as it is expected, and writes the new bytes beside it.
    ///
    /// - Parameters:
    ///   - expected: The version that was captured last.
    ///   - bytes: What it shall hold; nil to remove it.
    ///   - isCaptured: Whether the store has a version of the file.
    init(
        _ folder: WorkspaceFolder, _ path: WorkspacePath, expecting expected: FileRecord,
        _ bytes: [UInt8]?, isCaptured: (FileRecord) -> Bool
    ) throws(Refusal) {
        self.path = path
        self.bytes = bytes
        self.expected = expected
        try Self.check(path, expected, in: folder)
        guard let (parent, name) = folder.openParent(of: path.bytes) else {
            throw Self.failure("open the folder of", path)
        }
        let file = WorkspaceFolder.withName(name) { name in
            openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard file >= 0, let status = WorkspaceFolder.status(of: file) else {
            let failure = Self.failure("open", path)
            close(parent)
            throw failure
        }
        (self.parent, self.name, old, oldFile) = (parent, name, file, status)
        let hash = SHA256.hash(data: name).prefix(8).hexadecimal
        let prefix = WorkspaceFolder.temporaryPrefix
        draft = Array("\(prefix)write-back-\(hash)".utf8)
        mark = Array("\(prefix)write-back-\(hash)-new".utf8)
        try prepare(isCaptured)
    }

    deinit {
        close(parent)
        // This gives the lease back: whoever waits for the file opens it now.
        close(old)
    }

    // MARK: Looking

    /// Refuses a file that is not as it was captured last, or that is never written.
    static func check(
        _ path: WorkspacePath, _ expected: FileRecord, in folder: WorkspaceFolder
    ) throws(Refusal) {
        if let problem = path.problem {
            throw refusal(path, "no file can be there, because \(problem)")
        }
        guard !expected.isRedacted else {
            throw refusal(path, "values in it were replaced before it was captured")
        }
        switch PresentFile(of: path, in: folder) {
        case .file(let found) where found.hasSameContent(as: expected) && !found.isLink: return
        case .file: throw refusal(path, "it is not as it was captured last", isBusy: true)
        case .missing: throw refusal(path, "it is not there any more", isBusy: true)
        case .folder: throw refusal(path, "a folder is in its place")
        case .blocked(let reason): throw refusal(path, reason)
        }
    }

    private func prepare(_ isCaptured: (FileRecord) -> Bool) throws(Refusal) {
        try clear(isCaptured)
        var status = stat()
        guard fstat(old, &status) == 0 else { throw Self.failure("look at", path) }
        guard status.st_nlink == 1 else {
            throw Self.refusal(path, "it has several names, of which only one would be written")
        }
        guard oldFile.mode & ~FolderWriter.fileModeBits == 0 else {
            throw Self.refusal(path, "it is setuid or setgid, and its text may be a stranger's")
        }
        if let bytes { try write(bytes, status) }
        guard isAsExpected() else {
            removeDraft()
            throw Self.refusal(path, "it is not as it was captured last", isBusy: true)
        }
    }

    /// Whether the old file still holds what was captured last.
    private func isAsExpected() -> Bool {
        guard let found = Self.contents(of: old, upTo: expected.size) else { return false }
        return FileRecord(FileVersion(content: .bytes(found))).hasSameContent(as: expected)
    }

    /// What a file holds, and one byte more than a size where there is more; nil if it cannot be
    /// read.
    static func contents(of file: Int32, upTo size: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: size + 1)
        var count = 0
        while count < bytes.count {
            let read = bytes[count...].withUnsafeMutableBytes { rest in
                pread(file, rest.baseAddress, rest.count, off_t(count))
            }
            if read < 0 && errno == EINTR { continue }
            guard read >= 0 else { return nil }
            if read == 0 { break }
            count += read
        }
        return Array(bytes.prefix(count))
    }

    // MARK: The draft

    /// Removes what a write-back left that was stopped, unless nobody else has it.
    private func clear(_ isCaptured: (FileRecord) -> Bool) throws(Refusal) {
        let marked = status(mark)
        unlink(mark)
        guard let left = status(draft), left.kind == .file, !isSame(left, marked) else {
            unlink(draft)
            return
        }
        let file = WorkspaceFolder.withName(draft) { name in
            openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard file >= 0 else { throw Self.failure("read what is left beside", path) }
        defer { close(file) }
        let found = Int(exactly: left.size).flatMap { Self.contents(of: file, upTo: $0) }
        guard let found, isCaptured(FileRecord(FileVersion(content: .bytes(found)))) else {
            throw Self.refusal(
                path,
                "\(String(decoding: draft, as: UTF8.self)) beside it was left by a write-back that"
                    + " was stopped: look whether anybody misses it, and remove it")
        }
        unlink(draft)
    }

    private func write(_ bytes: [UInt8], _ status: stat) throws(Refusal) {
        let file = WorkspaceFolder.withName(mark) { name in
            openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard file >= 0 else { throw Self.failure("write", path) }
        defer { close(file) }
        var isOwned = true
        var made = stat()
        if fstat(file, &made) == 0, made.st_uid != status.st_uid || made.st_gid != status.st_gid {
            isOwned = fchown(file, status.st_uid, status.st_gid) == 0
        }
        guard isOwned else {
            removeDraft()
            throw Self.refusal(path, "it belongs to another user or group")
        }
        guard System.write(bytes, to: file), fchmod(file, status.st_mode & 0o7777) == 0,
            fsync(file) == 0, let own = WorkspaceFolder.status(of: file), nameDraft()
        else {
            let failure = Self.failure("write", path)
            removeDraft()
            throw failure
        }
        self.own = own
    }

    /// Gives the new file its second name, or where the file system has none, its only one.
    private func nameDraft() -> Bool {
        WorkspaceFolder.withName(mark) { mark in
            WorkspaceFolder.withName(draft) { draft in
                linkat(parent, mark, parent, draft, 0) == 0
                    || renameat(parent, mark, parent, draft) == 0
            }
        }
    }

    private func removeDraft() {
        unlink(draft)
        unlink(mark)
    }

    private func unlink(_ name: [UInt8]) {
        _ = WorkspaceFolder.withName(name) { unlinkat(parent, $0, 0) }
    }

    // MARK: Exchanging

    /// Puts the new file in the place of the old one.
    func exchange() throws(Refusal) {
        // As late as can be: who opens the file without waiting for a lease is refused meanwhile.
        hasLease = annals_take_lease(old) == 0
        if !hasLease, errno == EAGAIN {
            removeDraft()
            throw Self.refusal(path, "somebody has it open", isBusy: true)
        }
        let isDone = bytes == nil ? moveAway() : swap()
        guard isDone else {
            let number = errno
            removeDraft()
            if number == EINVAL || number == ENOSYS {
                throw Self.refusal(path, "the file system cannot exchange two files in one step")
            }
            errno = number
            throw Self.failure("replace", path)
        }
        unlink(mark)
        guard isSame(status(draft), oldFile) else {
            putBack()
            throw Self.refusal(path, "somebody put another file there just now", isBusy: true)
        }
    }

    /// Makes it final; call it some milliseconds after the exchange.
    ///
    /// - Returns: The version that is there now; nil if the file was removed.
    func settle() throws(Refusal) -> FileVersion? {
        // Who wrote before the lease was there left other bytes, who comes after it waits.
        guard !hasLease || annals_has_lease(old) == 1, isAsExpected() else {
            putBack()
            throw Self.refusal(path, "somebody opened it just now", isBusy: true)
        }
        removeDraft()
        guard fsync(parent) == 0 else { throw Self.failure("make durable", path) }
        guard let bytes, let own else { return nil }
        return FileVersion(
            content: .bytes(bytes), mode: own.mode, occurredAt: own.modifiedAt)
    }

    /// Gives what came off its place again, unless somebody put something newer there.
    private func putBack() {
        guard bytes != nil else {
            if !moveBack() { removeDraft() }
            return
        }
        for _ in 0..<Self.exchangesMax {
            let off = status(draft)
            guard swap() else { break }
            if isSame(status(draft), own) {
                // Unless somebody writes into it already: then theirs is the newer file.
                if isOwnInUse() { _ = swap() }
                break
            }
            // What came off now is newer than what went back: it has its place, and if then nothing
            // else comes off, what came off first is what it replaced.
            guard swap() else { break }
            if isSame(status(draft), off) { break }
        }
        removeDraft()
    }

    /// Whether somebody wrote into the new file while it had its place, or has it open.
    private func isOwnInUse() -> Bool {
        let file = WorkspaceFolder.withName(draft) { name in
            openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard file >= 0 else { return true }
        defer { close(file) }
        if annals_take_lease(file) != 0, errno == EAGAIN { return true }
        return Self.contents(of: file, upTo: bytes?.count ?? 0) != bytes
    }

    private func swap() -> Bool {
        WorkspaceFolder.withName(draft) { draft in
            WorkspaceFolder.withName(name) { annals_exchange(parent, draft, $0) }
        } == 0
    }

    private func moveAway() -> Bool {
        WorkspaceFolder.withName(draft) { draft in
            WorkspaceFolder.withName(name) { annals_rename_noreplace_at(parent, $0, draft) }
        } == 0
    }

    private func moveBack() -> Bool {
        WorkspaceFolder.withName(draft) { draft in
            WorkspaceFolder.withName(name) { annals_rename_noreplace_at(parent, draft, $0) }
        } == 0
    }

    private func status(_ name: [UInt8]) -> FileStatus? {
        WorkspaceFolder.status(name, in: parent)
    }

    private func isSame(_ one: FileStatus?, _ other: FileStatus?) -> Bool {
        guard let one, let other else { return false }
        return one.device == other.device && one.inode == other.inode
    }

    // MARK: Refusals

    private static func refusal(
        _ path: WorkspacePath, _ reason: String, isBusy: Bool = false
    ) -> Refusal {
        Refusal(
            finding: WorkspaceFinding(.changing, path, "\(reason); it is left as it is"),
            isBusy: isBusy)
    }

    private static func failure(_ what: String, _ path: WorkspacePath) -> Refusal {
        let reason = String(cString: strerror(errno))
        return Refusal(
            finding: WorkspaceFinding(
                .unwritable, path, "cannot \(what) \(path.id.terminalSafe): \(reason)"),
            isBusy: false)
    }
}
