import AnnalsLog
import Foundation

extension WorkspaceFolder {
    /// Whether an entry belongs to a store that this process has open.
    ///
    /// Closing a descriptor of such a file would drop SQLite's locks on it.
    func isHeldStore(_ name: [UInt8], _ status: FileStatus, in parent: FileStatus) -> Bool {
        store.contains(status, name: name, in: parent)
            || OpenStores.holds(
                FileIdentity(device: status.device, inode: status.inode),
                named: String(decoding: name, as: UTF8.self),
                in: FileIdentity(device: parent.device, inode: parent.inode))
    }

    /// Whether an open file is a store of anybody, or a file beside one.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - parent: The open folder that it lies in.
    func isOfStore(_ file: Int32, _ name: [UInt8], in parent: Int32) -> Bool {
        isStore(file, name) || StoreSigns.owners(of: name).contains { isStore($0, in: parent) }
    }

    /// Whether what is at a path is a store of anybody, or a file beside one.
    func isOfStore(_ path: WorkspacePath) -> Bool {
        guard let (parent, name) = openParent(of: path.bytes) else { return false }
        defer { close(parent) }
        return ([name] + StoreSigns.owners(of: name)).contains { isStore($0, in: parent) }
    }

    private func isStore(_ name: [UInt8], in parent: Int32) -> Bool {
        guard let status = Self.status(name, in: parent), status.kind == .file,
            let folder = Self.status(of: parent)
        else { return false }
        if isHeldStore(name, status, in: folder) { return true }
        let file = Self.withName(name) { name in
            openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard file >= 0 else { return false }
        defer { close(file) }
        return isStore(file, name)
    }

    private func isStore(_ file: Int32, _ name: [UInt8]) -> Bool {
        var header = [UInt8](repeating: 0, count: StoreSigns.headerBytes)
        let count = header.withUnsafeMutableBytes { buffer in
            pread(file, buffer.baseAddress, buffer.count, 0)
        }
        guard count >= 0 else { return false }
        header.removeLast(header.count - count)
        return StoreSigns.isStore(header)
            || StoreSigns.isDraft(name) && StoreSigns.isUnbegun(header)
    }
}
