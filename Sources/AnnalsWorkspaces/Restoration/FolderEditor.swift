import AnnalsLog
import AnnalsModel
import Crypto
import Foundation

/// Replaces and removes files in a workspace's folder, and never out of it.
///
/// Every step to a file is opened without following links. A file is written beside the old one,
/// made durable, and takes its place in one step, so that nobody ever sees half of it.
struct FolderEditor {
    /// The folder.
    let folder: WorkspaceFolder

    /// Puts a version in the place of whatever file is at a path; makes the folders on the way.
    ///
    /// - Returns: The mode that the file has, if it is not the version's.
    func replace(
        _ path: WorkspacePath, with version: FileVersion
    ) throws(StoreError) -> WorkspaceReducedMode? {
        var reduced: WorkspaceReducedMode?
        let (parent, name) = try makeParent(of: path)
        defer { close(parent) }
        let draft = Self.draftName(of: name)
        _ = WorkspaceFolder.withName(draft) { unlinkat(parent, $0, 0) }
        do throws(StoreError) {
            switch version.content {
            case .bytes, .text:
                let mode = try write(
                    version.content.bytes, version.mode, to: draft, in: parent, path)
                reduced = WorkspaceReducedMode(path, version.mode, written: mode)
            case .link(let target):
                let result = WorkspaceFolder.withName(target) { target in
                    WorkspaceFolder.withName(draft) { symlinkat(target, parent, $0) }
                }
                guard result == 0 else { throw failure("make the link", path) }
            }
            let renamed = WorkspaceFolder.withName(draft) { draft in
                WorkspaceFolder.withName(name) { renameat(parent, draft, parent, $0) }
            }
            guard renamed == 0 else { throw failure("replace", path) }
        } catch {
            _ = WorkspaceFolder.withName(draft) { unlinkat(parent, $0, 0) }
            throw error
        }
        guard fsync(parent) == 0 else { throw failure("make durable", path) }
        return reduced
    }

    /// A name that captures leave out, the same each time, so that a repetition cleans it up.
    private static func draftName(of name: [UInt8]) -> [UInt8] {
        let hash = SHA256.hash(data: name).prefix(8).hexadecimal
        return Array("\(WorkspaceFolder.temporaryPrefix)rollback-\(hash)".utf8)
    }

    private func write(
        _ bytes: [UInt8], _ mode: UInt16, to draft: [UInt8], in parent: Int32,
        _ path: WorkspacePath
    ) throws(StoreError) -> UInt16 {
        let file = WorkspaceFolder.withName(draft) { name in
            openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard file >= 0 else { throw failure("write", path) }
        defer { close(file) }
        guard System.write(bytes, to: file),
            let set = WorkspaceReducedMode.set(mode, keeping: FolderWriter.fileModeBits, of: file),
            fsync(file) == 0
        else { throw failure("write", path) }
        return set
    }

    /// Removes a file or link; one that is not there is removed.
    func remove(_ path: WorkspacePath) throws(StoreError) {
        guard let (parent, name) = folder.openParent(of: path.bytes) else {
            if Self.isMissing(errno) { return }
            throw failure("remove", path)
        }
        defer { close(parent) }
        let result = WorkspaceFolder.withName(name) { unlinkat(parent, $0, 0) }
        guard result == 0 || Self.isMissing(errno) else { throw failure("remove", path) }
        guard fsync(parent) == 0 else { throw failure("make durable", path) }
    }

    /// Removes a folder if there is nothing in it.
    ///
    /// - Returns: Whether it is gone.
    func removeFolderIfEmpty(_ path: WorkspacePath) throws(StoreError) -> Bool {
        guard let (parent, name) = folder.openParent(of: path.bytes) else {
            return Self.isMissing(errno)
        }
        defer { close(parent) }
        let result = WorkspaceFolder.withName(name) { unlinkat(parent, $0, AT_REMOVEDIR) }
        if result == 0 || Self.isMissing(errno) { return true }
        if errno == ENOTEMPTY || errno == EEXIST { return false }
        throw failure("remove the folder", path)
    }

    /// Makes a folder where there is none, and gives it a mode.
    ///
    /// - Returns: The mode that it has, if it is another.
    @discardableResult
    func makeFolder(_ path: WorkspacePath, mode: UInt16) throws(StoreError) -> WorkspaceReducedMode?
    {
        let (parent, name) = try makeParent(of: path)
        defer { close(parent) }
        let made = try openFolder(name, in: parent, path)
        defer { close(made) }
        let bits = FolderWriter.folderModeBits
        if WorkspaceFolder.status(of: made)?.mode == mode & bits {
            return WorkspaceReducedMode(path, mode, written: mode & bits)
        }
        guard let set = WorkspaceReducedMode.set(mode, keeping: bits, of: made) else {
            throw failure("set the mode of", path)
        }
        return WorkspaceReducedMode(path, mode, written: set)
    }

    private func makeParent(
        of path: WorkspacePath
    ) throws(StoreError) -> (descriptor: Int32, name: [UInt8]) {
        let parts = path.bytes.split(separator: UInt8(ascii: "/"))
        guard path.problem == nil, let name = parts.last,
            var current = folder.openFolder([])
        else {
            throw StoreError(
                .invalidName,
                "nothing is written at the path \(path.id.quotedForMessage), because"
                    + " \(path.problem ?? "its folder cannot be opened")")
        }
        for part in parts.dropLast() {
            let parent = current
            defer { close(parent) }
            current = try openFolder(Array(part), in: parent, path)
        }
        return (current, Array(name))
    }

    private func openFolder(
        _ name: [UInt8], in parent: Int32, _ path: WorkspacePath
    ) throws(StoreError) -> Int32 {
        let opened = WorkspaceFolder.withName(name) { name in
            _ = mkdirat(parent, name, 0o777)
            return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard opened >= 0 else { throw failure("open the folder of", path) }
        return opened
    }

    private static func isMissing(_ number: Int32) -> Bool {
        number == ENOENT || number == ENOTDIR
    }

    private func failure(_ what: String, _ path: WorkspacePath) -> StoreError {
        StoreError(
            .io,
            "cannot \(what) \(path.id.terminalSafe) in \(folder.path.terminalSafe):"
                + " \(String(cString: strerror(errno)))")
    }
}
