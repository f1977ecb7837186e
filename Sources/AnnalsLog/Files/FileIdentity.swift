import Foundation

/// Which file it is, whatever it is called: a name can lead to another file tomorrow, and one file
/// can have several names.
package struct FileIdentity: Hashable, Sendable {
    /// `st_dev`.
    let device: UInt64
    /// `st_ino`.
    let inode: UInt64

    /// The file with a device's and an inode's number.
    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    /// The file that a path leads to, through links; nil if there is none.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The file behind an open descriptor; nil if there is none.
    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }
}

/// Sizes, times and errors of the operating system, as this module speaks of them.
package enum System {
    /// The system's words for the error of the last call.
    static var words: String { String(cString: strerror(errno)) }

    /// Makes the names in the folder of a file durable, as after a rename.
    /// https://man7.org/linux/man-pages/man2/fsync.2.html
    static func syncFolder(of path: String) {
        let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// The folder that a path lies in, `.` if it names none.
    ///
    /// By hand: Foundation's `deletingLastPathComponent` ends the process for a name of one letter.
    package static func folder(of path: String) -> String {
        let (folder, _) = split(path)
        return folder.isEmpty ? "." : folder
    }

    /// The last name of a path.
    package static func name(of path: String) -> String { split(path).name }

    private static func split(_ path: String) -> (folder: String, name: String) {
        var bytes = Array(path.utf8)[...]
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
            return ("", String(decoding: bytes, as: UTF8.self))
        }
        let name = String(decoding: bytes[(slash + 1)...], as: UTF8.self)
        guard slash > bytes.startIndex else { return ("/", name) }
        return (String(decoding: bytes[..<slash], as: UTF8.self), name)
    }

    /// Whether a name leads to anything, be it a link that leads nowhere.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// A path without links and relative parts; nil with `errno` set if it leads nowhere.
    package static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }

    /// Where a file is, or would be: its folder without links and relative parts; nil if even that
    /// leads nowhere.
    package static func place(of path: String) -> String? {
        guard let folder = resolved(folder(of: path)) else { return nil }
        return folder == "/" ? "/\(name(of: path))" : "\(folder)/\(name(of: path))"
    }
}

extension statvfs {
    /// Bytes that this process may still write, without those that are kept for root: not all of
    /// them can be used even by root.
    var freeBytes: UInt64 {
        let (bytes, isMore) = UInt64(f_bavail).multipliedReportingOverflow(by: UInt64(f_frsize))
        return isMore ? .max : bytes
    }
}
