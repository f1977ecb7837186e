package import AnnalsModel
import Foundation

/// The advisory lock on which the writers of one store queue, held on the file `PATH-lock`.
///
/// An open-file-description lock (`fcntl` commands 37 and 38 on Linux): unlike POSIX locks it
/// belongs to the descriptor, so that two stores open in one process exclude each other too, and
/// closing another descriptor of the file does not drop it. The kernel releases it when the
/// process ends, however it ends.
/// https://man7.org/linux/man-pages/man2/F_GETLK.2const.html
///
/// Somebody may remove the file while it is locked. Whoever gets the lock therefore looks whether
/// the file still has its name, and else waits for the one that has it now.
package final class StoreLock: @unchecked Sendable {
    // `@unchecked`: the descriptor changes only in the one thread that takes the lock.
    private var descriptor: Int32
    /// Whether the file came in the place of one that was removed, and says nothing yet.
    private(set) var isNew = false
    private let path: String
    private let store: String

    private static let setAndWait: Int32 = 38
    private static let set: Int32 = 37

    /// Opens the lock file beside a store, and makes it at the first use, for whoever may write the
    /// store.
    ///
    /// - Throws: `readOnly` where the folder cannot be written, else `io`.
    package init(besideStore store: String) throws(StoreError) {
        self.store = System.resolved(store) ?? store
        path = self.store + "-lock"
        descriptor = try Self.open(path, of: self.store)
    }

    deinit {
        close(descriptor)
    }

    /// Waits until this process holds the lock.
    package func lock() throws(StoreError) {
        _ = try acquire(Self.setAndWait)
    }

    /// Takes the lock if it is free.
    ///
    /// - Returns: Whether this process holds it now.
    package func tryLock() throws(StoreError) -> Bool {
        try acquire(Self.set)
    }

    /// Takes the lock as soon as it is free, within a time.
    ///
    /// - Returns: Whether this process holds it now.
    func tryLock(forSeconds seconds: Double) throws(StoreError) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            if try tryLock() { return true }
            guard ContinuousClock.now < end else { return false }
            usleep(Self.pauseMicroseconds)
        }
    }

    private static let pauseMicroseconds: UInt32 = 2_000

    /// Lets the next writer go on.
    package func unlock() {
        // Releasing a held lock does not fail, and there would be nothing to do about it.
        _ = try? operate(F_UNLCK, Self.set)
    }

    /// Whether somebody else holds the lock, asked without taking it.
    ///
    /// - Parameter descriptor: Of the lock file, opened to be read.
    static func isHeld(_ descriptor: Int32) -> Bool {
        var request = flock()
        // A lock that may be shared stands in the way of none but the writers'.
        request.l_type = Int16(F_RDLCK)
        request.l_whence = Int16(SEEK_SET)
        request.l_pid = 0
        return fcntl(descriptor, ask, &request) == 0 && request.l_type != Int16(F_UNLCK)
    }

    private static let ask: Int32 = 36

    // MARK: What the file says

    /// What the file holds, up to a number of bytes: its first line, without its end.
    func line(bytesMax: Int) -> String {
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }
        return String(decoding: line, as: UTF8.self)
    }

    /// Replaces what the file holds.
    func write(line: String) {
        let bytes = Array(line.utf8) + [UInt8(ascii: "\n")]
        // One that cannot be written costs whoever opens the store next a thorough look at it.
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else { return }
        ftruncate(descriptor, off_t(bytes.count))
        isNew = false
    }

    // MARK: Locking

    private func acquire(_ command: Int32) throws(StoreError) -> Bool {
        while true {
            guard try operate(F_WRLCK, command) else { return false }
            let isNamed = FileIdentity(of: path) == FileIdentity(of: descriptor)
            // Beside a store that is gone no new lock is made: its writers find that out next.
            if isNamed || FileIdentity(of: store) == nil { return true }
            // Closing it gives up the lock on the file that has no name any more.
            let next = try Self.open(path, of: store)
            close(descriptor)
            descriptor = next
            isNew = true
        }
    }

    /// - Returns: Whether it was done; false if somebody else holds the lock.
    private func operate(_ type: Int32, _ command: Int32) throws(StoreError) -> Bool {
        var request = flock()
        request.l_type = Int16(type)
        request.l_whence = Int16(SEEK_SET)
        request.l_pid = 0
        while fcntl(descriptor, command, &request) != 0 {
            switch errno {
            case EINTR:
                continue
            case EAGAIN, EACCES:
                return false
            default:
                throw StoreError(.io, "cannot lock \(path.terminalSafe): \(System.words)")
            }
        }
        return true
    }

    // MARK: The file

    private static func open(_ path: String, of store: String) throws(StoreError) -> Int32 {
        var descriptor = Foundation.open(
            path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        if descriptor < 0, errno == EACCES {
            descriptor = replaceForeign(path, of: store)
        }
        guard descriptor >= 0 else {
            let number = errno
            let refused = number == EACCES || number == EROFS || number == EPERM
            throw StoreError(
                refused ? .readOnly : .io,
                "cannot open the lock file \(path.terminalSafe):"
                    + " \(String(cString: strerror(number)));"
                    + " writing needs a folder that can be written and a lock file of one's own")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw StoreError(
                .io, "\(path.terminalSafe) is no file, as the lock of a store must be: remove it")
        }
        handOver(descriptor, to: store)
        return descriptor
    }

    /// Gives the file to the owner of the store, and to all who may write it: as SQLite does with
    /// the files it makes, so that a command run by root locks nobody out.
    private static func handOver(_ descriptor: Int32, to store: String) {
        var (owner, own) = (stat(), stat())
        guard stat(store, &owner) == 0, fstat(descriptor, &own) == 0 else { return }
        if geteuid() == 0, own.st_uid != owner.st_uid || own.st_gid != owner.st_gid {
            fchown(descriptor, owner.st_uid, owner.st_gid)
        }
        let mode = owner.st_mode & 0o666
        if own.st_mode & 0o777 != mode, own.st_uid == geteuid() || geteuid() == 0 {
            fchmod(descriptor, mode)
        }
    }

    /// Puts a new file in the place of one that somebody else made and this process may not open,
    /// as an earlier version run by root left it: the folder is this process's to change.
    private static func replaceForeign(_ path: String, of store: String) -> Int32 {
        let draft = path + "-" + String(UInt64.random(in: 0 ... .max), radix: 16)
        let descriptor = Foundation.open(
            draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return -1 }
        guard rename(draft, path) == 0 else {
            let number = errno
            unlink(draft)
            close(descriptor)
            errno = number
            return -1
        }
        return descriptor
    }
}
