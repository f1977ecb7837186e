/// Strict UTF-8, as RFC 3629 has it: no overlong forms, no surrogates, nothing over U+10FFFF.
enum UTF8Rules {
    /// The bytes of the scalar that begins at the index, or 0 if none is well-formed there.
    static func scalarLength(in bytes: some RandomAccessCollection<UInt8>, at offset: Int) -> Int {
        func byte(_ step: Int) -> UInt8? {
            offset + step < bytes.count
                ? bytes[bytes.index(bytes.startIndex, offsetBy: offset + step)] : nil
        }
        func follows(_ steps: ClosedRange<Int>) -> Bool {
            steps.allSatisfy { step in byte(step).map { $0 & 0xC0 == 0x80 } ?? false }
        }
        guard let first = byte(0) else { return 0 }
        let second = byte(1) ?? 0
        switch first {
        case 0x00...0x7F:
            return 1
        case 0xC2...0xDF:
            return follows(1...1) ? 2 : 0
        case 0xE0...0xEF:
            // E0 80-9F would be overlong, ED A0-BF surrogates.
            if first == 0xE0, second < 0xA0 { return 0 }
            if first == 0xED, second > 0x9F { return 0 }
            return follows(1...2) ? 3 : 0
        case 0xF0...0xF4:
            // F0 80-8F would be overlong, F4 90-BF over U+10FFFF.
            if first == 0xF0, second < 0x90 { return 0 }
            if first == 0xF4, second > 0x8F { return 0 }
            return follows(1...3) ? 4 : 0
        default:
            return 0
        }
    }

    /// The text of the bytes, or nil if they are not UTF-8 throughout.
    ///
    /// `String(validating:as:)` does the same, but takes a microsecond for generic metadata.
    static func string(of bytes: UnsafeBufferPointer<UInt8>) -> String? {
        isValid(bytes) ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Whether the bytes are UTF-8 throughout.
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var offset = 0
        while offset < raw.count {
            if offset + 8 <= raw.count,
                raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & highBits == 0
            {
                offset += 8
            } else if raw[offset] < 0x80 {
                offset += 1
            } else {
                let length = scalarLength(in: bytes, at: offset)
                if length == 0 { return false }
                offset += length
            }
        }
        return true
    }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080
}
