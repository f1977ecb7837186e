/// How the lines of a text are laid out, for what is written between them.
struct TextLayout {
    /// The bytes of the text.
    let bytes: [UInt8]
    /// What ends a line.
    let newline: [UInt8]
    /// Where the part that counts ends.
    let end: Int

    init(_ bytes: [UInt8], end: Int? = nil) {
        self.bytes = bytes
        self.end = end ?? bytes.count
        let first = bytes.firstIndex(of: 0x0A) ?? 0
        newline = first > 0 && bytes[first - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
    }

    /// Where the line of an offset begins; behind a byte order mark.
    func lineStart(_ offset: Int) -> Int {
        bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? ByteOrderMark.length(in: bytes)
    }

    /// Where the line of an offset ends, in front of what ends it.
    func lineEnd(_ offset: Int) -> Int {
        let newline = bytes[offset..<max(offset, end)].firstIndex(of: 0x0A) ?? max(offset, end)
        return newline > offset && newline < bytes.count && bytes[newline - 1] == 0x0D
            ? newline - 1 : newline
    }

    /// Where the line behind that of an offset begins.
    func nextLine(_ offset: Int) -> Int {
        bytes[offset..<max(offset, end)].firstIndex(of: 0x0A).map { $0 + 1 } ?? max(offset, end)
    }

    /// Bytes between an offset and the start of its line.
    func column(_ offset: Int) -> Int { offset - lineStart(offset) }

    /// Whether nothing but spaces and tabs stands before an offset on its line.
    func beginsLine(_ offset: Int) -> Bool {
        bytes[lineStart(offset)..<offset].allSatisfy(TextLine.isSpace)
    }

    /// The lines that a part of the text touches, with what ends them; the last line of a text
    /// that ends without a newline goes with the newline in front of it.
    func lines(_ range: Range<Int>) -> Range<Int> {
        var start = lineStart(range.lowerBound)
        let next = nextLine(range.upperBound)
        let isLast = next == end && (end == 0 || bytes[end - 1] != 0x0A)
        if isLast, start > 0, bytes[start - 1] == 0x0A { start -= newline.count }
        return max(start, 0)..<next
    }

    /// Spaces.
    static func spaces(_ count: Int) -> [UInt8] {
        Array(repeating: 0x20, count: max(0, count))
    }
}
