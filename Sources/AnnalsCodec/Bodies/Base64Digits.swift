/// The digits of base64 (RFC 4648, section 4), four of which are three bytes.
enum Base64Digits {
    /// What each byte is worth as a digit.
    struct Values {
        fileprivate let values: UnsafeBufferPointer<UInt8>

        /// Whether a byte is a digit.
        func isDigit(_ byte: UInt8) -> Bool { values[Int(byte)] != Base64Digits.none }
    }

    /// Lends the values of digits, valid only inside the closure.
    static func withValues<Answer>(_ body: (Values) -> Answer) -> Answer {
        values.withUnsafeBufferPointer { body(Values(values: $0)) }
    }

    /// Writes the bytes of whole fours of digits; there is room.
    static func write(
        bytesOf digits: UnsafeRawBufferPointer, to out: UnsafeMutableRawBufferPointer
    ) {
        values.withUnsafeBufferPointer { values in
            var written = 0
            for place in stride(from: 0, to: digits.count, by: 4) {
                let four = UInt32(
                    littleEndian: digits.loadUnaligned(fromByteOffset: place, as: UInt32.self))
                let high =
                    UInt32(values[Int(four & 0xFF)]) << 6 | UInt32(values[Int(four >> 8 & 0xFF)])
                let low =
                    UInt32(values[Int(four >> 16 & 0xFF)]) << 6 | UInt32(values[Int(four >> 24)])
                let word = high << 12 | low
                out[written] = UInt8(truncatingIfNeeded: word >> 16)
                out[written + 1] = UInt8(truncatingIfNeeded: word >> 8)
                out[written + 2] = UInt8(truncatingIfNeeded: word)
                written += 3
            }
        }
    }

    /// Writes the digits of bytes, of which there are whole threes; there is room.
    static func write(
        digitsOf bytes: UnsafeRawBufferPointer, to out: UnsafeMutableRawBufferPointer
    ) {
        pairs.withUnsafeBufferPointer { pairs in
            var written = 0
            for place in stride(from: 0, to: bytes.count, by: 3) {
                let (first, second) = (Int(bytes[place]), Int(bytes[place + 1]))
                let high = pairs[first << 4 | second >> 4]
                let low = pairs[(second & 0xF) << 8 | Int(bytes[place + 2])]
                let four = UInt32(low) << 16 | UInt32(high)
                out.storeBytes(of: four.littleEndian, toByteOffset: written, as: UInt32.self)
                written += 4
            }
        }
    }

    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// What stands for a byte that is no digit.
    private static let none: UInt8 = 0xFF

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: none, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    /// The two digits of each twelve bits, the first in the lower byte.
    private static let pairs: [UInt16] = (0..<1 << 12).map { bits in
        UInt16(digits[bits & 0x3F]) << 8 | UInt16(digits[bits >> 6])
    }
}
