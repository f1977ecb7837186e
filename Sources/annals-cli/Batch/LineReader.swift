import Annals
import AnnalsModel
import Foundation

/// Reads a file or standard input line by line, in memory bounded by the longest line.
final class LineReader {
    /// What the input is called in messages.
    var name: String { file.name }
    /// Number of the line that was read last, from 1.
    var number: Int64 { progress.line }
    /// How far it has come, for others that want to know.
    let progress = ReadProgress()

    private let file: GivenFile
    private let size: Int64?
    /// Bytes of one line without its end.
    private let lineBytesMax: Int
    private var buffer: [UInt8]
    /// What was read and not yet given.
    private var unread = 0..<0
    private var isAtEnd = false

    /// Opens a file, or takes standard input for `-`.
    ///
    /// - Parameters:
    ///   - store: Path of the store, whose files are not read.
    ///   - lineBytesMax: Bytes of one line, its return included: its event could not be stored if
    ///     it had more.
    /// - Throws: `io` if it cannot be opened, `invalidArgument` if it is a folder, a device or a
    ///   file of the store.
    init(
        _ path: String, besides store: String, lineBytesMax: Int = Limits.bodyBytesMax
    ) throws(StoreError) {
        if path == "-" {
            file = .standardInput
            try file.check()
        } else {
            file = try GivenFile(opening: path, besides: store)
        }
        size = file.size
        self.lineBytesMax = lineBytesMax
        buffer = [UInt8](repeating: 0, count: min(1 << 18, lineBytesMax + 1))
    }

    deinit {
        file.close()
    }

    /// Kilobytes there are, where that is known.
    var kilobytes: Int64? { size.map { ($0 + 999) / 1000 } }

    /// Gives the next line to a closure, without its end; it may be blank.
    ///
    /// - Returns: What the closure makes of it; nil after the last line.
    /// - Throws: `io`, `tooLarge`, `interrupted`, and what the closure throws.
    func next<Value>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Value) throws -> Value? {
        var searched = unread.lowerBound
        while true {
            if let end = lineEnd(from: searched) {
                let line = unread.lowerBound..<end
                unread = min(end + 1, unread.upperBound)..<unread.upperBound
                let number = progress.goToNextLine()
                return try buffer.withUnsafeBufferPointer { bytes in
                    var line = bytes[line]
                    if line.last == UInt8(ascii: "\r") { line.removeLast() }
                    if number == 1 { line = line.dropFirst(ByteOrderMark.length(in: line)) }
                    return try body(UnsafeBufferPointer(rebasing: line))
                }
            }
            if isAtEnd { return nil }
            let kept = unread.count
            try fill()
            searched = unread.lowerBound + kept
        }
    }

    /// Passes over a line that is too long, up to its end.
    ///
    /// - Throws: `io`, `interrupted`.
    func skipLine() throws(StoreError) {
        repeat {
            if let end = lineEnd(from: unread.lowerBound) {
                unread = min(end + 1, unread.upperBound)..<unread.upperBound
                break
            }
            unread = 0..<0
            try fill()
        } while !isAtEnd
        _ = progress.goToNextLine()
    }

    /// Whether the next line, or the end, can be read without waiting for whoever writes it.
    ///
    /// - Throws: `io`, `interrupted`.
    func isLineAtHand() throws(StoreError) -> Bool {
        var searched = unread.lowerBound
        while lineEnd(from: searched) == nil {
            // A line that is too long is at hand, too: reading it says so.
            if isAtEnd || isFull { return true }
            guard file.hasBytes else { return false }
            let kept = unread.count
            try fill()
            searched = unread.lowerBound + kept
        }
        return true
    }

    /// Whether what was read of one line is more than a line may have.
    private var isFull: Bool { unread.count > lineBytesMax }

    /// Where the first line that was read ends; nil if its end is still to come.
    private func lineEnd(from start: Int) -> Int? {
        let end = buffer.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress, start < unread.upperBound else { return nil }
            let found = memchr(base + start, Int32(UInt8(ascii: "\n")), unread.upperBound - start)
            return found.map { UnsafeRawPointer($0) - base }
        }
        // The last line may come without a newline.
        return end ?? (isAtEnd && !unread.isEmpty ? unread.upperBound : nil)
    }

    private func fill() throws(StoreError) {
        if unread.lowerBound > 0 {
            buffer.replaceSubrange(0..<unread.count, with: buffer[unread])
            unread = 0..<unread.count
        }
        if unread.count == buffer.count {
            guard !isFull else {
                throw StoreError(
                    .tooLarge,
                    "line \(number + 1) of \(name.quotedForMessage) has more than "
                        + "\(lineBytesMax) bytes: give one event a line")
            }
            // One byte more than a line may have, so that its end still fits.
            let more = min(buffer.count, lineBytesMax + 1 - buffer.count)
            buffer.append(contentsOf: repeatElement(0, count: more))
        }
        let count = try read()
        unread = unread.lowerBound..<unread.upperBound + count
        progress.add(bytes: count)
        isAtEnd = count == 0
    }

    private func read() throws(StoreError) -> Int {
        while true {
            if Interruption.isRequested { throw .interrupted(after: number, of: name) }
            let count = try buffer.withUnsafeMutableBytes { bytes in
                file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[unread.upperBound...]))
            }.get()
            if let count { return count }
        }
    }
}
