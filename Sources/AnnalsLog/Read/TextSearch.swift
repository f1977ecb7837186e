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
        body.withUnsafeBufferPointer { Self.contains($0, escaped) }
    }

    /// Whether a name contains it.
    func matches(name: String) -> Bool {
        var name = name
        return name.withUTF8 { Self.contains($0, plain) }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        guard text.count >= needle.count else { return false }
        return needle.withUnsafeBufferPointer { needle in
            let last = text.count - needle.count
            var start = 0
            while start <= last {
                if folded(text[start]) == first {
                    var length = 1
                    while length < needle.count,
                        folded(text[start + length]) == needle[length]
                    {
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
