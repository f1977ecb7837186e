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
}

extension Character {
    /// Columns that the character takes on a terminal.
    ///
    /// Terminals give each scalar its columns, so that vowels which stand beside their consonant,
    /// as SARA AM of Thai and Lao, add their own. An emoji made of several is one emoji.
    var displayWidth: Int {
        if let only = unicodeScalars.first, unicodeScalars.count == 1 { return only.displayWidth }
        var (widest, sum) = (0, 0)
        var isEmoji = false
        for scalar in unicodeScalars {
            // The variation selector that asks for the picture, not the text.
            let isSelector = scalar.value == 0xFE0F
            let width = isSelector ? 2 : scalar.displayWidth
            isEmoji = isEmoji || isSelector || scalar.properties.isEmojiPresentation
            widest = max(widest, width)
            sum += width
        }
        return isEmoji ? widest : sum
    }
}

extension Unicode.Scalar {
    fileprivate var displayWidth: Int {
        if value < 0x300 {
            return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1
        }
        if Self.isWide(value) || properties.isEmojiPresentation { return 2 }
        if Self.isJoinedJamo(value) { return 0 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control: return 0
        // Signs below numbers, as of Arabic, are seen; joiners and marks of direction are not.
        case .format: return Self.isPrependedMark(value) ? 1 : 0
        default: return 1
        }
    }

    /// Vowels and final consonants of Hangul, which are drawn into the syllable before them.
    private static func isJoinedJamo(_ value: UInt32) -> Bool {
        (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value)
    }

    /// Signs that stand before, and around or below, what they count or end:
    /// Prepended_Concatenation_Mark of the Unicode Character Database.
    private static func isPrependedMark(_ value: UInt32) -> Bool {
        switch value {
        case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: true
        default: false
        }
    }

    /// East Asian Wide and Fullwidth (Unicode Standard Annex 11), emoji aside, and without marks
    /// above and below kana and ideographs, which take no room of their own.
    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else {
            return false
        }
        return wideRanges.contains { $0.contains(value) }
    }

    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul Jamo, leading consonants
        0x2329...0x232A,  // angle brackets
        0x2E80...0x3029,  // CJK radicals, symbols and punctuation
        0x302E...0x303E,
        0x3041...0x3098,  // kana
        0x309B...0x3247,  // kana, bopomofo, Hangul compatibility, enclosed CJK
        0x3250...0x4DBF,  // enclosed CJK, CJK compatibility, extension A
        0x4E00...0xA4CF,  // CJK unified ideographs, Yi
        0xA960...0xA97F,  // Hangul Jamo extended A
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // CJK compatibility ideographs
        0xFE10...0xFE19,  // vertical forms
        0xFE30...0xFE6F,  // CJK compatibility and small forms
        0xFF01...0xFF60,  // fullwidth forms
        0xFFE0...0xFFE6,  // fullwidth signs
        0x16FE0...0x16FE3,  // Tangut, Khitan
        0x16FF0...0x18DFF,
        0x1AFF0...0x1B2FF,  // kana supplements, Nushu
        0x1F200...0x1F2FF,  // enclosed ideographs
        0x20000...0x3FFFD,  // CJK extensions B and on
    ]
}
