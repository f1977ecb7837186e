import AnnalsModel
import Foundation

/// Looks for values in a text that should not be in a log.
struct SecretScanner {
    /// A value that was found.
    struct Secret: Equatable {
        /// The name of its pattern.
        let name: String
        /// What it is, for a sentence.
        let title: String
        /// Where it is in the text.
        let range: Range<Int>
    }

    let bytes: UnsafeBufferPointer<UInt8>

    /// All secrets in a text, in order; none in what is no text.
    static func secrets(in bytes: [UInt8]) -> [Secret] {
        bytes.withUnsafeBufferPointer { bytes in
            guard !bytes.prefix(binaryLookBytes).contains(0) else { return [] }
            return SecretScanner(bytes: bytes).find()
        }
    }

    /// Bytes in which a zero byte says that it is no text, as git judges.
    private static let binaryLookBytes = 8_000
    private static let dash = UInt8(ascii: "-")

    /// What a byte may begin or be part of.
    private enum Sign: UInt8 {
        case nothing
        /// The first byte of a pattern's prefix.
        case prefix
        /// A dash, of which five begin a block.
        case dash
        /// `=` or `:` between a name and its value.
        case assignment
    }

    private static let signs: [Sign] = {
        var signs = [Sign](repeating: .nothing, count: 256)
        for pattern in SecretPattern.all { signs[Int(pattern.prefix[0])] = .prefix }
        signs[Int(UInt8(ascii: "e"))] = .prefix
        signs[Int(dash)] = .dash
        signs[Int(UInt8(ascii: "="))] = .assignment
        signs[Int(UInt8(ascii: ":"))] = .assignment
        return signs
    }()

    private static let patterns: [[SecretPattern]] = {
        var patterns = [[SecretPattern]](repeating: [], count: 256)
        for pattern in SecretPattern.all { patterns[Int(pattern.prefix[0])].append(pattern) }
        return patterns
    }()

    private func find() -> [Secret] {
        var found: [Secret] = []
        var index = 0
        Self.signs.withUnsafeBufferPointer { signs in
            while index < bytes.count {
                let secret: Secret? =
                    switch signs[Int(bytes[index])] {
                    case .nothing: nil
                    case .prefix: isInWord(index) ? nil : prefixed(at: index)
                    case .dash: privateKey(at: index)
                    case .assignment: assigned(behind: index) ?? password(inAddressAt: index)
                    }
                if let secret { found.append(secret) }
                index = max(index + 1, secret?.range.upperBound ?? 0)
            }
        }
        return found
    }

    private func isInWord(_ index: Int) -> Bool {
        index > 0 && SecretAlphabet.word.contains(bytes[index - 1]) && !isEscape(at: index - 2)
    }

    /// Whether a letter behind this place belongs to an escape such as `\n`.
    private func isEscape(at index: Int) -> Bool {
        index >= 0 && bytes[index] == UInt8(ascii: "\\")
    }

    func starts(with text: [UInt8], at index: Int) -> Bool {
        guard bytes.count - index >= text.count else { return false }
        for offset in text.indices where bytes[index + offset] != text[offset] { return false }
        return true
    }

    func end(of alphabet: SecretAlphabet, from start: Int) -> Int {
        var end = start
        while end < bytes.count, alphabet.contains(bytes[end]) { end += 1 }
        return end
    }

    // MARK: Values that are known by themselves

    func prefixed(at index: Int) -> Secret? {
        for pattern in Self.patterns[Int(bytes[index])] where starts(with: pattern.prefix, at: index)
        {
            let start = index + pattern.prefix.count
            let end = end(of: pattern.alphabet, from: start)
            guard pattern.length.contains(end - start) else { continue }
            if pattern.isMixed && !isMixed(start..<end) { continue }
            return Secret(name: pattern.name, title: pattern.title, range: index..<end)
        }
        return jsonWebToken(at: index)
    }

    private func jsonWebToken(at index: Int) -> Secret? {
        let opening = Array("eyJ".utf8)
        guard starts(with: opening, at: index) else { return nil }
        let point = UInt8(ascii: ".")
        let header = end(of: .dashed, from: index)
        guard header - index >= 16, header < bytes.count, bytes[header] == point,
            starts(with: opening, at: header + 1)
        else { return nil }
        let payload = end(of: .dashed, from: header + 1)
        guard payload < bytes.count, bytes[payload] == point else { return nil }
        let end = end(of: .dashed, from: payload + 1)
        guard end - payload > 16 else { return nil }
        let kind = SecretPattern.jsonWebToken
        return Secret(name: kind.name, title: kind.title, range: index..<end)
    }

    /// A block from `-----BEGIN … PRIVATE KEY-----` to its end, or as far as it looks like one.
    private func privateKey(at index: Int) -> Secret? {
        let opening = Array("-----BEGIN ".utf8)
        guard starts(with: opening, at: index) else { return nil }
        let title = index + opening.count
        let label = (title..<min(title + 60, bytes.count)).first { bytes[$0] == Self.dash }
        guard let label, holds("PRIVATE KEY", in: title..<label) else { return nil }
        let closing = Array("-----END ".utf8)
        let most = min(bytes.count, label + Limits.privateKeyBytesMax)
        var end = label
        while end < most, !starts(with: closing, at: end) { end += 1 }
        if end < most {
            end += closing.count
            while end < most, bytes[end] != Self.dash, bytes[end] != 0x0A { end += 1 }
            while end < most, bytes[end] == Self.dash { end += 1 }
        } else {
            // Cut off: what follows is the key as long as it is written like one.
            end = label
            while end < most, SecretAlphabet.note.contains(bytes[end])
                || bytes[end] == 0x0A || bytes[end] == 0x0D || bytes[end] == UInt8(ascii: "\\")
            { end += 1 }
        }
        let kind = SecretPattern.privateKey
        return Secret(name: kind.name, title: kind.title, range: index..<end)
    }

    func holds(_ text: String, in range: Range<Int>) -> Bool {
        let wanted = Array(text.utf8)
        return range.contains { $0 + wanted.count <= range.upperBound && starts(with: wanted, at: $0) }
    }

    func isMixed(_ range: Range<Int>) -> Bool {
        var (digits, upper, lower) = (false, false, false)
        for byte in bytes[range] {
            if (0x30...0x39).contains(byte) { digits = true }
            if (0x41...0x5A).contains(byte) { upper = true }
            if (0x61...0x7A).contains(byte) { lower = true }
        }
        return digits && upper && lower
    }
}
