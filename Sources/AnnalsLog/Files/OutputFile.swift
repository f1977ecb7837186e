package import AnnalsModel
import Foundation

/// A file that leaves the store for others: written whole and made durable before anybody is told
/// that it is there, and never one that belongs to a store.
package enum OutputFile {
    /// Makes a new file.
    ///
    /// - Parameters:
    ///   - bytes: What is in it.
    ///   - path: Where nothing is yet.
    ///   - mode: Its permissions, before those that the process takes away.
    /// - Throws: `storeExists` if something is there; `invalidArgument` for a file of a store;
    ///   `io`.
    package static func make(
        _ bytes: [UInt8], at path: String, mode: UInt32 = 0o644
    ) throws(StoreError) {
        try checkPath(path)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard file >= 0 else {
            if errno == EEXIST {
                throw StoreError(
                    .storeExists,
                    "\(path.terminalSafe) is there already, and is not overwritten: give another"
                        + " path")
            }
            throw failure("make", path)
        }
        do {
            try write(bytes, to: file, path)
        } catch {
            unlink(path)
            throw error
        }
        System.syncFolder(of: path)
    }

    /// Makes a file, or puts another in the place of the one that is there, in one step.
    ///
    /// - Throws: `invalidArgument` for a file of a store; `io`.
    package static func replace(_ bytes: [UInt8], at path: String) throws(StoreError) {
        try checkPath(path)
        let draft = path + draftSuffix
        unlink(draft)
        try make(bytes, at: draft)
        guard rename(draft, path) == 0 else {
            let error = failure("replace", path)
            unlink(draft)
            throw error
        }
        System.syncFolder(of: path)
    }

    /// Adds bytes to the end of a file; makes the file if it is not there.
    ///
    /// Where that fails, the file is as it was, unless the disk keeps it from being cut again. Who
    /// appends meanwhile waits, so that nothing of his is cut off.
    ///
    /// - Throws: `invalidArgument` for a file of a store, or what is no file; `io`.
    package static func append(_ bytes: [UInt8], to path: String) throws(StoreError) {
        try checkPath(path)
        let flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK
        var file = open(path, flags)
        let isNew = file < 0 && errno == ENOENT
        if isNew { file = open(path, flags | O_CREAT, 0o644) }
        guard file >= 0 else { throw failure("open", path) }
        // A file system without such locks has no processes on other machines to be kept waiting.
        while flock(file, LOCK_EX) != 0 && errno == EINTR {}
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw StoreError(
                .invalidArgument, "\(path.terminalSafe) is no file: give the path of one")
        }
        let end = status.st_size
        try write(bytes, to: file, path) { file in
            if isNew && end == 0 { unlink(path) } else { ftruncate(file, end) }
        }
        System.syncFolder(of: path)
    }

    /// What a file is called until it is whole.
    package static let draftSuffix = ".new"

    private static func checkPath(_ path: String) throws(StoreError) {
        try StoreFile.checkPath(path)
        try OpenStores.checkOutput(path)
    }

    /// Writes, makes durable and closes.
    ///
    /// - Parameter undo: Tried where that fails.
    private static func write(
        _ bytes: [UInt8], to file: Int32, _ path: String, undo: (Int32) -> Int32 = { _ in 0 }
    ) throws(StoreError) {
        defer { close(file) }
        guard System.write(bytes, to: file) else {
            let error = failure("write", path)
            _ = undo(file)
            throw error
        }
        guard fsync(file) == 0 else {
            let error = failure("make durable", path)
            _ = undo(file)
            throw error
        }
    }

    private static func failure(_ doing: String, _ path: String) -> StoreError {
        StoreError(
            .io, "cannot \(doing) \(path.terminalSafe): \(System.words)")
    }
}
