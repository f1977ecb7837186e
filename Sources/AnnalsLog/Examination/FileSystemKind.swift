import AnnalsModel
import CAnnalsSystem
import Foundation

/// What kind of file system a folder is on, and what that means for a store.
///
/// A store needs locks that every process sees at once, a map of memory that processes share, and
/// a disk that keeps what it says it has synced. https://www.sqlite.org/wal.html#overview
struct FileSystemKind {
    /// Its name, as the kernel has it, such as `ext4` or `fuse.sshfs`.
    let name: String
    /// Whether it is mounted to be read only.
    let isReadOnly: Bool
    /// Where it is mounted.
    let mountPoint: String

    /// How a store is kept on it.
    enum Verdict: Equatable {
        /// As it should be.
        case fine
        /// Something to know.
        case note(String)
        /// Not safely.
        case wrong(String)
    }

    /// Shared by machines, whose locks and maps are not.
    private static let network: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "afs", "ceph", "coda", "lustre",
        "glusterfs", "beegfs", "gfs2", "ocfs2", "vboxsf", "vmhgfs", "prl_fs", "drvfs", "virtiofs",
        "davfs", "orangefs", "gpfs",
    ]
    /// Programs that play a file system over a network; the name follows `fuse.`.
    private static let networkPrograms: Set<String> = [
        "sshfs", "rclone", "s3fs", "gcsfuse", "goofys", "davfs2", "glusterfs", "ceph-fuse",
        "curlftpfs", "blobfuse", "blobfuse2", "vmhgfs-fuse", "mergerfs-nfs", "juicefs", "s3backer",
        "geesefs", "mount-s3", "osxfs", "grpcfuse",
    ]

    /// What a name means.
    static func verdict(on name: String) -> Verdict {
        let program = name.hasPrefix("fuse.") ? String(name.dropFirst(5)) : nil
        if network.contains(name) || program.map(networkPrograms.contains) == true {
            return .wrong(
                "it is shared by machines, whose locks and memory are not, so that two writers can"
                    + " damage the store")
        }
        switch name {
        case "tmpfs", "ramfs": return .note("it is in memory, and gone when the machine stops")
        case "overlay", "aufs", "unionfs":
            return .note(
                "it is the changing layer of a container, and may go with it: use a volume")
        case "ecryptfs": return .note("names of files may only be 143 bytes long")
        case "msdos", "vfat", "exfat":
            return .wrong("it has no permissions, and no journal that survives a loss of power")
        case "fuse", "fuseblk":
            return .note("a program plays it, and it is not known how well it keeps locks")
        default:
            return program == nil
                ? .fine : .note("a program plays it, and it is not known how well it keeps locks")
        }
    }

    /// That of a folder; nil where the system does not say.
    init?(of folder: String) {
        guard let bytes = FileManager.default.contents(atPath: "/proc/self/mountinfo") else {
            return nil
        }
        self.init(of: System.resolved(folder) ?? folder, in: String(decoding: bytes, as: UTF8.self))
    }

    /// That of a folder, by the table of mounts.
    ///
    /// https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
    init?(of folder: String, in table: String) {
        var best: (point: String, options: Substring, type: Substring)?
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: " - ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let (mount, system) = (parts[0].split(separator: " "), parts[1].split(separator: " "))
            guard mount.count >= 6, let type = system.first else { continue }
            let point = Self.unescaped(mount[4])
            let isAbove = point == "/" || folder == point || folder.hasPrefix(point + "/")
            // Of several at one place the last covers the others.
            guard isAbove, point.utf8.count >= best?.point.utf8.count ?? 0 else { continue }
            best = (point, mount[5], type)
        }
        guard let best else { return nil }
        name = String(best.type)
        isReadOnly = best.options.split(separator: ",").contains("ro")
        mountPoint = best.point
    }

    private static func unescaped(_ text: Substring) -> String {
        [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
            .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }
}
