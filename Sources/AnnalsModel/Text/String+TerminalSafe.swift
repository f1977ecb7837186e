extension String {
    /// The text with everything escaped that could steer or mislead a terminal.
    ///
    /// Newline, return and tab become `\n`, `\r` and `\t`. The other control characters (C0 with
    /// ESC, DEL and C1), the marks, embeddings, overrides and isolates that change the direction of
    /// text (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069) and the line and paragraph
    /// separators become `\u{…}` with their number in hexadecimal. All other text stays as it is; a
    /// backslash is not doubled, so this is for people to read, not for programs to parse.
    public var terminalSafe: String {
        // Nearly every text has none but the printable characters of ASCII.
        guard !isPrintableASCII,
            unicodeScalars.contains(where: \.needsEscapeOnTerminal)
        else { return self }
        var safe = ""
        for scalar in unicodeScalars {
            if scalar.needsEscapeOnTerminal {
                safe.append(scalar.terminalEscape)
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// Whether all bytes are from 0x20 to 0x7E, looked at eight at a time.
    private var isPrintableASCII: Bool {
        var text = self
        return text.withUTF8 { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            let ones: UInt64 = 0x0101_0101_0101_0101
            var index = 0
            while index + 8 <= raw.count {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                // The highest bit of a byte is set in one of the three where it is 0x80 or more,
                // less than 0x20, or 0x7F.
                let odd = word | (word &- 0x20 &* ones) | (word &+ ones)
                guard odd & (0x80 &* ones) == 0 else { return false }
                index += 8
            }
            return raw[index...].allSatisfy { (0x20..<0x7F).contains($0) }
        }
    }

    /// The text in double quotes for an error message: terminal-safe, cut after 200 characters.
    public var quotedForMessage: String {
        var scalars = String.UnicodeScalarView(unicodeScalars.prefix(Limits.quotedCharactersMax))
        if unicodeScalars.dropFirst(Limits.quotedCharactersMax).first != nil {
            scalars.append("…")
        }
        return "\"\(String(scalars).terminalSafe)\""
    }
}

extension Unicode.Scalar {
    /// Whether the scalar could steer or mislead a terminal.
    package var needsEscapeOnTerminal: Bool {
        switch value {
        case 0x00..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
            true
        default:
            false
        }
    }

    fileprivate var terminalEscape: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(value, radix: 16))}"
        }
    }
}
