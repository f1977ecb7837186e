package import AnnalsModel
import CAnnalsSystem
import Foundation
import Synchronization

/// The stores that this process has open, so that nothing it writes lands on one of them.
///
/// Known by device and inode, since a link or another spelling leads to the same file.
package enum OpenStores {
    private struct Entry {
        let path: StorePath
        let folder: FileIdentity?
        /// Descriptors of the file and its folder, so that no other file gets their numbers while
        /// they count as this store's, be they removed meanwhile.
        let held: [Int32]
    }

    private static let entries = Mutex<[ObjectIdentifier: Entry]>([:])

    /// Keeps a store in the list until it is closed.
    final class Registration: Sendable {
        fileprivate init() {}

        /// Takes the store out of the list; a second call does nothing.
        func end() {
            let id = ObjectIdentifier(self)
            let entry = entries.withLock { $0.removeValue(forKey: id) }
            entry?.held.forEach { close($0) }
        }

        deinit { end() }
    }

    static func register(_ path: StorePath) -> Registration {
        let registration = Registration()
        let held = [annals_hold(path.file), annals_hold(path.folder)].filter { $0 >= 0 }
        let entry = Entry(path: path, folder: FileIdentity(of: path.folder), held: held)
        entries.withLock { $0[ObjectIdentifier(registration)] = entry }
        return registration
    }

    /// Refuses to write to a path that leads to an open store or to a file that belongs to it, be
    /// it there or not.
    ///
    /// - Parameter path: Where something is about to be made, moved, replaced or removed.
    /// - Throws: `invalidArgument` with the path of the store.
    package static func checkOutput(_ path: String) throws(StoreError) {
        guard let store = owner(of: path) else {
            try checkSideName(path)
            return
        }
        throw StoreError(
            .invalidArgument,
            "\(path.terminalSafe) is \(store.given.terminalSafe), the store that is in use, or a"
                + " file that belongs to it: give another path")
    }

    /// Refuses to read a file that belongs to a store, before it is opened.
    ///
    /// - Parameters:
    ///   - path: What is about to be read.
    ///   - store: Path of a store that need not be open.
    /// - Throws: `invalidArgument` with the path of the store.
    package static func checkInput(_ path: String, besides store: String) throws(StoreError) {
        try StoreFile.checkPath(path)
        guard let found = FileIdentity(of: path) else { return }
        let file = System.resolved(store) ?? store
        let isOwn = StorePath.suffixes.contains { FileIdentity(of: file + $0) == found }
        guard let owner = isOwn ? store : owner(of: path)?.given else { return }
        throw StoreError(
            .invalidArgument,
            "\(path.terminalSafe) is the store itself, \(owner.terminalSafe), or a file that"
                + " belongs to it: give another file")
    }

    /// Refuses a name that SQLite or a writer takes for a file beside the one of that name without
    /// its end, whoever has that open.
    private static func checkSideName(_ path: String) throws(StoreError) {
        for suffix in StorePath.sideSuffixes where path.hasSuffix(suffix) {
            let owner = String(path.dropLast(suffix.count))
            var status = stat()
            guard !System.name(of: owner).isEmpty, !owner.hasSuffix("/"), lstat(owner, &status) == 0
            else { continue }
            throw StoreError(
                .invalidArgument,
                "\(path.terminalSafe) is the name of a file that belongs to \(owner.terminalSafe):"
                    + " give another path")
        }
    }

    /// The open store that a path leads to or belongs to.
    package static func owner(of path: String) -> StorePath? {
        let open = entries.withLock { Array($0.values) }
        guard !open.isEmpty else { return nil }
        let found = FileIdentity(of: path)
        let name = System.name(of: path)
        let folder = FileIdentity(of: System.folder(of: path))
        return open.first { entry in
            let store = System.name(of: entry.path.file)
            if let folder, folder == entry.folder, belongs(name, to: store) { return true }
            guard let found else { return false }
            return found == entry.path.identity
                || StorePath.sideSuffixes.contains { suffix in
                    FileIdentity(of: entry.path.file + suffix) == found
                }
        }?.path
    }

    /// Whether a file is that of an open store, or belongs to one by its name.
    ///
    /// - Parameters:
    ///   - file: The file itself, not what a link leads to.
    ///   - name: Its name in its folder.
    package static func holds(
        _ file: FileIdentity, named name: String, in folder: FileIdentity
    ) -> Bool {
        entries.withLock { entries in
            entries.values.contains { entry in
                file == entry.path.identity
                    || folder == entry.folder
                        && belongs(name, to: System.name(of: entry.path.file))
            }
        }
    }

    /// Whether a name is the store's, that of a file beside it, or of one in which a projection is
    /// rebuilt.
    private static func belongs(_ name: String, to store: String) -> Bool {
        StorePath.suffixes.contains { name == store + $0 } || name.hasPrefix("\(store)-rebuild-")
    }
}
