import AnnalsModel
import Foundation

extension WorkspaceReducedMode {
    /// What is never set of a file's mode.
    private static let neverSet = ~FolderWriter.fileModeBits & 0o7777

    /// Compares what was captured with what there is; nil if it is the same.
    init?(_ path: WorkspacePath, _ mode: UInt16, written: UInt16) {
        guard written != mode else { return nil }
        let reason =
            mode & Self.neverSet != 0
            ? "setuid and setgid would run a program as somebody else, and a store may be a"
                + " stranger's"
            : "the system did not set all of them for this user"
        self.init(
            path: path.id, mode: Self.octal(mode), written: Self.octal(written), reason: reason)
    }

    private static func octal(_ mode: UInt16) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Sets the bits of a mode that may be set, and says which mode came of it.
    ///
    /// A system may drop a bit without an error, as that of a group one is not in.
    ///
    /// - Returns: The mode; nil with `errno` set where the system refuses.
    static func set(_ mode: UInt16, keeping bits: UInt16, of descriptor: Int32) -> UInt16? {
        guard fchmod(descriptor, mode_t(mode & bits)) == 0 else { return nil }
        return WorkspaceFolder.status(of: descriptor)?.mode
    }
}
