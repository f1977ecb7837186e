/// A line of a text, without what ends it.
struct TextLine {
    /// Where it stands.
    let range: Range<Int>
    /// Where the next line begins.
    let next: Int
    /// Its number, from 1.
    let number: Int

    /// The lines of a part of a text.
    ///
    /// - Parameter number: The number of the first of them.
    static func lines(
        of bytes: [UInt8], in range: Range<Int>, from number: Int = 1
    ) -> some Sequence<TextLine> {
        let first: TextLine? = range.isEmpty ? nil : line(of: bytes, range, number)
        return sequence(state: first) { (state: inout TextLine?) in
            guard let current = state else { return nil }
            state =
                current.next < range.upperBound
                ? line(of: bytes, current.next..<range.upperBound, current.number + 1) : nil
            return current
        }
    }

    private static func line(of bytes: [UInt8], _ rest: Range<Int>, _ number: Int) -> TextLine {
        let newline = bytes[rest].firstIndex(of: 0x0A)
        var end = newline ?? rest.upperBound
        if newline != nil, end > rest.lowerBound, bytes[end - 1] == 0x0D { end -= 1 }
        return TextLine(
            range: rest.lowerBound..<end, next: newline.map { $0 + 1 } ?? rest.upperBound,
            number: number)
    }

    /// Whether a byte is a space or a tab.
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// A part of a text without the spaces around it.
    static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        guard let first = bytes[range].firstIndex(where: { !isSpace($0) }),
            let last = bytes[range].lastIndex(where: { !isSpace($0) })
        else { return range.lowerBound..<range.lowerBound }
        return first..<(last + 1)
    }
}
