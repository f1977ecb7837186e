import AnnalsLog
import AnnalsModel
import Foundation

/// What the file system says of an entry without opening it.
struct FileStatus: Hashable, Sendable {
    /// What sort of entry it is.
    enum Kind: Hashable, Sendable {
        case file
        case folder
        case link
        /// A socket, pipe or device, by its name in a sentence.
        case special(String)
    }

    let device: UInt64
    let inode: UInt64
    let kind: Kind
    /// Permission bits.
    let mode: UInt16
    /// Bytes.
    let size: Int64
    /// When the content was last written, in nanoseconds since 1970 UTC; may be anything.
    let modified: Int64
    /// When anything about the entry last changed, by the system's clock.
    let changed: Int64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        case S_IFSOCK: kind = .special("a socket")
        case S_IFIFO: kind = .special("a pipe")
        default: kind = .special("a device")
        }
        mode = UInt16(truncatingIfNeeded: status.st_mode & 0o7777)
        size = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// When the content was written, as far as that is a time that can be written down.
    var modifiedAt: Timestamp? {
        let latest: Int64 = 253_402_300_799_000_000
        let microseconds = modified / 1_000
        return microseconds > 0 && microseconds < latest
            ? Timestamp(microseconds: microseconds) : nil
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? 0 : seconds &+ Int64(time.tv_nsec)
    }
}

/// The files of a store beside its path, which are never opened or captured.
struct StoreFiles: Sendable {
    private let folder: FileStatus?
    private let files: Set<[UInt64]>
    private let names: Set<[UInt8]>
    /// What the names of files begin with in which projections are rebuilt.
    private let rebuildPrefix: [UInt8]

    /// - Parameter path: Path of the store; nil if there is none to look out for.
    init(storePath path: String?) {
        guard let path else {
            (folder, files, names, rebuildPrefix) = (nil, [], [], [])
            return
        }
        let name = System.name(of: path)
        let parent = System.folder(of: path)
        folder = Self.status(parent)
        let suffixes = StorePath.suffixes
        names = Set((suffixes + [StorePath.spoolSuffix]).map { Array((name + $0).utf8) })
        rebuildPrefix = Array("\(name)-rebuild-".utf8)
        files = Set(
            suffixes.compactMap { suffix in
                Self.status(path + suffix).map { [$0.device, $0.inode] }
            })
    }

    /// Whether an entry is one of them: by device and inode, or by its name in their folder, since
    /// the write-ahead log comes and goes.
    func contains(_ entry: FileStatus, name: [UInt8], in parent: FileStatus) -> Bool {
        files.contains([entry.device, entry.inode]) || hasName(name, in: parent)
    }

    /// Whether a name in a folder is that of one of them, there or not.
    func hasName(_ name: [UInt8], in parent: FileStatus) -> Bool {
        isFolder(parent) && hasName(name)
    }

    /// Whether it is the folder that they lie in.
    func isFolder(_ status: FileStatus) -> Bool {
        folder?.device == status.device && folder?.inode == status.inode
    }

    /// Whether an entry of their folder is one of them by its name.
    func hasName(_ name: [UInt8]) -> Bool {
        names.contains(name) || (folder != nil && name.starts(with: rebuildPrefix))
    }

    private static func status(_ path: String) -> FileStatus? {
        var status = stat()
        return stat(path, &status) == 0 ? FileStatus(status) : nil
    }
}
