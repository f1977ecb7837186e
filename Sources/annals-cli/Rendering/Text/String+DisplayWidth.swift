extension String {
    /// Columns that the text takes on a terminal with a fixed-width font.
    var displayWidth: Int {
        if isASCII {
            return utf8.count
        }
        return reduce(0) { $0 + $1.displayWidth }
    }

    /// Whether all bytes are below 0x80, looked at eight at a time.
    private var isASCII: Bool {
        var text = self
        return text.withUTF8 { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            var index = 0
            while index + 8 <= raw.count {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                guard word & 0x8080_8080_8080_8080 == 0 else { return false }
                index += 8
            }
            return raw[index...].allSatisfy { $0 < 0x80 }
        }
    }

    /// The beginning of the text, ending in `…`, no wider than `width`; the whole text if it fits.
    func cut(toWidth width: Int) -> String {
        guard displayWidth > width else {
            return self
        }
        var room = width - 1
        var end = startIndex
        while end < endIndex, self[end].displayWidth <= room {
            room -= self[end].displayWidth
            formIndex(after: &end)
        }
        return self[..<end] + "…"
    }
}

extension Character {
    /// Columns that the character takes on a terminal: 0, 1 or 2.
    ///
    /// A character is as wide as its widest scalar; an emoji made of several is one emoji.
    var displayWidth: Int {
        var width = 0
        for scalar in unicodeScalars {
            // The variation selector that asks for the picture, not the text.
            width = scalar.value == 0xFE0F ? 2 : max(width, scalar.displayWidth)
        }
        return width
    }
}

extension Unicode.Scalar {
    fileprivate var displayWidth: Int {
        if value < 0x300 {
            return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1
        }
        if Self.isWide(value) || properties.isEmojiPresentation {
            return 2
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return 1
        }
    }

    /// East Asian Wide and Fullwidth (Unicode Standard Annex 11), emoji aside.
    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else {
            return false
        }
        return wideRanges.contains { $0.contains(value) }
    }

    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul Jamo, leading consonants
        0x2329...0x232A,  // angle brackets
        0x2E80...0x303E,  // CJK radicals, symbols and punctuation
        0x3041...0x3247,  // kana, bopomofo, Hangul compatibility, enclosed CJK
        0x3250...0x4DBF,  // enclosed CJK, CJK compatibility, extension A
        0x4E00...0xA4CF,  // CJK unified ideographs, Yi
        0xA960...0xA97F,  // Hangul Jamo extended A
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // CJK compatibility ideographs
        0xFE10...0xFE19,  // vertical forms
        0xFE30...0xFE6F,  // CJK compatibility and small forms
        0xFF01...0xFF60,  // fullwidth forms
        0xFFE0...0xFFE6,  // fullwidth signs
        0x16FE0...0x18DFF,  // Tangut, Khitan
        0x1AFF0...0x1B2FF,  // kana supplements, Nushu
        0x1F200...0x1F2FF,  // enclosed ideographs
        0x20000...0x3FFFD,  // CJK extensions B and on
    ]
}
