import AnnalsModel

/// The text of an event that a search looks at: the names of its stream, type and actor, and all
/// that its body says.
enum SearchText {
    /// The names that are part of the text.
    typealias Names = [String]

    /// The names of an event.
    static func names(_ row: StoredEvent, _ reader: LogReader) throws(StoreError) -> Names {
        [
            try reader.names.stream(row.stream).description, try reader.names.type(row.type).name,
            try reader.names.actor(row.actor).name,
        ]
    }

    /// What an index of a kind reads of an event.
    ///
    /// - Parameter body: nil if it was erased.
    static func text(
        _ kind: SearchIndexKind, _ names: Names, _ body: [UInt8]?
    ) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((body?.count ?? 0) + 128)
        for name in names {
            text += name.utf8
            text.append(0x0A)
        }
        guard let body else { return text }
        switch kind {
        case .trigrams: text += body
        case .words: appendDecoded(body, to: &text)
        }
        return text
    }

    /// Appends JSON with the characters that its escapes stand for; those that are no part of a
    /// word become spaces, so that a word does not begin with the letter of an escape.
    private static func appendDecoded(_ json: [UInt8], to text: inout [UInt8]) {
        var index = 0
        while index < json.count {
            let byte = json[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < json.count else {
                text.append(byte)
                continue
            }
            let escape = json[index]
            index += 1
            guard escape == UInt8(ascii: "u"), let unit = unit(json, at: index) else {
                text.append(0x20)
                continue
            }
            index += 4
            var scalar = Unicode.Scalar(UInt32(unit))
            if (0xD800..<0xDC00).contains(unit), index + 1 < json.count,
                json[index] == UInt8(ascii: "\\"), json[index + 1] == UInt8(ascii: "u"),
                let low = self.unit(json, at: index + 2), (0xDC00..<0xE000).contains(low)
            {
                index += 6
                let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
                scalar = Unicode.Scalar(value)
            }
            guard let scalar, scalar.value > 0x20 else {
                text.append(0x20)
                continue
            }
            text += String(scalar).utf8
        }
    }

    /// Four hexadecimal digits.
    private static func unit(_ json: [UInt8], at index: Int) -> UInt16? {
        guard index + 4 <= json.count else { return nil }
        return UInt16(String(decoding: json[index..<index + 4], as: UTF8.self), radix: 16)
    }
}
