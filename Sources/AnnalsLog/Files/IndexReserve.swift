import AnnalsModel
import CAnnalsSystem
import Foundation

/// Room on the disk for the shared index of the write-ahead log.
///
/// SQLite maps that file into memory and makes it longer without giving it all of its blocks; where
/// blocks are smaller than pages of memory, a write to the mapping on a full disk then ends the
/// process with SIGBUS, where a write to a file would be refused.
struct IndexReserve {
    /// Frames of the log for which the index has blocks.
    private var frames: Int64 = 0

    /// Frames of the log to which one region of the index belongs, and its bytes.
    /// https://www.sqlite.org/walformat.html#the_wal_index_file_format
    private static let regionFrames: Int64 = 4_096
    private static let regionBytes: Int64 = 32_768
    /// Frames that a log of some size may grow by before it is looked at again.
    private static let framesAhead: Int64 = 65_536
    /// Bytes of a frame with the smallest pages that a store has.
    private static let frameBytes: Int64 = 4_096
    /// Bytes that must be free before SQLite touches the index for the first time.
    private static let bytesToOpen: UInt64 = 128 << 10

    /// Takes blocks for an index that fits the log as it is, and as it may soon be.
    ///
    /// - Throws: `io` if the disk is full.
    mutating func grow(_ path: StorePath, walBytes: Int64) throws(StoreError) {
        let needed = walBytes / Self.frameBytes + Self.framesAhead / 2
        guard needed > frames else { return }
        let wanted = walBytes / Self.frameBytes + Self.framesAhead
        let bytes = (wanted / Self.regionFrames + 1) * Self.regionBytes
        // Where the file cannot be found, or the file system cannot do it, all is as it was.
        if let descriptor = Self.descriptor(of: path.index),
            annals_reserve(descriptor, bytes) != 0, errno == ENOSPC
        {
            throw Self.full(path)
        }
        frames = wanted
    }

    /// SQLite's own descriptor: another one of the file could not be closed without dropping the
    /// locks that SQLite holds on it.
    private static func descriptor(of index: String) -> Int32? {
        guard let wanted = FileIdentity(of: index) else { return nil }
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return open.lazy.compactMap { Int32($0) }.first { FileIdentity(of: $0) == wanted }
    }

    /// Refuses to open a store where the first look at the index could end the process.
    ///
    /// - Throws: `io` if the disk is full.
    static func checkRoom(_ path: StorePath) throws(StoreError) {
        var status = statvfs()
        guard statvfs(path.folder, &status) == 0 else { return }
        let isFine = UInt64(status.f_bsize) >= UInt64(sysconf(Int32(_SC_PAGESIZE)))
        var index = stat()
        let hasBlocks =
            stat(path.index, &index) == 0 && Int64(index.st_blocks) * 512 >= regionBytes
        guard
            isFine || hasBlocks || status.freeBytes >= bytesToOpen
                || access(path.folder, W_OK) != 0
        else {
            throw full(path)
        }
    }

    private static func full(_ path: StorePath) -> StoreError {
        StoreError(
            .io, "cannot use \(path.given.terminalSafe): its disk is full; make room and try again")
    }
}
