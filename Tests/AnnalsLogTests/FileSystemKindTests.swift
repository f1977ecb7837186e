import Testing

@testable import AnnalsLog

/// On which file systems a store is safe.
@Suite struct FileSystemKindTests {
    @Test(arguments: [
        "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "vboxsf", "virtiofs", "vfat",
        "drvfs",
    ])
    func isNotSafe(_ name: String) {
        guard case .wrong = FileSystemKind.verdict(on: name) else {
            Issue.record("\(name) is no place for a store")
            return
        }
    }

    @Test(arguments: ["tmpfs", "overlay", "fuse", "fuse.gocryptfs", "ecryptfs"])
    func isSaid(_ name: String) {
        guard case .note = FileSystemKind.verdict(on: name) else {
            Issue.record("\(name) is worth a word")
            return
        }
    }

    @Test(arguments: ["ext4", "xfs", "btrfs", "zfs", "f2fs", "ntfs3"])
    func isFine(_ name: String) {
        #expect(FileSystemKind.verdict(on: name) == .fine)
    }

    @Test func isFoundByTheNearestMount() throws {
        let table = """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw
            30 22 0:40 / /srv ro,nosuid - nfs4 server:/srv rw,vers=4.2
            31 30 0:41 / /srv/a\\040b rw shared:9 master:2 - fuse.sshfs me@host: rw
            32 22 8:2 / /srvother rw - xfs /dev/sdb rw
            33 32 0:50 / /srvother rw - tmpfs tmpfs rw
            broken line
            """
        let root = try #require(FileSystemKind(of: "/var/lib/me", in: table))
        #expect(root.name == "ext4" && root.mountPoint == "/" && !root.isReadOnly)
        let server = try #require(FileSystemKind(of: "/srv/x", in: table))
        #expect(server.name == "nfs4" && server.isReadOnly)
        let spaced = try #require(FileSystemKind(of: "/srv/a b/c", in: table))
        #expect(spaced.name == "fuse.sshfs" && spaced.mountPoint == "/srv/a b")
        #expect(FileSystemKind(of: "/srvother", in: table)?.name == "tmpfs")
        #expect(FileSystemKind(of: "/srv", in: "") == nil)
    }
}
