import AnnalsModel

extension TOMLReader {
    // MARK: Strings

    mutating func basicString() throws(FileFormatError) -> String {
        let start = index
        index += 1
        var text: [UInt8] = []
        while let byte = peek(), byte != 0x0A {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                return try decoded(text, from: start)
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            default:
                text.append(byte)
            }
        }
        throw error("a string has no end", at: start)
    }

    mutating func literalString() throws(FileFormatError) -> String {
        let start = index
        index += 1
        while let byte = peek(), byte != 0x0A {
            index += 1
            if byte == UInt8(ascii: "'") {
                return try decoded(Array(bytes[start + 1..<index - 1]), from: start)
            }
        }
        throw error("a string has no end", at: start)
    }

    /// A string in three quotation marks or apostrophes, over several lines.
    mutating func longString() throws(FileFormatError) -> String {
        let start = index
        let mark = bytes[index]
        let isBasic = mark == UInt8(ascii: "\"")
        index += 3
        _ = startsWith("\r\n") ? take(0x0D) : false
        _ = take(0x0A)
        var text: [UInt8] = []
        while let byte = peek() {
            if byte == mark {
                let marks = bytes[index..<end].prefix(5).prefix { $0 == mark }.count
                index += marks
                // Up to two of five belong to the string.
                if marks >= 3 {
                    text += Array(repeating: mark, count: marks - 3)
                    return try decoded(text, from: start)
                }
                text += Array(repeating: mark, count: marks)
                continue
            }
            index += 1
            if isBasic, byte == UInt8(ascii: "\\") {
                if !skipLineEnd() { try escape(into: &text) }
            } else {
                text.append(byte)
            }
        }
        throw error("a string has no end", at: start)
    }

    /// Behind a backslash at the end of a line: goes to the next text.
    private mutating func skipLineEnd() -> Bool {
        let start = index
        skipBlanks()
        guard startsWith("\n") || startsWith("\r\n") else {
            index = start
            return false
        }
        while let byte = peek(), JSONSpans.isBlank(byte) { index += 1 }
        return true
    }

    private mutating func escape(into text: inout [UInt8]) throws(FileFormatError) {
        guard let byte = peek() else { throw error("a string has no end") }
        index += 1
        switch byte {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "u"): try scalar(digits: 4, into: &text)
        case UInt8(ascii: "U"): try scalar(digits: 8, into: &text)
        default: throw error("a backslash that begins no escape", at: index - 2)
        }
    }

    private mutating func scalar(
        digits: Int, into text: inout [UInt8]
    ) throws(FileFormatError) {
        let hex = bytes[index..<min(end, index + digits)]
        // Digits alone: the initialiser takes a sign.
        guard hex.count == digits, hex.allSatisfy(Self.isHexDigit),
            let value = UInt32(String(decoding: hex, as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw error("an escape that is no character") }
        text += Array(String(Character(scalar)).utf8)
        index += digits
    }

    private func decoded(_ text: [UInt8], from start: Int) throws(FileFormatError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw error("a byte that is not UTF-8 in a string", at: start)
        }
        return string
    }

    // MARK: Numbers, truths, dates

    mutating func bareValue() throws(FileFormatError) -> JSONValue {
        let start = index
        skipWord()
        if Self.isDate(bytes[start..<index]), startsWith(" "), index + 3 < end,
            bytes[index + 3] == UInt8(ascii: ":")
        {
            // A blank may stand between a date and a time.
            index += 1
            skipWord()
        }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        switch word {
        case "true": return true
        case "false": return false
        case "": throw error("there is no value where one should be")
        default: break
        }
        if let number = JSONNumber(literal: word) { return .number(number) }
        guard Self.isBare(word) else {
            throw error("\(word.quotedForMessage) is no value", at: start)
        }
        return .string(word)
    }

    /// Whether a text stands without marks: a date, a time, or a number that JSON cannot spell.
    static func isBare(_ word: String) -> Bool {
        isNumber(word) && JSONNumber(literal: word) == nil || isTime(Array(word.utf8)[...])
    }

    private mutating func skipWord() {
        while let byte = peek(), Self.isOfWord(byte) { index += 1 }
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: Array("+-_.:".utf8).contains(byte)
        }
    }

    /// Whether a word is a number of a spelling that JSON does not know.
    private static func isNumber(_ word: String) -> Bool {
        var rest = word.utf8[...]
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            rest.removeFirst()
        }
        let unsigned = String(Substring(rest))
        if unsigned == "inf" || unsigned == "nan" { return true }
        for (prefix, digits) in [
            ("0x", isHexDigit), ("0o", { (0x30...0x37).contains($0) }),
            ("0b", { (0x30...0x31).contains($0) }),
        ] as [(String, (UInt8) -> Bool)] where word.hasPrefix(prefix) {
            return isGrouped(Array(rest.dropFirst(2)), digits)
        }
        // Without what groups its digits it must be a number of JSON's.
        let bytes = Array(rest)
        for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
            guard place > 0, place + 1 < bytes.count, isDigit(bytes[place - 1]),
                isDigit(bytes[place + 1])
            else { return false }
        }
        return JSONNumber(literal: unsigned.replacing("_", with: "")) != nil
    }

    private static func isGrouped(_ bytes: [UInt8], _ isDigit: (UInt8) -> Bool) -> Bool {
        let groups = bytes.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        return groups.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x46).contains(byte & 0xDF)
    }

    /// Whether it has the form of `1979-05-27`.
    private static func isDate(_ word: ArraySlice<UInt8>) -> Bool {
        hasForm("0000-00-00", word) && word.count == 10
    }

    /// Whether it is a date, a time, or a date and a time, with an offset or without.
    private static func isTime(_ word: ArraySlice<UInt8>) -> Bool {
        if isDate(word) { return true }
        var rest = word
        if hasForm("0000-00-00", rest) {
            rest = rest.dropFirst(10)
            guard let separator = rest.popFirst(), Array("Tt ".utf8).contains(separator) else {
                return false
            }
        }
        guard hasForm("00:00:00", rest) else { return false }
        rest = rest.dropFirst(8)
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let digits = rest.prefix(while: isDigit).count
            guard digits > 0 else { return false }
            rest = rest.dropFirst(digits)
        }
        return rest.isEmpty || rest.elementsEqual([UInt8(ascii: "Z")])
            || rest.elementsEqual([UInt8(ascii: "z")])
            || rest.count == 6 && (hasForm("+00:00", rest) || hasForm("-00:00", rest))
    }

    /// Whether bytes begin like a pattern, in which 0 stands for any digit.
    private static func hasForm(_ pattern: String, _ word: ArraySlice<UInt8>) -> Bool {
        word.count >= pattern.utf8.count
            && zip(pattern.utf8, word).allSatisfy { wanted, byte in
                wanted == UInt8(ascii: "0") ? isDigit(byte) : wanted == byte
            }
    }
}
