import AnnalsModel

/// Looks for a text in events, taking upper and lower case of ASCII letters as alike.
struct TextSearch {
    /// The text itself, for names.
    private let plain: [UInt8]
    /// The text as it stands inside a JSON string, for bodies.
    private let escaped: [UInt8]

    init(_ text: String) {
        plain = Array(text.utf8).map(Self.folded)
        var json: [UInt8] = []
        JSONValue.string(text).write(to: &json)
        escaped = json.dropFirst().dropLast().map(Self.folded)
    }

    /// Looks for a text that is JSON already.
    init(verbatim json: String) {
        plain = Array(json.utf8).map(Self.folded)
        escaped = plain
    }

    /// Whether the body's text contains it.
    func matches(body: [UInt8]) -> Bool {
        body.withUnsafeBytes { matches(body: $0) }
    }

    /// The same for a body that is lent.
    func matches(body: UnsafeRawBufferPointer) -> Bool {
        Self.contains(body, escaped)
    }

    /// Whether a name contains it.
    func matches(name: String) -> Bool {
        var name = name
        return name.withUTF8 { Self.contains(UnsafeRawBufferPointer($0), plain) }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    private static func contains(_ text: UnsafeRawBufferPointer, _ needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        // A letter in either case: compared without folding, since most bytes are another.
        let other = (0x61...0x7A).contains(first) ? first & ~0x20 : first
        return needle.withUnsafeBufferPointer { needle in
            var start = 0
            while start <= text.count - needle.count {
                let byte = text[start]
                if byte == first || byte == other {
                    var length = 1
                    while length < needle.count, folded(text[start + length]) == needle[length] {
                        length += 1
                    }
                    if length == needle.count { return true }
                }
                start += 1
            }
            return false
        }
    }
}
