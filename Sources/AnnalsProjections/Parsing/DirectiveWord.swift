import AnnalsModel

/// A piece of a directive.
struct DirectiveWord: Sendable {
    /// What sort of piece it is.
    enum Kind: Sendable {
        /// A keyword, a pattern or a bare name.
        case bare
        /// A name in double quotes.
        case quoted
        /// A JSON Pointer, bare or in single quotes.
        case pointer
        case comma
        case colon
    }

    let kind: Kind
    /// The text, unquoted.
    let text: String
    /// Offset in the source.
    let offset: Int

    /// The words of the comments that make up a directive.
    ///
    /// - Throws: `projectionInvalid` where quotes do not end.
    static func words(
        of lines: [SQLToken], in source: SourceText
    ) throws(StoreError) -> [DirectiveWord] {
        var words: [DirectiveWord] = []
        for line in lines {
            var offset = line.range.lowerBound + 2
            let end = line.range.upperBound
            while offset < end {
                let byte = source.bytes[offset]
                if isBlank(byte) {
                    offset += 1
                    continue
                }
                let word = try word(at: offset, before: end, in: source)
                words.append(word.word)
                offset = word.end
            }
        }
        return words
    }

    /// Whether a bare text can be the name of a table or column.
    static func isIdentifier(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, !(0x30...0x39).contains(first) else { return false }
        return bytes.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
                || byte == UInt8(ascii: "_") || byte >= 0x80
        }
    }

    private static func word(
        at start: Int, before end: Int, in source: SourceText
    ) throws(StoreError) -> (word: DirectiveWord, end: Int) {
        let bytes = source.bytes
        func stop(_ isStop: (UInt8) -> Bool) -> Int {
            bytes[start..<end].firstIndex(where: isStop) ?? end
        }
        switch bytes[start] {
        case UInt8(ascii: ","):
            return (DirectiveWord(kind: .comma, text: ",", offset: start), start + 1)
        case UInt8(ascii: ":"):
            return (DirectiveWord(kind: .colon, text: ":", offset: start), start + 1)
        case UInt8(ascii: "/"):
            let stop = stop { isBlank($0) || $0 == UInt8(ascii: ",") }
            let text = source.text(start..<stop)
            return (DirectiveWord(kind: .pointer, text: text, offset: start), stop)
        case UInt8(ascii: "'"):
            return try quoted(.pointer, at: start, before: end, in: source)
        case UInt8(ascii: "\""):
            return try quoted(.quoted, at: start, before: end, in: source)
        default:
            let stop = stop { isBlank($0) || [0x2C, 0x3A, 0x22, 0x27].contains($0) }
            let text = source.text(start..<stop)
            return (DirectiveWord(kind: .bare, text: text, offset: start), stop)
        }
    }

    private static func quoted(
        _ kind: Kind, at start: Int, before end: Int, in source: SourceText
    ) throws(StoreError) -> (word: DirectiveWord, end: Int) {
        let bytes = source.bytes
        let quote = bytes[start]
        var content: [UInt8] = []
        var offset = start + 1
        while offset < end {
            if bytes[offset] != quote {
                content.append(bytes[offset])
                offset += 1
            } else if offset + 1 < end, bytes[offset + 1] == quote {
                content.append(quote)
                offset += 2
            } else {
                let text = String(decoding: content, as: UTF8.self)
                return (DirectiveWord(kind: kind, text: text, offset: start), offset + 1)
            }
        }
        throw source.error("these quotes do not end on their line", at: start)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}
