package import AnnalsModel
import CAnnalsSystem
import Foundation

/// A store that is being made beside the place where it will be: a crash leaves no half store at
/// that place, and what it leaves is removed by the next one who makes something there.
///
/// Its name is random, since process ids repeat in containers. Its maker holds a lock (`flock`,
/// which does not touch the locks of SQLite) for as long as the process lives, which tells a draft
/// in the making from one that was left behind.
package final class StoreDraft {
    /// Where the draft is.
    package let path: String
    /// Where it will be: absolute, the links of its folder resolved.
    let destination: String
    /// The destination as it was given, for sentences.
    private let given: String
    private let descriptor: Int32
    private var isKept = false

    /// What its name has behind that of the destination, before its digits.
    package static let mark = ".new-"
    /// Hexadecimal digits that its name ends in.
    package static let randomDigits = 16

    /// Makes an empty file with mode 0600 beside a place where a store may be made.
    ///
    /// - Parameters:
    ///   - given: The destination.
    ///   - replaces: Whether something may be there, which the caller gives another name at the
    ///     end.
    /// - Throws: `storeExists` if something is there, or is left there of another store;
    ///   `invalidArgument` if the path belongs to a store that this process has open; `io`.
    package init(for given: String, replacing replaces: Bool = false) throws(StoreError) {
        try StoreFile.checkPath(given)
        try OpenStores.checkOutput(given)
        guard let place = System.place(of: given), !System.name(of: given).isEmpty else {
            throw StoreError(
                .io,
                "cannot make a store at \(given.terminalSafe): \(System.words); give a path in a"
                    + " folder that exists")
        }
        self.given = given
        destination = place
        if !replaces { try Self.checkFree(destination, given) }
        try Self.checkSideFiles(destination, given)
        Self.removeAbandoned(beside: destination)
        (path, descriptor) = try Self.makeFile(beside: destination, given)
    }

    /// Makes an empty file with mode 0600 beside a store whose place it is to take.
    ///
    /// - Throws: `invalidArgument` if this process has the store open; `io`.
    package init(beside store: StorePath) throws(StoreError) {
        try OpenStores.checkOutput(store.given)
        given = store.given
        destination = store.file
        Self.removeAbandoned(beside: destination)
        (path, descriptor) = try Self.makeFile(beside: destination, given)
    }

    /// An empty file of a new name, locked.
    private static func makeFile(
        beside destination: String, _ given: String
    ) throws(StoreError) -> (path: String, descriptor: Int32) {
        while true {
            let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
            let padding = String(repeating: "0", count: randomDigits - digits.count)
            let path = destination + mark + padding + digits
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else {
                throw StoreError(
                    .io, "cannot make a store at \(given.terminalSafe): \(System.words)")
            }
            // A file system without such locks leaves its drafts to whoever cleans up by hand.
            flock(descriptor, LOCK_EX | LOCK_NB)
            // Before it was locked, somebody who cleans up may have taken it for abandoned.
            if FileIdentity(of: path) == FileIdentity(of: descriptor) { return (path, descriptor) }
            close(descriptor)
        }
    }

    deinit {
        if !isKept { Self.removeAll(of: path) }
        // Only now: every connection to the draft is closed, and loses no lock by this.
        close(descriptor)
    }

    /// Gives the draft its name: in place of what may be there, or unless something came to be
    /// there meanwhile.
    ///
    /// - Parameter isReplacing: Whether what is there has another name by now.
    /// - Throws: `storeExists`, `io`.
    package func keep(replacing isReplacing: Bool = false) throws(StoreError) {
        try Self.checkSideFiles(destination, given)
        try settle()
        Self.removeSideFiles(of: destination)
        let hasName =
            isReplacing
            ? rename(path, destination) == 0
            : annals_rename_noreplace(path, destination) == 0 || renameUnlessThere()
        guard hasName else {
            if errno == EEXIST { throw Self.exists(given) }
            throw StoreError(.io, "cannot make a store at \(given.terminalSafe): \(System.words)")
        }
        isKept = true
        System.syncFolder(of: destination)
    }

    /// Makes the draft durable, with all that belongs to it in its one file.
    ///
    /// - Throws: `io`.
    func settle() throws(StoreError) {
        // A log of changes beside the draft would be lost with its name.
        guard !Self.hasChanges(beside: path) else {
            throw StoreError(
                .io,
                "cannot make a store at \(given.terminalSafe): the disk failed or is full, so that"
                    + " its last changes could not be moved into its file; make room and try again")
        }
        guard fsync(descriptor) == 0 else {
            throw StoreError(
                .io, "cannot make a store at \(given.terminalSafe): \(System.words)")
        }
        Self.removeSideFiles(of: path, and: ["-lock"])
    }

    /// Gives the draft the owner and the permissions of the file whose place it is to take.
    func handOver(from store: StorePath) {
        var status = stat()
        guard stat(store.file, &status) == 0 else { return }
        // Who may not give a file away keeps it.
        if geteuid() == 0 { fchown(descriptor, status.st_uid, status.st_gid) }
        fchmod(descriptor, status.st_mode & 0o777)
    }

    /// Leaves the draft to whoever gave it another name.
    func letGo() { isKept = true }

    /// For file systems and kernels that cannot rename so.
    private func renameUnlessThere() -> Bool {
        guard errno == EINVAL || errno == ENOSYS else { return false }
        var status = stat()
        guard lstat(destination, &status) != 0 else {
            errno = EEXIST
            return false
        }
        return rename(path, destination) == 0
    }

    // MARK: What is there

    private static func checkFree(_ destination: String, _ given: String) throws(StoreError) {
        var status = stat()
        guard lstat(destination, &status) != 0 else { throw exists(given) }
    }

    private static func exists(_ given: String) -> StoreError {
        StoreError(
            .storeExists,
            "there is a file at \(given.terminalSafe) already: give another path, or move it away"
                + " with the files beside it")
    }

    /// Refuses a place where a log of changes waits: SQLite would apply it to the new file.
    static func checkSideFiles(_ destination: String, _ given: String) throws(StoreError) {
        for suffix in ["-wal", "-journal"] {
            var status = stat()
            guard lstat(destination + suffix, &status) == 0, status.st_size > 0 else { continue }
            let left = (given + suffix).terminalSafe
            throw StoreError(
                .storeExists,
                "\(left) was left by the store that was at this path and holds its last changes:"
                    + " move it away together with that store's file, under the same new name, then"
                    + " try again")
        }
    }

    /// Whether a log or journal of changes lies beside a file.
    static func hasChanges(beside file: String) -> Bool {
        ["-wal", "-journal"].contains { suffix in
            var status = stat()
            return lstat(file + suffix, &status) == 0 && status.st_size > 0
        }
    }

    /// Removes what a store that is gone left and what says nothing.
    static func removeSideFiles(of file: String, and more: [String] = []) {
        for suffix in ["-wal", "-shm", "-journal"] + more { unlink(file + suffix) }
    }

    // MARK: What is left of others

    /// Removes the drafts for a destination that nobody is making any more.
    private static func removeAbandoned(beside destination: String) {
        let folder = System.folder(of: destination)
        let prefix = System.name(of: destination) + mark
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let rest = name.dropFirst(prefix.count)
            guard rest.count == randomDigits, rest.allSatisfy(\.isHexDigit) else { continue }
            let path = "\(folder)/\(name)"
            let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { removeAll(of: path) }
        }
    }

    /// Removes a draft with all that was made beside it, the files of rebuilds included.
    private static func removeAll(of path: String) {
        let folder = System.folder(of: path)
        let prefix = System.name(of: path) + "-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) { unlink("\(folder)/\(name)") }
        unlink(path)
    }
}
