package import AnnalsModel
import Foundation

/// The advisory lock on which the writers of one store queue, held on the file `PATH-lock`.
///
/// An open-file-description lock (`fcntl` commands 37 and 38 on Linux): unlike POSIX locks it
/// belongs to the descriptor, so that two stores open in one process exclude each other too, and
/// closing another descriptor of the file does not drop it. The kernel releases it when the
/// process ends, however it ends.
/// https://man7.org/linux/man-pages/man2/F_GETLK.2const.html
package final class StoreLock: @unchecked Sendable {
    // `@unchecked`: the descriptor never changes, and `fcntl` may be called from any thread.
    private let descriptor: Int32
    private let path: String

    private static let setAndWait: Int32 = 38
    private static let set: Int32 = 37

    /// Opens the lock file beside a store, and makes it at the first use with mode 0600.
    ///
    /// - Throws: `readOnly` where the folder cannot be written, else `io`.
    package init(besideStore store: String) throws(StoreError) {
        path = store + "-lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            let number = errno
            let refused = number == EACCES || number == EROFS || number == EPERM
            throw StoreError(
                refused ? .readOnly : .io,
                "cannot open the lock file \(path.terminalSafe):"
                    + " \(String(cString: strerror(number)));"
                    + " writing needs a folder that can be written")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Waits until this process holds the lock.
    package func lock() throws(StoreError) {
        try operate(F_WRLCK, Self.setAndWait)
    }

    /// Takes the lock if it is free.
    ///
    /// - Returns: Whether this process holds it now.
    package func tryLock() throws(StoreError) -> Bool {
        do {
            try operate(F_WRLCK, Self.set)
            return true
        } catch {
            if error.code == .busy { return false }
            throw error
        }
    }

    /// Lets the next writer go on.
    package func unlock() {
        // Releasing a held lock does not fail, and there would be nothing to do about it.
        try? operate(F_UNLCK, Self.set)
    }

    private func operate(_ type: Int32, _ command: Int32) throws(StoreError) {
        var request = flock()
        request.l_type = Int16(type)
        request.l_whence = Int16(SEEK_SET)
        request.l_pid = 0
        while fcntl(descriptor, command, &request) != 0 {
            switch errno {
            case EINTR:
                continue
            case EAGAIN, EACCES:
                throw StoreError(.busy, "another process is writing to the store; try again")
            default:
                throw StoreError(
                    .io, "cannot lock \(path.terminalSafe): \(String(cString: strerror(errno)))")
            }
        }
    }
}
