// What the bytes of a file show of its syntax, without reading it.

extension FileReader {
    /// Whether there may be comments.
    var hasComments: Bool {
        let slash = UInt8(ascii: "/")
        return zip(bytes, bytes.dropFirst()).contains {
            $0 == slash && ($1 == slash || $1 == UInt8(ascii: "*"))
        }
    }

    /// Whether there may be comments, or commas behind the last element, which plain JSON has not.
    var mayBeMoreThanJSON: Bool {
        var (last, lastButBlanks) = (UInt8(0), UInt8(0))
        for byte in bytes {
            if last == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: "*") {
                return true
            }
            if lastButBlanks == UInt8(ascii: ","),
                byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
            {
                return true
            }
            last = byte
            if byte > 0x20 { lastButBlanks = byte }
        }
        return false
    }

    /// Whether a merge left its markers in the file.
    var hasConflictMarkers: Bool {
        let marker = Array("<<<<<<< ".utf8)
        return bytes.starts(with: marker)
            || bytes.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: marker) }
    }
}
