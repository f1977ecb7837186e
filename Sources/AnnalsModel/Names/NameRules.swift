/// The characters that the grammars of names are made of.
enum NameRules {
    /// Whether the text is `[a-z][a-z0-9_-]*`.
    static func isWord(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.dropFirst().allSatisfy(isWordByte)
    }

    /// Throws unless the text is 1 to `bytesMax` bytes without control characters.
    static func checkFreeText(
        _ text: String, _ what: String, bytesMax: Int
    ) throws(StoreError) {
        let bytes = text.utf8
        if bytes.isEmpty {
            throw StoreError(
                .invalidName, "\(what) is empty: give 1 to \(bytesMax) bytes of text")
        }
        if bytes.count > bytesMax {
            throw StoreError(
                .invalidName,
                "\(what) \(text.quotedForMessage) has \(bytes.count) bytes: "
                    + "give at most \(bytesMax)")
        }
        if hasControlCharacter(text) {
            throw StoreError(
                .invalidName,
                "\(what) \(text.quotedForMessage) has a control character: leave it out")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
    }

    private static func hasControlCharacter(_ text: String) -> Bool {
        // C1 is the two bytes C2 80 to C2 9F in UTF-8, so bytes suffice.
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte < 0x20 || byte == 0x7F { return true }
            if previous == 0xC2, (0x80...0x9F).contains(byte) { return true }
            previous = byte
        }
        return false
    }
}
