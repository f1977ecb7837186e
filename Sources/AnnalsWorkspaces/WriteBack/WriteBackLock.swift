import AnnalsModel
import Foundation

/// Keeps other processes from writing back into the same folder at the same time.
///
/// It is the system's lock of the folder itself, so that a process that is killed leaves none.
final class WriteBackLock {
    private let descriptor: Int32

    /// Takes the lock; nil if somebody else has it.
    init?(_ folder: WorkspaceFolder) {
        descriptor = openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        // Where the file system has no locks, nobody else can have it.
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            close(descriptor)
            return nil
        }
    }

    deinit {
        close(descriptor)
    }
}
