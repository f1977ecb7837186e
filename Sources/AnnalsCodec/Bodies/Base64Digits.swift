/// The digits of base64 (RFC 4648, section 4), four of which are three bytes.
enum Base64Digits {
    static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2B, 0x2F: true
        default: false
        }
    }

    /// Appends the bytes of whole fours of digits.
    static func appendBytes(of digits: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        for place in stride(from: 0, to: digits.count, by: 4) {
            let high = value(digits[place]) << 6 | value(digits[place + 1])
            let low = value(digits[place + 2]) << 6 | value(digits[place + 3])
            let word = high << 12 | low
            bytes.append(UInt8(truncatingIfNeeded: word >> 16))
            bytes.append(UInt8(truncatingIfNeeded: word >> 8))
            bytes.append(UInt8(truncatingIfNeeded: word))
        }
    }

    /// Writes the digits of bytes, of which there are whole threes; there is room.
    static func write(_ bytes: UnsafeRawBufferPointer, to out: UnsafeMutableRawBufferPointer) {
        digits.withUTF8Buffer { digits in
            var written = 0
            for place in stride(from: 0, to: bytes.count, by: 3) {
                let high = Int(bytes[place]) << 8 | Int(bytes[place + 1])
                let word = high << 8 | Int(bytes[place + 2])
                out[written] = digits[word >> 18]
                out[written + 1] = digits[word >> 12 & 0x3F]
                out[written + 2] = digits[word >> 6 & 0x3F]
                out[written + 3] = digits[word & 0x3F]
                written += 4
            }
        }
    }

    private static let digits: StaticString =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    private static func value(_ digit: UInt8) -> UInt32 {
        switch digit {
        case 0x41...0x5A: UInt32(digit) - 0x41
        case 0x61...0x7A: UInt32(digit) - 0x61 + 26
        case 0x30...0x39: UInt32(digit) - 0x30 + 52
        case 0x2B: 62
        default: 63
        }
    }
}
