extension JSONParser {
    /// Reads a string, from its opening to behind its closing quotation mark.
    mutating func parseString() throws(Failure) -> String {
        let opening = index
        let start = opening + 1
        let end = Self.endOfPlainText(in: bytes, from: start)
        if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
            index = end + 1
            let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
            guard let string = UTF8Rules.string(of: text) else {
                throw invalidBytes(from: start)
            }
            return string
        }
        return try parseEscapedString(opening: opening, firstStop: end)
    }

    /// Reads a string and does not keep it.
    mutating func skipString() throws(Failure) {
        let start = index + 1
        let end = Self.endOfPlainText(in: bytes, from: start)
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else {
            _ = try parseString()
            return
        }
        guard UTF8Rules.isValid(UnsafeBufferPointer(rebasing: bytes[start..<end])) else {
            throw invalidBytes(from: start)
        }
        index = end + 1
    }

    /// Reads a string with escapes, or finds out why it is none.
    private mutating func parseEscapedString(
        opening: Int, firstStop: Int
    ) throws(Failure) -> String {
        var text = Array(bytes[opening + 1..<firstStop])
        index = firstStop
        while true {
            guard index < bytes.count else {
                index = opening
                throw failure("a string without end", "close it with a quotation mark")
            }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                guard let string = text.withUnsafeBufferPointer(UTF8Rules.string) else {
                    throw invalidBytes(from: opening + 1)
                }
                return string
            case UInt8(ascii: "\\"):
                try parseEscape(into: &text)
            default:
                let code = Self.hexDigits(UInt32(bytes[index]))
                throw failure(
                    "the control character U+\(code.uppercased()) in a string",
                    "write it as \\u\(code)")
            }
            let end = Self.endOfPlainText(in: bytes, from: index)
            text.append(contentsOf: bytes[index..<end])
            index = end
        }
    }

    private mutating func parseEscape(into text: inout [UInt8]) throws(Failure) {
        let backslash = index
        index += 1
        switch peek() {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            text.append(bytes[index])
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            index = backslash
            let scalar = try parseUnicodeEscape()
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            return
        default:
            index = backslash
            throw failure(
                "a backslash that begins no escape",
                "after it write one of \" \\ / b f n r t u")
        }
        index += 1
    }

    /// Reads `\uXXXX`, or two of them that are a surrogate pair.
    private mutating func parseUnicodeEscape() throws(Failure) -> Unicode.Scalar {
        let backslash = index
        let first = try parseCodeUnit()
        if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
        if UTF16.isLeadSurrogate(first), peek() == UInt8(ascii: "\\"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "u")
        {
            let second = try parseCodeUnit()
            if UTF16.isTrailSurrogate(second) {
                let high = UInt32(first - 0xD800) << 10
                let value = 0x10000 + high + UInt32(second - 0xDC00)
                if let scalar = Unicode.Scalar(value) { return scalar }
            }
        }
        index = backslash
        throw failure(
            "the lone surrogate \\u\(Self.hexDigits(UInt32(first)))",
            "write both halves of the pair")
    }

    private mutating func parseCodeUnit() throws(Failure) -> UInt16 {
        let backslash = index
        var unit: UInt16 = 0
        for offset in backslash + 2..<backslash + 6 {
            guard offset < bytes.count, let digit = Self.hexValue(bytes[offset]) else {
                throw failure("an incomplete \\u escape", "write four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
        }
        index = backslash + 6
        return unit
    }

    /// The failure at the first byte of a string that is not UTF-8.
    private mutating func invalidBytes(from start: Int) -> Failure {
        index = start
        while index < bytes.count {
            let length = UTF8Rules.scalarLength(in: bytes, at: index)
            if length == 0 { break }
            index += length
        }
        return failure("a byte that is not UTF-8", "save the text as UTF-8")
    }

    /// The offset of the first quotation mark, backslash or control character, or of the end.
    private static func endOfPlainText(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var offset = start
        while offset + 8 <= raw.count {
            let word = UInt64(
                littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let stops = JSONWord.stops(in: word)
            if stops != 0 { return offset + stops.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < raw.count, !JSONWord.isStop(raw[offset]) {
            offset += 1
        }
        return offset
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }

    private static func hexDigits(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
