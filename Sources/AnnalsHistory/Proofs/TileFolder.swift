import AnnalsIntegrity
import AnnalsLog
import AnnalsModel
import Foundation

/// A folder with an exported log (c2sp.org/tlog-tiles).
struct TileFolder {
    /// Where it is.
    let path: String

    private var checkpointPath: String { "\(path)/checkpoint" }

    /// The checkpoint whose tree is there; nil in a folder without one.
    ///
    /// - Throws: `invalidArgument` if there is something else; `io`.
    func checkpoint() throws(StoreError) -> SignedCheckpoint? {
        guard
            let bytes = try InputFile.bytes(
                ifAt: checkpointPath, limit: Limits.noteBytesMax)
        else { return nil }
        do {
            return try SignedCheckpoint(parsing: bytes)
        } catch {
            throw StoreError(
                error.code,
                "\(checkpointPath.terminalSafe) is no checkpoint, since \(error.message): export"
                    + " into another folder", cause: error)
        }
    }

    /// Writes a tile or a bundle of entries.
    func write(_ bytes: [UInt8], _ tile: TilePath) throws(StoreError) {
        let file = "\(path)/\(tile.path)"
        try makeFolder(System.folder(of: file))
        try OutputFile.replace(bytes, at: file)
    }

    /// Writes the checkpoint, once everything that it speaks of is there.
    func write(_ checkpoint: SignedCheckpoint) throws(StoreError) {
        try makeFolder(path)
        try OutputFile.replace(Array(checkpoint.serialized.utf8), at: checkpointPath)
    }

    /// Removes a partial file that a wider one replaces.
    ///
    /// - Returns: Whether it was there.
    func remove(_ tile: TilePath) -> Bool {
        let file = "\(path)/\(tile.path)"
        guard unlink(file) == 0 else { return false }
        // What a crash left of it.
        unlink(file + OutputFile.draftSuffix)
        // The folder of the widths of a tile goes with the last of them.
        rmdir(System.folder(of: file))
        return true
    }

    private func makeFolder(_ folder: String) throws(StoreError) {
        try StoreFile.checkPath(folder)
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw StoreError(
                .io, "cannot make the folder \(folder.terminalSafe): \(error)", cause: error)
        }
    }
}
