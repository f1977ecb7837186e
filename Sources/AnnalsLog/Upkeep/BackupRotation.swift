import AnnalsModel
import Foundation

/// The older backups of one name and how they make room for a new one.
///
/// They are `PATH`, `PATH.1`, `PATH.2` and so on. Nothing but a backup of the same store is ever
/// moved or removed.
struct BackupRotation {
    /// `PATH`.
    private let path: String
    /// How many stay, the new one included.
    private let keep: Int
    /// `store.id` of the store whose backups they are, as hex digits.
    private let store: String
    /// How many there are, without a gap.
    private let count: Int

    /// Whether there is one under the path itself.
    var hasNewest: Bool { count > 0 }

    /// Looks at what is there.
    ///
    /// - Throws: `invalidArgument` for a number below 1, or a path of an open store;
    ///   `storeExists` if something else than an unused backup of this store has one of the names.
    init(of store: String, at path: String, keep: Int) throws(StoreError) {
        guard keep >= 1 else {
            throw StoreError(.invalidArgument, "keep at least 1 backup, not \(keep)")
        }
        self.path = path
        self.keep = keep
        self.store = store
        // Where a rotation was broken off, the newest has two names.
        if let newest = FileIdentity(of: path), newest == FileIdentity(of: Self.name(path, 1)) {
            unlink(Self.name(path, 1))
        }
        var count = 0
        while System.isThere(Self.name(path, count)) {
            try Self.check(Self.name(path, count), store)
            count += 1
        }
        // What others left beside the name that the oldest gets would be taken for its log.
        if count > 0 {
            try StoreDraft.checkSideFiles(Self.name(path, count), Self.name(path, count))
        }
        self.count = count
    }

    /// Gives every backup the next number, last first, so that a crash leaves each of them under
    /// one of the names, and the newest under the path as well.
    ///
    /// - Throws: `storeExists` if one was taken into use since; `io`. All of them have their old
    ///   names then.
    func makeRoom() throws(StoreError) {
        for number in stride(from: count - 1, through: 0, by: -1) {
            do {
                try move(number)
            } catch {
                takeBack(from: number + 1)
                throw error
            }
        }
    }

    private func move(_ number: Int) throws(StoreError) {
        let old = Self.name(path, number)
        // It may have been taken into use since.
        try Self.check(old, store)
        StoreDraft.removeSideFiles(of: old)
        let new = Self.name(path, number + 1)
        // The newest keeps its name too, until the new one takes it: whoever copies the path finds
        // a backup there at any moment.
        guard (number == 0 && link(old, new) == 0) || rename(old, new) == 0 else {
            throw StoreError(
                .io, "the older backup \(old.terminalSafe) cannot make room: \(System.words)")
        }
    }

    /// Gives the backups that made room their old names, where no new one came.
    func takeBack(from first: Int = 0) {
        for number in first..<max(first, count) {
            let (old, new) = (Self.name(path, number), Self.name(path, number + 1))
            // Two names of one file are left as they are by a rename.
            if rename(new, old) == 0, number == 0, System.isThere(new) { unlink(new) }
        }
    }

    /// Removes those that are too old, once the new one is there.
    ///
    /// One that cannot be removed is removed after the next backup.
    func removeOldest() {
        for number in stride(from: count, through: keep, by: -1) {
            unlink(Self.name(path, number))
        }
    }

    private static func name(_ path: String, _ number: Int) -> String {
        number == 0 ? path : "\(path).\(number)"
    }

    /// - Throws: `storeExists` unless it is a backup of the store that nobody writes to; `io` if it
    ///   cannot be read.
    private static func check(_ path: String, _ store: String) throws(StoreError) {
        try OpenStores.checkOutput(path)
        try StoreDraft.checkSideFiles(path, path)
        var status = stat()
        let isFile =
            lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
        // Whoever writes to a store makes its lock: then it is no mere copy any more.
        guard isFile, !System.isThere(path + "-lock"), try isBackup(path, of: store) else {
            throw StoreError(
                .storeExists,
                "\(path.terminalSafe) is no unused backup of this store, so it is neither moved nor"
                    + " removed: give another path, or move it away")
        }
    }

    private static func isBackup(
        _ path: String, of store: String
    ) throws(StoreError) -> Bool {
        do {
            return try StoreConnection.reading(fileAlone: path) { statements throws(StoreError) in
                let application = try statements.integer("PRAGMA application_id")
                guard application == Format.applicationID else { return false }
                return try StoreTable(statements).hexID() == store
            }
        } catch {
            // What cannot be read now may be one all the same.
            if [.io, .busy, .readOnly].contains(error.code) { throw error }
            return false
        }
    }
}
