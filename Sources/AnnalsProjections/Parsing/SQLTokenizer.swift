package import AnnalsModel

/// Cuts the text of a definition file into tokens, by the rules of SQLite's tokenizer.
///
/// Block comments and blanks are left out. What SQLite would take but a definition may not have is
/// refused here: numbered and Tcl parameters, a text or comment that does not end.
package struct SQLTokenizer {
    private let source: SourceText
    private let bytes: [UInt8]
    private var offset = 0

    init(_ source: SourceText) {
        self.source = source
        bytes = source.bytes
    }

    /// All tokens, in order.
    ///
    /// - Throws: `projectionInvalid` that points at what is no SQL.
    package static func tokens(of source: SourceText) throws(StoreError) -> [SQLToken] {
        var tokenizer = SQLTokenizer(source)
        var tokens: [SQLToken] = []
        while let token = try tokenizer.next() {
            tokens.append(token)
        }
        return tokens
    }

    private mutating func next() throws(StoreError) -> SQLToken? {
        try skipBlanks()
        guard let byte = peek() else { return nil }
        let start = offset
        let kind: SQLToken.Kind
        switch byte {
        case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
            offset = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            kind = .comment
        case UInt8(ascii: "'"):
            try skipQuoted(until: byte, "a text")
            kind = .string
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            kind = try blobOrWord()
        case UInt8(ascii: "\""), UInt8(ascii: "`"):
            kind = .quoted(name: try skipQuoted(until: byte, "a name"))
        case UInt8(ascii: "["):
            kind = .quoted(name: try skipBracketed())
        case UInt8(ascii: ":"), UInt8(ascii: "@"):
            kind = try parameter(byte)
        case UInt8(ascii: "?"), UInt8(ascii: "$"), UInt8(ascii: "#"):
            throw source.error(
                "a statement takes :name, a member of the event's data, or @name, a part of its "
                    + "envelope, and no other parameter", at: start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            skipNumber()
            kind = .number
        case UInt8(ascii: ".") where peek(1).map(Self.isDigit) == true:
            skipNumber()
            kind = .number
        case _ where Self.isWordByte(byte):
            skipWord()
            kind = .word
        default:
            try skipSymbol()
            kind = .symbol
        }
        let text = source.text(start..<offset)
        return SQLToken(
            kind: kind, range: start..<offset, text: text, folded: text.asciiLowercased)
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    private mutating func skipBlanks() throws(StoreError) {
        while let byte = peek() {
            if [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) {
                offset += 1
            } else if offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
                offset = 3
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                try skipBlockComment()
            } else {
                return
            }
        }
    }

    private mutating func skipBlockComment() throws(StoreError) {
        let start = offset
        offset += 2
        while offset + 1 < bytes.count {
            if bytes[offset] == UInt8(ascii: "*"), bytes[offset + 1] == UInt8(ascii: "/") {
                offset += 2
                return
            }
            offset += 1
        }
        throw source.error("this comment does not end: close it with */", at: start)
    }

    /// Skips a quoted piece, in which the doubled quote stands for itself.
    @discardableResult
    private mutating func skipQuoted(until quote: UInt8, _ what: String) throws(StoreError)
        -> String
    {
        let start = offset
        var content: [UInt8] = []
        offset += 1
        while let byte = peek() {
            offset += 1
            if byte != quote {
                content.append(byte)
            } else if peek() == quote {
                content.append(byte)
                offset += 1
            } else {
                return String(decoding: content, as: UTF8.self)
            }
        }
        throw source.error("\(what) begins here and does not end: close its quotes", at: start)
    }

    private mutating func skipBracketed() throws(StoreError) -> String {
        let start = offset
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "]")) else {
            throw source.error("a name begins here and does not end: close its bracket", at: start)
        }
        offset = end + 1
        return source.text(start + 1..<end)
    }

    private mutating func blobOrWord() throws(StoreError) -> SQLToken.Kind {
        guard peek(1) == UInt8(ascii: "'") else {
            skipWord()
            return .word
        }
        offset += 1
        try skipQuoted(until: UInt8(ascii: "'"), "a blob")
        return .blob
    }

    private mutating func parameter(_ sigil: UInt8) throws(StoreError) -> SQLToken.Kind {
        let start = offset
        offset += 1
        skipWord()
        let name = source.text(start + 1..<offset)
        // SQLite takes `:a::b` and `:a(b)` as one parameter, for Tcl.
        guard !name.isEmpty, peek() != UInt8(ascii: "("), peek() != UInt8(ascii: ":") else {
            throw source.error(
                "a parameter is a name after : or @, of letters, digits and _", at: start)
        }
        return sigil == UInt8(ascii: ":") ? .member(name: name) : .envelope(name: name)
    }

    private mutating func skipNumber() {
        let isHexadecimal =
            peek() == UInt8(ascii: "0") && (peek(1) ?? 0) | 0x20 == UInt8(ascii: "x")
        while let byte = peek() {
            let isExponentSign =
                !isHexadecimal && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
                && bytes[offset - 1] | 0x20 == UInt8(ascii: "e")
                && peek(1).map(Self.isDigit) == true
            guard Self.isWordByte(byte) || byte == UInt8(ascii: ".") || isExponentSign
            else { return }
            offset += 1
        }
    }

    private mutating func skipWord() {
        while let byte = peek(), Self.isWordByte(byte) { offset += 1 }
    }

    private mutating func skipSymbol() throws(StoreError) {
        let pair = peek(1).map { [bytes[offset], $0] } ?? []
        if Self.pairs.contains(where: { pair == Array($0.utf8) }) {
            offset += 2
            if pair == Array("->".utf8), peek() == UInt8(ascii: ">") { offset += 1 }
        } else if Self.singles.utf8.contains(bytes[offset]) {
            offset += 1
        } else {
            throw source.error("this character has no meaning in SQL", at: offset)
        }
    }

    private static let pairs = ["||", "<=", ">=", "<>", "==", "!=", "<<", ">>", "->"]
    private static let singles = "-+*/%=<>!~|&,.();"

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_")
            || byte >= 0x80
    }
}
