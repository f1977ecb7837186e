import AnnalsModel
import Foundation

/// Looks for values in a text that should not be in a log.
package struct SecretScanner {
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
        bytes.withUnsafeBufferPointer { secrets(in: $0) }
    }

    /// The same of bytes that are lent.
    static func secrets(in bytes: UnsafeBufferPointer<UInt8>) -> [Secret] {
        guard !bytes.prefix(binaryLookBytes).contains(0) else { return [] }
        return SecretScanner(bytes: bytes).find()
    }

    /// Bytes in which a zero byte says that it is no text, as git judges.
    private static let binaryLookBytes = 8_000
    private static let dash = UInt8(ascii: "-")

    /// What a byte may begin or be part of; most are nothing.
    private enum Sign {
        static let nothing: UInt8 = 0
        /// The first byte of a pattern's prefix.
        static let prefix: UInt8 = 1
        /// A dash, of which five begin a block.
        static let dash: UInt8 = 2
        /// `=` or `:` between a name and its value.
        static let assignment: UInt8 = 3
    }

    private static let signs: [UInt8] = {
        var signs = [UInt8](repeating: Sign.nothing, count: 256)
        for pattern in SecretPattern.all { signs[Int(pattern.prefix[0])] = Sign.prefix }
        signs[Int(UInt8(ascii: "e"))] = Sign.prefix
        signs[Int(dash)] = Sign.dash
        signs[Int(UInt8(ascii: "="))] = Sign.assignment
        signs[Int(UInt8(ascii: ":"))] = Sign.assignment
        return signs
    }()

    /// Whether two bytes, one after the other, begin a pattern's prefix: hardly any do.
    private static let beginnings: [Bool] = {
        var beginnings = [Bool](repeating: false, count: 1 << 16)
        for prefix in SecretPattern.all.map(\.prefix) + [Array("eyJ".utf8)] {
            beginnings[Int(prefix[0]) << 8 | Int(prefix[1])] = true
        }
        return beginnings
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
            Self.beginnings.withUnsafeBufferPointer { beginnings in
                while let next = next(from: index, signs, beginnings) {
                    index = next + 1
                    guard let secret = secret(at: next, signs[Int(bytes[next])]) else { continue }
                    found.append(secret)
                    index = max(index, secret.range.upperBound)
                }
            }
        }
        return found
    }

    /// The next place where something may begin: the loop that every byte goes through.
    private func next(
        from start: Int, _ signs: UnsafeBufferPointer<UInt8>,
        _ beginnings: UnsafeBufferPointer<Bool>
    ) -> Int? {
        var index = start
        let end = bytes.count - 1
        while index < end {
            switch signs[Int(bytes[index])] {
            case Sign.nothing: break
            case Sign.prefix:
                if beginnings[Int(bytes[index]) << 8 | Int(bytes[index + 1])] { return index }
            case Sign.dash:
                if bytes[index + 1] == Self.dash { return index }
            default:
                return index
            }
            index += 1
        }
        return nil
    }

    private func secret(at index: Int, _ sign: UInt8) -> Secret? {
        switch sign {
        case Sign.prefix: isInWord(index) ? nil : prefixed(at: index)
        case Sign.dash: privateKey(at: index)
        default: assigned(behind: index) ?? password(inAddressAt: index)
        }
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
        for pattern in Self.patterns[Int(bytes[index])]
        where starts(with: pattern.prefix, at: index) {
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
            while end < most,
                SecretAlphabet.note.contains(bytes[end])
                    || bytes[end] == 0x0A || bytes[end] == 0x0D || bytes[end] == UInt8(ascii: "\\")
            { end += 1 }
        }
        let kind = SecretPattern.privateKey
        return Secret(name: kind.name, title: kind.title, range: index..<end)
    }

    func holds(_ text: String, in range: Range<Int>) -> Bool {
        let wanted = Array(text.utf8)
        return range.contains {
            $0 + wanted.count <= range.upperBound && starts(with: wanted, at: $0)
        }
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
