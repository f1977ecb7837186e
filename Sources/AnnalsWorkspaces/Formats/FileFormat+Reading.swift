import AnnalsModel

extension FileFormat {
    /// Reads a text of this format; a byte order mark is skipped.
    ///
    /// - Parameter depthMax: How many containers may stand inside one another.
    func read(_ content: FileContent, depthMax: Int) throws(FileFormatError) -> FormattedText {
        // A large text is not copied to be read.
        guard case (.json, .text(let text)) = (self, content) else {
            return try read(content.bytes, depthMax: depthMax)
        }
        return try JSONText.read(text, depthMax: depthMax)
    }

    /// The same of bytes.
    func read(_ bytes: [UInt8], depthMax: Int) throws(FileFormatError) -> FormattedText {
        switch self {
        case .json: try JSONText.read(bytes, depthMax: depthMax)
        case .jsonLines: try JSONLines.read(bytes, depthMax: depthMax)
        case .yaml: try YAMLReader.read(bytes, depthMax: depthMax)
        case .toml: try TOMLReader.read(bytes, depthMax: depthMax)
        case .frontMatter: try FrontMatter.read(bytes, depthMax: depthMax)
        case .checkList: try CheckList.read(bytes)
        case .sections: try MarkdownSections.read(bytes, depthMax: depthMax)
        case .text: try PlainText.read(bytes)
        }
    }
}

/// Text without further structure.
enum PlainText {
    static func read(_ bytes: [UInt8]) throws(FileFormatError) -> FormattedText {
        let range = ByteOrderMark.length(in: bytes)..<bytes.count
        let text = try decode(bytes, range)
        return FormattedText(
            ["text": .string(text)], lines: TextLines(of: bytes) { _ in node(range) })
    }

    private static func node(_ range: Range<Int>) -> TextNode {
        let text = TextMember(name: "text", key: range, value: TextNode(range: range))
        return TextNode(range: range, content: .object([text]))
    }

    /// The text of some bytes.
    static func decode(
        _ bytes: [UInt8], _ range: Range<Int>
    ) throws(FileFormatError) -> String {
        if let text = String(validating: bytes[range], as: UTF8.self) { return text }
        // The first scalar that the decoder had to replace.
        var offset = range.lowerBound
        var decoder = UTF8()
        var iterator = bytes[range].makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            offset += UTF8.width(scalar)
        }
        throw FileFormatError("not text: a byte that is not UTF-8", at: offset, in: bytes)
    }
}
