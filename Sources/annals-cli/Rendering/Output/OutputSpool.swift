import AnnalsModel
import Foundation

/// Bytes that the reader of the output did not take yet, first in, first out.
///
/// A part stays in memory; more goes to a file that has no name, so that nothing of it is left
/// however the process ends.
final class OutputSpool {
    private var memory: [UInt8] = []
    /// Bytes of `memory` that were taken.
    private var taken = 0
    /// The file, once there was more than memory should hold; -1 before.
    private var file: Int32 = -1
    private var fileRead: Int64 = 0
    private var fileWritten: Int64 = 0
    private let memoryMax: Int

    /// - Parameter memoryMax: Bytes from which more go to the file.
    init(memoryMax: Int = Limits.spoolBytesMax) {
        self.memoryMax = memoryMax
    }

    deinit {
        if file >= 0 { close(file) }
    }

    /// Whether everything was taken.
    var isEmpty: Bool { taken == memory.count && fileRead == fileWritten }

    /// Adds bytes at the end.
    ///
    /// - Throws: `io` where they cannot be kept, as on a full disk.
    func append(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        let isInFile = fileRead < fileWritten
        guard isInFile || memory.count - taken + bytes.count > memoryMax else {
            memory.removeFirst(taken)
            taken = 0
            memory.append(contentsOf: bytes)
            return
        }
        if file < 0 { try makeFile() }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            let count = pwrite(file, piece.baseAddress, piece.count, off_t(fileWritten))
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw failure()
            }
            fileWritten += Int64(count)
            rest = rest.dropFirst(count)
        }
    }

    /// Hands the first bytes to a closure.
    ///
    /// - Parameter take: Gets some bytes; how many of them it took.
    /// - Returns: Whether it took all that it was given, so that it may be asked again.
    func drain(_ take: (UnsafeRawBufferPointer) throws -> Int) throws -> Bool {
        if taken == memory.count { try fetch() }
        let offered = memory.count - taken
        let count = try memory.withUnsafeBytes { bytes in
            try take(UnsafeRawBufferPointer(rebasing: bytes[taken...]))
        }
        taken += count
        return count == offered
    }

    /// Takes the next piece of the file into memory.
    private func fetch() throws(StoreError) {
        memory.removeAll(keepingCapacity: true)
        taken = 0
        let wanted = Int(min(Int64(Self.pieceBytes), fileWritten - fileRead))
        guard wanted > 0 else { return }
        memory = [UInt8](repeating: 0, count: wanted)
        var count = 0
        while count < wanted {
            let read = memory.withUnsafeMutableBytes { bytes in
                pread(
                    file, bytes.baseAddress.map { $0 + count }, wanted - count,
                    off_t(fileRead) + count)
            }
            guard read > 0 else {
                if read < 0, errno == EINTR { continue }
                throw failure()
            }
            count += read
        }
        fileRead += Int64(wanted)
        guard fileRead == fileWritten else { return }
        // What the reader has caught up with need not take room on the disk.
        ftruncate(file, 0)
        (fileRead, fileWritten) = (0, 0)
    }

    private static let pieceBytes = 65_536

    private func makeFile() throws(StoreError) {
        let folder = FileManager.default.temporaryDirectory
        let path = folder.appendingPathComponent("annals-output-\(UUID().uuidString)").path
        file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure() }
        unlink(path)
    }

    private func failure() -> StoreError {
        StoreError(
            .io,
            "results cannot be kept for a reader that is slow"
                + " (\(String(cString: strerror(errno)))): make room where TMPDIR points, or read"
                + " them faster")
    }
}
