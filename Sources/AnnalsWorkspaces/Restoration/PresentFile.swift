import AnnalsModel
import Foundation

/// What is at a path in a folder.
enum PresentFile: Equatable {
    /// Nothing.
    case missing
    /// A file or a link.
    case file(FileRecord)
    /// A folder.
    case folder
    /// Something that must not be touched, or cannot be read, because of this.
    case blocked(String)

    /// Looks at a path.
    init(of path: WorkspacePath, in folder: WorkspaceFolder) {
        guard path.staysBelow else {
            self = .blocked("it leads out of the folder")
            return
        }
        if Self.status(of: path, in: folder)?.kind == .folder {
            self = .folder
            return
        }
        switch folder.read(path) {
        case .version(let version, _, nil): self = .file(FileRecord(version))
        case .version: self = .blocked("it changes while it is read")
        case .missing: self = .missing
        case .refused(let finding): self = .blocked(finding.message)
        case .leftOut(let exclusion):
            self = .blocked("it is never captured (\(exclusion.reason.rawValue))")
        }
    }

    /// The status of an entry; nil if it is not there or a step to it is no folder.
    static func status(of path: WorkspacePath, in folder: WorkspaceFolder) -> FileStatus? {
        guard path.staysBelow, let (parent, name) = folder.openParent(of: path.bytes) else {
            return nil
        }
        defer { close(parent) }
        return WorkspaceFolder.status(name, in: parent)
    }

    /// Whether the store has a file there, or may have one.
    static func isPlaceOfStore(_ path: WorkspacePath, in folder: WorkspaceFolder) -> Bool {
        guard path.staysBelow, let (parent, name) = folder.openParent(of: path.bytes) else {
            return false
        }
        defer { close(parent) }
        return WorkspaceFolder.status(of: parent).map { folder.store.hasName(name, in: $0) } ?? true
    }

    /// Whether files in a folder can be replaced.
    static func isWritable(_ path: WorkspacePath, in folder: WorkspaceFolder) -> Bool {
        guard let (parent, name) = folder.openParent(of: path.bytes) else { return false }
        defer { close(parent) }
        return WorkspaceFolder.withName(name) { faccessat(parent, $0, W_OK | X_OK, 0) } == 0
    }
}

extension FileRecord {
    /// Whether a file is what comes of writing a version: the same content, and its mode but for
    /// the bits that are never set.
    func isWritten(_ version: FileRecord) -> Bool {
        hasSameContent(as: version)
            && (isLink || mode == version.mode & FolderWriter.fileModeBits || mode == version.mode)
    }
}

extension WorkspacePath {
    /// The folders that it lies in, the outermost first.
    var foldersAbove: [WorkspacePath] {
        let parts = components.dropLast()
        return parts.indices.map { WorkspacePath(id: parts[...$0].joined(separator: "/")) }
    }
}
