package import AnnalsModel
import Foundation

/// The folder of a workspace, held open: every access goes through it and never out of it.
package final class WorkspaceFolder {
    /// The path as it was given.
    package let path: String
    /// What is left out of it.
    let exclusions: ExclusionRules
    /// Whether values that look like secrets are replaced in what is read.
    let redacts: Bool
    /// Bytes of a file that is captured at most.
    let fileBytesMax: Int
    /// Bytes that the ids of its streams have in front of a path.
    package var mountBytes = 0
    let store: StoreFiles
    let descriptor: Int32

    /// Opens a folder.
    ///
    /// - Parameters:
    ///   - storePath: Path of the store, whose files are left out.
    ///   - excluding: Patterns of what else is left out.
    ///   - settings: Which ignore files and built-in patterns count too.
    ///   - redacts: Whether values that look like secrets are replaced in what is read.
    /// - Throws: `notFound`, `invalidArgument` if it is no folder, `io` if it cannot be read.
    package init(
        _ path: String, storePath: String?, excluding patterns: [PathPattern] = [],
        _ settings: ExclusionSettings = ExclusionSettings(), redacts: Bool = false,
        fileBytesMax: Int = Limits.capturedFileBytesMax
    ) throws(StoreError) {
        self.path = path
        exclusions = ExclusionRules(patterns, settings)
        self.redacts = redacts
        self.fileBytesMax = fileBytesMax
        store = StoreFiles(storePath: storePath)
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.refusal(path, errno) }
    }

    deinit {
        close(descriptor)
    }

    private static func refusal(_ path: String, _ number: Int32) -> StoreError {
        let shown = path.terminalSafe
        switch number {
        case ENOENT:
            return StoreError(
                .notFound, "there is no folder \(shown): give the path of a workspace")
        case ENOTDIR:
            return StoreError(
                .invalidArgument, "\(shown) is not a folder: give the path of a workspace")
        case EACCES, EPERM:
            return StoreError(
                .io, "\(shown) cannot be read: its permissions do not let this user in")
        default:
            return StoreError(
                .io, "\(shown) cannot be opened: \(String(cString: strerror(number)))")
        }
    }

    /// Whether the path still leads to the folder that was opened.
    var isInItsPlace: Bool {
        var there = stat()
        guard stat(path, &there) == 0, let own = Self.status(of: descriptor) else { return false }
        let found = FileStatus(there)
        return found.device == own.device && found.inode == own.inode
    }

    /// Opens the folder that has an entry, step by step, so that no link leads out.
    ///
    /// - Returns: A descriptor for the caller to close, and the entry's name; nil with `errno` set
    ///   if a step is missing, is a link or may not be entered.
    func openParent(of path: [UInt8]) -> (descriptor: Int32, name: [UInt8])? {
        let parts = path.split(separator: UInt8(ascii: "/"))
        guard let name = parts.last else { return nil }
        guard let parent = openFolder(parts.dropLast()) else { return nil }
        return (parent, Array(name))
    }

    /// Opens a folder below this one, step by step.
    func openFolder(_ parts: some Sequence<ArraySlice<UInt8>>) -> Int32? {
        // Opened anew, not duplicated: duplicates share their place in a listing.
        var current = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for part in parts where current >= 0 {
            let next = Self.withName(Array(part)) { name in
                openat(current, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            }
            let number = errno
            close(current)
            errno = number
            current = next
        }
        return current >= 0 ? current : nil
    }

    /// Lends a name as a C string.
    static func withName<Answer>(
        _ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Answer
    ) -> Answer {
        (name + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { chars in
                // Not empty: the array ends in a zero byte.
                chars.baseAddress.map(body) ?? body("")
            }
        }
    }

    /// The status of an entry itself, not of what a link leads to.
    static func status(_ name: [UInt8], in folder: Int32) -> FileStatus? {
        var status = stat()
        let result = withName(name) { fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) }
        return result == 0 ? FileStatus(status) : nil
    }

    /// The status of what a descriptor has open.
    static func status(of descriptor: Int32) -> FileStatus? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? FileStatus(status) : nil
    }
}
