import AnnalsModel
import Foundation

// Who may do what with the files.

extension ExaminedStore {
    /// Whether the files beside the store can be made.
    func folderCheck() -> [ExaminedCheck] {
        let folder = folder.terminalSafe
        var found = stat()
        guard stat(self.folder, &found) == 0, found.st_mode & S_IFMT == S_IFDIR else {
            return [
                ExaminedCheck(
                    "folder", .wrong, "there is no folder \(folder)",
                    remedy: .words("Make the folder, or give another path."))
            ]
        }
        guard access(self.folder, W_OK | X_OK) == 0 else {
            let isMedium = errno == EROFS
            return [
                ExaminedCheck(
                    "folder", .wrong,
                    isMedium
                        ? "\(folder) is mounted to be read only, so that nothing can be appended"
                        : "this user may not write in \(folder), so that nothing can be appended",
                    remedy: .words(
                        isMedium
                            ? "Mount it to be written (mount -o remount,rw), or only read."
                            : "Give this user the folder (chown), or run as its owner."))
            ]
        }
        return [ExaminedCheck("folder", .ok, "\(folder) can be written")]
    }

    /// The store and the files beside it.
    func permissions() -> [ExaminedCheck] {
        guard let status, !isNoFile, !isNoStore else { return [] }
        let paths = [file] + ["-wal", "-shm", "-lock"].map { file + $0 }
        var (denied, foreign, open): ([String], [String], [String]) = ([], [], [])
        for path in paths {
            var found = stat()
            guard stat(path, &found) == 0 else { continue }
            let name = System.name(of: path).terminalSafe
            if access(path, R_OK | W_OK) != 0 { denied.append(name) }
            if found.st_uid != status.st_uid { foreign.append(name) }
            if found.st_mode & S_IWOTH != 0 { open.append(name) }
        }
        let mode = String(status.st_mode & 0o777, radix: 8)
        let owner = Self.user(status.st_uid)
        if !open.isEmpty {
            return [
                ExaminedCheck(
                    "permissions", .wrong,
                    "every user of this machine may write \(open.joined(separator: ", "))",
                    remedy: .words("Take that away: chmod o-w \(file.terminalSafe)*"))
            ]
        }
        if !denied.isEmpty {
            return [
                ExaminedCheck(
                    "permissions", .wrong,
                    "this user may not read and write \(denied.joined(separator: ", ")), of user"
                        + " \(owner), mode \(mode)",
                    remedy: .words(
                        "Give this user the permission, or run as user \(owner)."))
            ]
        }
        if !foreign.isEmpty {
            return [
                ExaminedCheck(
                    "permissions", .note,
                    "\(foreign.joined(separator: ", ")) belongs to another user than the store,"
                        + " \(owner)",
                    remedy: .words("chown \(status.st_uid) \(file.terminalSafe)*"))
            ]
        }
        return [
            ExaminedCheck(
                "permissions", .ok,
                "this user may read and write; owner \(owner), mode \(mode)")
        ]
    }

    /// A user by name, where the system knows one, and by number.
    private static func user(_ id: uid_t) -> String {
        guard let entry = getpwuid(id), let name = entry.pointee.pw_name else { return "\(id)" }
        return "\(String(cString: name).terminalSafe) (\(id))"
    }

    /// The private key that closes cycles, if one is named.
    func keyFile() -> [ExaminedCheck] {
        guard let path = environment["ANNALS_KEY"], !path.isEmpty else { return [] }
        // Whoever gave the key itself here must not see it repeated.
        guard (try? StoreFile.checkPath(path)) != nil else {
            return [
                ExaminedCheck(
                    "key", .wrong, "ANNALS_KEY holds a key itself",
                    remedy: .words("Put the path of the key's file there, and make another key."))
            ]
        }
        let name = path.terminalSafe
        var found = stat()
        guard stat(path, &found) == 0, access(path, R_OK) == 0 else {
            return [
                ExaminedCheck(
                    "key", .wrong, "ANNALS_KEY names \(name), which cannot be read",
                    remedy: .words("Give the path of a key file that this user may read."))
            ]
        }
        guard found.st_mode & 0o077 == 0 else {
            return [
                ExaminedCheck(
                    "key", .wrong,
                    "others than its owner may use the private key \(name), mode"
                        + " \(String(found.st_mode & 0o777, radix: 8))",
                    remedy: .words("chmod 600 \(name)"))
            ]
        }
        return [ExaminedCheck("key", .ok, "\(name) is its owner's alone")]
    }
}
