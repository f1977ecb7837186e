/// Comments in JSON, as editors' settings have them: `//` to the end of a line, `/* */`, and a
/// comma behind the last member or element.
enum JSONComments {
    /// The text with spaces in their places, so that all else stays where it is; nil if there are
    /// none.
    static func blanked(_ bytes: [UInt8]) -> [UInt8]? {
        var blanked = bytes
        var hasChanged = false
        var index = 0
        /// The last byte that is no blank and in no comment, and where it is.
        var last: (byte: UInt8, offset: Int) = (0, 0)
        /// The one before it.
        var previous: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            if let end = endOfComment(bytes, at: index) {
                for place in index..<end where bytes[place] != 0x0A && bytes[place] != 0x0D {
                    blanked[place] = 0x20
                }
                hasChanged = true
                index = end
                continue
            }
            if JSONSpans.isBlank(byte) {
                index += 1
                continue
            }
            let closes = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
            if closes, last.byte == UInt8(ascii: ","), !Array("[{,:".utf8).contains(previous) {
                blanked[last.offset] = 0x20
                hasChanged = true
            }
            (previous, last) = (last.byte, (byte, index))
            index = byte == UInt8(ascii: "\"") ? endOfString(bytes, from: index) : index + 1
        }
        return hasChanged ? blanked : nil
    }

    private static func endOfComment(_ bytes: [UInt8], at start: Int) -> Int? {
        guard bytes[start] == UInt8(ascii: "/"), start + 1 < bytes.count else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "/"):
            return bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        case UInt8(ascii: "*"):
            var index = start + 2
            while index + 1 < bytes.count {
                if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") {
                    return index + 2
                }
                index += 1
            }
            return nil
        default:
            return nil
        }
    }

    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }
}
