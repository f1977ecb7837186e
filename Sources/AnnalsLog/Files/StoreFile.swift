import AnnalsIntegrity
package import AnnalsModel
import Foundation
import GRDB

/// The file of a store, from outside: whether it is there, and how it comes to be.
///
/// Nothing here opens a file that a connection of this process may have open: closing any other
/// descriptor would drop SQLite's locks on it. https://www.sqlite.org/howtocorrupt.html
package enum StoreFile {
    /// Refuses a path with a NUL character: the system would take what stands before it for the
    /// whole, and another file would be opened.
    ///
    /// - Throws: `invalidArgument`.
    package static func checkPath(_ path: String) throws(StoreError) {
        guard !path.utf8.contains(0) else {
            throw StoreError(
                .invalidArgument,
                "the path \(path.quotedForMessage) has a NUL character, which no file's name has:"
                    + " give another path")
        }
    }

    /// - Throws: `storeMissing` if there is no file, `notAStore` if it is no regular file.
    static func checkExists(_ path: String) throws(StoreError) {
        try checkPath(path)
        var status = stat()
        guard stat(path, &status) == 0 else {
            let number = errno
            guard number == ENOENT || number == ENOTDIR else {
                throw StoreError(
                    .io,
                    "cannot look at \(path.terminalSafe): \(String(cString: strerror(number)))")
            }
            throw StoreError(
                .storeMissing,
                "there is no store at \(path.terminalSafe): make one with annals init, or give"
                    + " another path")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(
                .notAStore, "\(path.terminalSafe) is not a file: give the path of a store")
        }
    }

    /// - Throws: `readOnly` if this process may not write the file or its folder.
    static func checkWritable(_ path: String) throws(StoreError) {
        let folder = (path as NSString).deletingLastPathComponent
        guard access(path, W_OK) == 0, access(folder.isEmpty ? "." : folder, W_OK) == 0 else {
            throw StoreError(
                .readOnly,
                "\(path.terminalSafe) cannot be written (\(String(cString: strerror(errno)))):"
                    + " check the permissions of the file and its folder, or only read it")
        }
    }

    /// Makes an empty store with mode 0600.
    ///
    /// It is made under another name and moved into place when it is whole, so that a crash
    /// leaves no half store behind.
    ///
    /// - Parameters:
    ///   - origin: Name of the log in checkpoints.
    ///   - prepare: Fills the new store before it gets its name.
    /// - Throws: `storeExists` if there is a file of that name, even another process's; `io`; what
    ///   the closure throws, as it is.
    package static func create(
        _ path: String, origin: String?, prepare: (String) throws -> Void
    ) throws {
        try checkPath(path)
        var status = stat()
        guard lstat(path, &status) != 0 else { throw exists(path) }
        let draft = path + ".new-\(getpid())"
        let descriptor = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(
                .io,
                "cannot make a store at \(path.terminalSafe): \(String(cString: strerror(errno)))")
        }
        Foundation.close(descriptor)
        defer { ["", "-wal", "-shm", "-lock"].forEach { unlink(draft + $0) } }
        do {
            try write(draft, origin: origin)
        } catch {
            throw StoreError.wrapping(error, doing: "make a store at \(path.terminalSafe)")
        }
        try prepare(draft)
        // A hard link refuses to replace what came to be meanwhile; a rename would not.
        guard link(draft, path) == 0 || move(draft, path) else {
            if errno == EEXIST { throw exists(path) }
            throw StoreError(
                .io,
                "cannot make a store at \(path.terminalSafe): \(String(cString: strerror(errno)))")
        }
        syncFolder(of: path)
    }

    /// For file systems without hard links.
    private static func move(_ draft: String, _ path: String) -> Bool {
        guard errno == EPERM || errno == EOPNOTSUPP else { return false }
        var status = stat()
        guard lstat(path, &status) != 0 else {
            errno = EEXIST
            return false
        }
        return rename(draft, path) == 0
    }

    private static func exists(_ path: String) -> StoreError {
        StoreError(
            .storeExists,
            "there is a file at \(path.terminalSafe) already: give another path, or remove it first"
        )
    }

    private static func write(_ draft: String, origin: String?) throws {
        let id = UUID()
        let queue = try DatabaseQueue(path: draft)
        try queue.inTransaction { db in
            try Format.create(db)
            try db.execute(
                sql: """
                    INSERT INTO store (id, origin, created_at, first_position)
                    VALUES (?, ?, ?, 1)
                    """,
                arguments: [
                    Data(id.bytes), origin ?? "annals/\(id.uuidString.lowercased())",
                    Timestamp.now.microseconds,
                ])
            let empty = WriterState()
            try db.execute(
                sql: """
                    INSERT INTO head (size, frontier, root, body_bytes, stored_bytes)
                    VALUES (0, ?, ?, 0, 0)
                    """,
                arguments: [Data(empty.frontier.serialized), Data(empty.frontier.root.bytes)])
            return .commit
        }
        try queue.writeWithoutTransaction { db in
            _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
    }

    /// Makes the new name itself durable.
    private static func syncFolder(of path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Foundation.close(descriptor)
    }
}
