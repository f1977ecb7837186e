import AnnalsModel
import Foundation

// What the files lie on.

extension ExaminedStore {
    /// Whether there is room for what comes.
    func disk() -> [ExaminedCheck] {
        var found = statvfs()
        guard statvfs(folder, &found) == 0 else { return [] }
        let bytes = found.freeBytes
        let words = "\(ByteCount.words(bytes)) free"
        if found.f_files > 0, found.f_favail < Limits.freeInodesMin {
            return [
                ExaminedCheck(
                    "disk", .wrong, "\(found.f_favail) more files can be made",
                    remedy: .words("Remove files from the file system of \(folder.terminalSafe)."))
            ]
        }
        guard bytes >= LogReader.healthDiskBytes else {
            return [
                ExaminedCheck(
                    "disk", .wrong, "\(words), and appends are about to fail",
                    remedy: .words("Make room on the file system of \(folder.terminalSafe)."))
            ]
        }
        let needed = UInt64(LogReader.bytes(ofFile: file)) + UInt64(Limits.restoreSpareBytes)
        guard bytes >= needed else {
            return [
                ExaminedCheck(
                    "disk", .note,
                    "\(words), where a backup beside the store needs \(ByteCount.words(needed))",
                    remedy: .words("Make room, or back up to another disk."))
            ]
        }
        guard status != nil else { return [ExaminedCheck("disk", .ok, words)] }
        return [
            ExaminedCheck(
                "disk", .ok,
                "\(words); the store has \(ByteCount.words(LogReader.bytes(ofFile: file)))")
        ]
    }

    /// What kind of file system it is.
    func fileSystem() -> [ExaminedCheck] {
        guard let kind = FileSystemKind(of: folder) else { return [] }
        return fileSystem(kind)
    }

    func fileSystem(_ kind: FileSystemKind) -> [ExaminedCheck] {
        let name = kind.name.terminalSafe
        let place = "\(name), mounted at \(kind.mountPoint.terminalSafe)"
        if kind.isReadOnly {
            return [
                ExaminedCheck(
                    "file_system", .wrong, "\(place) to be read only",
                    remedy: .words("Mount it to be written, or only read the store."))
            ]
        }
        switch FileSystemKind.verdict(on: kind.name) {
        case .fine: return [ExaminedCheck("file_system", .ok, place)]
        case .note(let why):
            return [ExaminedCheck("file_system", .note, "\(place): \(why)")]
        case .wrong(let why):
            return [
                ExaminedCheck(
                    "file_system", .wrong, "\(place): \(why)",
                    remedy: .words("Keep the store on a local disk, and copy backups to this one."))
            ]
        }
    }

    /// The write-ahead log, and why it does not become smaller.
    func wal() -> [ExaminedCheck] {
        guard status != nil else { return [] }
        let bytes = LogReader.bytes(ofFile: file + "-wal")
        let words = bytes == 0 ? "empty" : ByteCount.words(bytes)
        guard bytes >= Limits.examinedWALBytes else {
            return [ExaminedCheck("wal", .ok, words)]
        }
        let who = users.isEmpty ? "nobody has it open" : OpenProcess.list(users)
        return [
            ExaminedCheck(
                "wal", bytes >= LogReader.healthWALBytes ? .wrong : .note,
                "\(words), which a long read keeps from being moved into the file: \(who)",
                remedy: .words(
                    users.isEmpty
                        ? "Append something: what is in it is moved into the file then."
                        : "End the program that reads for so long."))
        ]
    }
}
