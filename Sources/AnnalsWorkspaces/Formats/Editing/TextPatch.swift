/// Changes of a text: parts of it, and what shall stand in their places.
struct TextPatch {
    private var changes: [(range: Range<Int>, bytes: [UInt8])] = []

    /// Whether nothing changes.
    var isEmpty: Bool { changes.isEmpty }

    /// Puts bytes in the place of others; behind those that were put at the same place before.
    mutating func replace(_ range: Range<Int>, with bytes: some Sequence<UInt8>) {
        changes.append((range, Array(bytes)))
    }

    /// A part of the text with the changes inside it.
    ///
    /// Where changes overlap, the first one counts.
    func applied(to text: [UInt8], in part: Range<Int>) -> [UInt8] {
        var out: [UInt8] = []
        var index = part.lowerBound
        let sorted = changes.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        for (_, change) in sorted
        where change.range.lowerBound >= index && change.range.upperBound <= part.upperBound {
            out += text[index..<change.range.lowerBound]
            out += change.bytes
            index = change.range.upperBound
        }
        return out + text[index..<part.upperBound]
    }
}
