import AnnalsLog
import AnnalsModel
import Foundation

/// Writes files below a folder and never out of it.
///
/// Paths come from a store that may be a stranger's. Every step to a file is opened without
/// following links, files are made anew, and links are written after all files.
final class FolderWriter {
    private let descriptor: Int32
    private let path: String

    /// Makes a folder, or takes an empty one.
    ///
    /// - Throws: `storeExists` if there is something in it, `invalidArgument` if it is no folder,
    ///   `io`.
    init(emptyFolder path: String) throws(StoreError) {
        self.path = path
        try OpenStores.checkOutput(path)
        let shown = path.terminalSafe
        if mkdir(path, 0o777) != 0, errno != EEXIST {
            throw StoreError(
                .io, "cannot make the folder \(shown): \(String(cString: strerror(errno)))")
        }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StoreError(
                errno == ENOTDIR ? .invalidArgument : .io,
                "\(shown) cannot be written into (\(String(cString: strerror(errno)))): give an"
                    + " empty folder, or a path where nothing is")
        }
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            guard names.isEmpty else {
                throw StoreError(
                    .storeExists,
                    "\(shown) is not empty, and an export overwrites nothing: give an empty folder,"
                        + " or a path where nothing is")
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(.io, "the folder \(shown) cannot be listed: check its permissions")
        }
    }

    deinit {
        close(descriptor)
    }

    /// Writes a version of a file; a link must come after all files.
    ///
    /// - Returns: The mode that the file has, if it is not the version's.
    func write(
        _ path: WorkspacePath, _ version: FileVersion
    ) throws(StoreError) -> WorkspaceReducedMode? {
        let (parent, name) = try makeParent(of: path)
        defer { close(parent) }
        switch version.content {
        case .bytes, .text:
            let mode = try writeFile(
                path, name, parent, version.content.bytes, mode: version.mode)
            return WorkspaceReducedMode(path, version.mode, written: mode)
        case .link(let target):
            let result = WorkspaceFolder.withName(target) { target in
                WorkspaceFolder.withName(name) { name in symlinkat(target, parent, name) }
            }
            guard result == 0 else { throw failure("make the link", path) }
            return nil
        }
    }

    private func writeFile(
        _ path: WorkspacePath, _ name: [UInt8], _ parent: Int32, _ bytes: [UInt8], mode: UInt16
    ) throws(StoreError) -> UInt16 {
        let file = WorkspaceFolder.withName(name) { name in
            openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard file >= 0 else { throw failure("make the file", path) }
        defer { close(file) }
        do throws(StoreError) {
            guard System.write(bytes, to: file) else { throw failure("write the file", path) }
            guard
                let set = WorkspaceReducedMode.set(mode, keeping: Self.fileModeBits, of: file)
            else {
                throw failure("set the mode of", path)
            }
            return set
        } catch {
            // Half a file would be taken for the whole.
            _ = WorkspaceFolder.withName(name) { unlinkat(parent, $0, 0) }
            throw error
        }
    }

    /// What is set of a file's mode.
    ///
    /// Not setuid and setgid: a stranger's store must not make programs that run as somebody.
    static let fileModeBits: UInt16 = 0o1777
    /// What is set of a folder's mode.
    static let folderModeBits: UInt16 = 0o3777

    /// Makes a folder, if it is not there.
    func makeFolder(_ path: WorkspacePath) throws(StoreError) {
        let (parent, name) = try makeParent(of: path)
        defer { close(parent) }
        let folder = try openFolder(name, in: parent, path)
        close(folder)
    }

    /// Gives a folder its mode; after everything in it was written.
    ///
    /// - Returns: The mode that it has, if it is another.
    func setMode(
        _ mode: UInt16, ofFolder path: WorkspacePath
    ) throws(StoreError) -> WorkspaceReducedMode? {
        let (parent, name) = try makeParent(of: path)
        defer { close(parent) }
        let folder = try openFolder(name, in: parent, path)
        defer { close(folder) }
        guard let set = WorkspaceReducedMode.set(mode, keeping: Self.folderModeBits, of: folder)
        else {
            throw failure("set the mode of", path)
        }
        return WorkspaceReducedMode(path, mode, written: set)
    }

    /// Opens the folder of a path, and makes those that are missing on the way.
    private func makeParent(
        of path: WorkspacePath
    ) throws(StoreError) -> (descriptor: Int32, name: [UInt8]) {
        if let problem = path.problem {
            throw StoreError(
                .invalidName,
                "nothing is written at the path \(path.id.quotedForMessage), because \(problem)")
        }
        let parts = path.bytes.split(separator: UInt8(ascii: "/"))
        var current = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard current >= 0 else { throw failure("open the folder of", path) }
        for part in parts.dropLast() {
            let parent = current
            defer { close(parent) }
            current = try openFolder(Array(part), in: parent, path)
        }
        return (current, Array(parts.last ?? []))
    }

    private func openFolder(
        _ name: [UInt8], in parent: Int32, _ path: WorkspacePath
    ) throws(StoreError) -> Int32 {
        let folder = WorkspaceFolder.withName(name) { name in
            _ = mkdirat(parent, name, 0o777)
            return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard folder >= 0 else { throw failure("open the folder of", path) }
        return folder
    }

    private func failure(_ what: String, _ path: WorkspacePath) -> StoreError {
        StoreError(
            .io,
            "cannot \(what) \(path.id.terminalSafe) in \(self.path.terminalSafe):"
                + " \(String(cString: strerror(errno)))")
    }
}
