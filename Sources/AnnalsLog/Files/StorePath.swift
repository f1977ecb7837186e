package import AnnalsModel
import CAnnalsSystem
import Foundation

/// Where a store lies: its one file, and the files that belong to it by their names.
///
/// SQLite finds the write-ahead log of a file by the file's name, and so do writers find their
/// lock. A store therefore has exactly one name: links are followed to the file itself, and a file
/// with a second name (a hard link, a mount of the single file) is refused, since what is written
/// through one name is not seen, or is lost, through the other.
/// https://www.sqlite.org/howtocorrupt.html
package struct StorePath: Sendable {
    /// As it was given, for sentences.
    package let given: String
    /// Absolute and without links.
    package let file: String
    /// The file that the path led to when it was looked at.
    package let identity: FileIdentity
    /// The write-ahead log.
    let log: String
    /// The index of the write-ahead log, shared by all who have the store open.
    let index: String

    /// What is added to the name of a store's file for the files beside it: write-ahead log, its
    /// shared index, rollback journal, the lock of the writers, and the indexes of its text.
    package static let sideSuffixes =
        ["-wal", "-shm", "-journal", "-lock"]
        + SearchIndexKind.allCases.flatMap { [$0.suffix, $0.suffix + "-journal"] }
    /// The same with the file itself.
    package static let suffixes = [""] + sideSuffixes
    /// What is added for the folder in which calls of agents' hooks wait.
    package static let spoolSuffix = "-spool"

    /// Looks at a store that exists.
    ///
    /// - Parameter isCopy: Whether it is only read, and changed by nobody: then it may have several
    ///   names.
    /// - Throws: `storeMissing` if there is no file, `notAStore` if it is no regular file,
    ///   `unsupported` if it has several names, `io`.
    package init(_ path: String, isCopy: Bool = false) throws(StoreError) {
        try StoreFile.checkPath(path)
        given = path
        var status = stat()
        guard stat(path, &status) == 0, let file = System.resolved(path) else {
            let number = errno
            guard number == ENOENT || number == ENOTDIR else {
                throw StoreError(.io, "cannot look at \(path.terminalSafe): \(System.words)")
            }
            throw StoreError(
                .storeMissing,
                "there is no store at \(path.terminalSafe): make one, or give another path")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(
                .notAStore, "\(path.terminalSafe) is not a file: give the path of a store")
        }
        self.file = file
        log = file + "-wal"
        index = file + "-shm"
        identity = FileIdentity(status)
        if isCopy { return }
        guard status.st_nlink <= 1 else {
            throw StoreError(
                .unsupported,
                "\(path.terminalSafe) has \(status.st_nlink) names (hard links), and what is"
                    + " written through one is lost to the other: remove the other names, or copy"
                    + " the store")
        }
        guard annals_is_mount_root(file) == 0 else {
            throw StoreError(
                .unsupported,
                "\(path.terminalSafe) is a single file that is mounted here, and the files beside"
                    + " it are not: mount the folder of the store instead")
        }
    }

    /// The folder of the store.
    package var folder: String { System.folder(of: file) }

    /// - Throws: `readOnly` if this process may not write the file or its folder.
    func checkWritable() throws(StoreError) {
        guard access(file, W_OK) == 0, access(folder, W_OK) == 0 else {
            throw StoreError(
                .readOnly,
                "\(given.terminalSafe) cannot be written (\(System.words)): check the permissions"
                    + " of the file and its folder, or only read it")
        }
    }

    /// Refuses to go on with a file that no longer has the store's name.
    ///
    /// - Throws: `storeReplaced`.
    func checkCurrent() throws(StoreError) {
        guard FileIdentity(of: given) == identity else { throw replaced }
    }

    /// That the path leads to another file now, or to none.
    var replaced: StoreError {
        let found =
            FileIdentity(of: given) == nil ? "was moved or removed" : "was replaced by another file"
        return StoreError(
            .storeReplaced,
            "\(given.terminalSafe) \(found) while it was open, and nothing more is written to the"
                + " old one: open the store again")
    }

    /// Bytes of the write-ahead log; 0 if there is none.
    var walBytes: Int64 {
        var status = stat()
        return stat(log, &status) == 0 ? Int64(status.st_size) : 0
    }
}
