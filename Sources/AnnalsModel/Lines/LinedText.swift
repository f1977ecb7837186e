internal import Foundation

/// A text cut into its lines.
///
/// A line ends with its newline, which belongs to it; what follows the last newline is a line too,
/// unless it is empty. A carriage return is a byte of its line as any other.
struct LinedText: Sendable {
    private let bytes: [UInt8]
    /// Where each line begins, and the end of the last one.
    private let bounds: [Int]

    init(_ text: String) {
        bytes = Array(text.utf8)
        var bounds = [0]
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count, let base = bytes.baseAddress {
                let rest = bytes.count - start
                guard let end = memchr(base + start, 0x0A, rest) else {
                    bounds.append(bytes.count)
                    return
                }
                start = UnsafeRawPointer(end) - base + 1
                bounds.append(start)
            }
        }
        self.bounds = bounds
    }

    /// Number of lines.
    var count: Int { bounds.count - 1 }

    /// Whether a line ends with a newline; only the last may not.
    func hasNewline(_ line: Int) -> Bool {
        bytes[bounds[line + 1] - 1] == 0x0A
    }

    /// A line without its newline.
    func text(_ line: Int) -> String {
        let end = bounds[line + 1] - (hasNewline(line) ? 1 : 0)
        return String(decoding: bytes[bounds[line]..<end], as: UTF8.self)
    }

    /// Lines with their newlines, as one text.
    func text(_ lines: Range<Int>) -> String {
        String(decoding: bytes[bounds[lines.lowerBound]..<bounds[lines.upperBound]], as: UTF8.self)
    }

    /// A line with its newline.
    func whole(_ line: Int) -> ExactString {
        ExactString(text(line..<line + 1))
    }

    /// Whether a line has the same bytes as one of another text.
    func isEqual(_ line: Int, to otherLine: Int, of other: LinedText) -> Bool {
        let length = bounds[line + 1] - bounds[line]
        guard length == other.bounds[otherLine + 1] - other.bounds[otherLine] else { return false }
        return bytes.withUnsafeBytes { mine in
            other.bytes.withUnsafeBytes { others in
                guard let mine = mine.baseAddress, let others = others.baseAddress else {
                    return true
                }
                return memcmp(mine + bounds[line], others + other.bounds[otherLine], length) == 0
            }
        }
    }
}
