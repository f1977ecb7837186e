import AnnalsModel
import Foundation

// Texts in quotation marks that a member called `password` or `api_key` has: there a short value is
// one too, which in running text would as often be a word.

extension SecretScanner {
    /// Bytes from which a text is taken for a password, and for a key or token: shorter ones are
    /// codes, numbers and names.
    private static let passwordBytesMin = 6
    private static let tokenBytesMin = 8
    /// Letters from which a word alone is a password.
    private static let wordBytesMin = 8
    /// Digits at the end of a word that only number it, as in `session-12`.
    private static let numberDigitsMax = 4

    /// What such members are also given, where they tell of a secret and hold none.
    private static let words = Set(
        [
            "required", "optional", "password", "passphrase", "credential", "credentials",
            "disabled", "enabled", "encrypted", "plaintext", "unknown", "missing", "invalid",
            "incorrect", "expired", "forgotten", "protected", "interactive", "keychain",
            "keyring", "environment", "rejected", "accepted", "verified", "provided", "external",
            "internal", "generated", "rotated", "unchanged", "sensitive", "confidential",
            "secretstr", "securestring",
        ].map { Array($0.utf8) })

    /// Whether the text of a member that is called so is a secret.
    func isSecretMember(_ range: Range<Int>, _ meaning: Meaning) -> Bool {
        let least = meaning == .password ? Self.passwordBytesMin : Self.tokenBytesMin
        guard (least...Limits.secretBytesMax).contains(range.count), !isPlaceholder(range),
            !isName(range)
        else { return false }
        let value = bytes[range]
        let hasDigit = value.contains { (0x30...0x39).contains($0) }
        let hasLetter = value.contains { (0x61...0x7A).contains($0 | 0x20) }
        switch meaning {
        case .password:
            let hasOther = value.contains { !SecretAlphabet.dotted.contains($0) }
            if hasLetter, hasDigit || hasOther { return entropy(of: value) >= 2 }
            return hasLetter && range.count >= Self.wordBytesMin && entropy(of: value) >= 2.5
        case .token:
            return hasLetter && hasDigit && !isNumbered(range) && entropy(of: value) >= 2.5
        }
    }

    /// Whether it is a word, or names a secret that is kept elsewhere, as in `DB_PASSWORD`.
    private func isName(_ range: Range<Int>) -> Bool {
        let value = bytes[range]
        guard !value.contains(where: { (0x30...0x39).contains($0) }) else { return false }
        let letters = value.filter(SecretAlphabet.alphanumeric.contains).map { $0 | 0x20 }
        if Self.words.contains(letters) { return true }
        guard letters.count == value.count || SecretAlphabet.dotted.containsAll(of: value) else {
            return false
        }
        let names = Self.passwordNames + Self.tokenNames
        return names.contains { letters.suffix($0.count) == $0[...] }
    }

    /// Whether it is words and short numbers, as in `session-12` or `page.2`.
    private func isNumbered(_ range: Range<Int>) -> Bool {
        bytes[range].split(whereSeparator: { !SecretAlphabet.alphanumeric.contains($0) })
            .allSatisfy { part in
                let digits = part.drop { !(0x30...0x39).contains($0) }
                return digits.count <= Self.numberDigitsMax
                    && digits.allSatisfy { (0x30...0x39).contains($0) }
            }
    }
}

extension SecretAlphabet {
    /// Whether all of these bytes are of it.
    fileprivate func containsAll(of bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy(contains)
    }
}
