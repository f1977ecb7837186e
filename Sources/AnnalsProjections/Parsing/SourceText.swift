import AnnalsModel

/// The text of a definition file, and the places in it that errors point at.
package struct SourceText: Sendable {
    /// The projection's name, which is the file's name without `.sql`.
    let name: String
    /// The text as UTF-8.
    package let bytes: [UInt8]
    /// Offsets at which lines begin, in order.
    private let lineStarts: [Int]

    /// Takes the text of the file `name`.sql.
    package init(name: String, _ text: String) {
        self.name = name
        bytes = Array(text.utf8)
        lineStarts =
            [0] + text.utf8.enumerated().filter { $0.element == 0x0A }.map { $0.offset + 1 }
    }

    /// The text between two offsets.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The 1-based line of an offset.
    func line(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// Whether nothing but blanks stands before the offset in its line.
    func beginsLine(at offset: Int) -> Bool {
        let start = lineStarts[line(of: offset) - 1]
        return bytes[start..<offset].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    /// Which of some names the text names, in whatever case and quotes, comments included.
    ///
    /// - Parameter names: In lower case, of ASCII letters, digits and underscores.
    func mentioned(of names: Set<String>) -> Set<String> {
        let words = bytes.split { byte in
            let isLetter = (0x61...0x7A).contains(byte | 0x20)
            return !isLetter && !(0x30...0x39).contains(byte) && byte != 0x5F && byte < 0x80
        }
        return Set(words.map { String(decoding: $0, as: UTF8.self).asciiLowercased })
            .intersection(names)
    }

    /// An error about a place: the sentence, `name.sql:line:column`, the line and a caret below it.
    ///
    /// Columns count characters (Unicode scalars) from 1. The line is quoted safely for terminals
    /// and cut around the place if it is long.
    func error(_ sentence: String, at offset: Int) -> StoreError {
        let offset = min(max(offset, 0), bytes.count)
        let line = line(of: offset)
        let start = lineStarts[line - 1]
        let end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
        let before = Array(text(start..<min(offset, end)).unicodeScalars)
        let after = Array(text(min(offset, end)..<end).unicodeScalars)
        let shownBefore = before.suffix(Self.contextCharacters)
        let shownAfter = after.prefix(Self.contextCharacters)
        let quoted = String(String.UnicodeScalarView((shownBefore + shownAfter).map(Self.visible)))
        let caret = String(repeating: " ", count: shownBefore.count) + "^"
        return StoreError(
            .projectionInvalid,
            """
            \(sentence)
            \(name).sql:\(line):\(before.count + 1)
                \(quoted)
                \(caret)
            """)
    }

    /// Characters of a line that an error quotes on each side of its place.
    private static let contextCharacters = 120

    /// One scalar for one scalar, so that the caret stays where it belongs.
    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\t" || scalar == "\r" { return " " }
        return String(scalar).terminalSafe == String(scalar) ? scalar : "\u{FFFD}"
    }
}
