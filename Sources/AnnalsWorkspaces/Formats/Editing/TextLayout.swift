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

    /// The lines that a part of the text touches, with what ends them.
    func lines(_ range: Range<Int>) -> Range<Int> {
        lineStart(range.lowerBound)..<nextLine(range.upperBound)
    }

    /// Whether nothing but spaces and tabs stands behind an offset on its line.
    func endsLine(_ offset: Int) -> Bool {
        bytes[offset..<max(offset, lineEnd(offset))].allSatisfy(TextLine.isSpace)
    }

    /// Spaces.
    static func spaces(_ count: Int) -> [UInt8] {
        Array(repeating: 0x20, count: max(0, count))
    }
}
