/// The bytes that end plain text inside a JSON string, found eight at a time.
///
/// The test of a word for zero bytes and for bytes below n is from "Bit Twiddling Hacks" by Sean
/// Eron Anderson; above the lowest hit it may mark bytes falsely, so only the lowest counts.
enum JSONWord {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The high bit of the lowest byte that must be escaped or ends the string, and bits above.
    @inline(__always)
    static func stops(in word: UInt64) -> UInt64 {
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        let quoteHits = (quotes &- ones) & ~quotes
        let backslashHits = (backslashes &- ones) & ~backslashes
        let controlHits = (word &- ones &* 0x20) & ~word
        return (quoteHits | backslashHits | controlHits) & highBits
    }

    /// Whether the byte must be escaped or ends the string.
    @inline(__always)
    static func isStop(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C
    }
}
