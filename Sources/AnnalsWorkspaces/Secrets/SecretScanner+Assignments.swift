import AnnalsModel
import Foundation

// Values that are known by the name they are given, such as `password: …` or `"api_key": "…"`.

extension SecretScanner {
    /// What a name says of its value.
    enum Meaning {
        case password
        case token
    }

    /// Ends of names, in lower case and without separators.
    static let passwordNames = ["password", "passwd", "passphrase", "pwd"].map {
        Array($0.utf8)
    }
    static let tokenNames = [
        "secret", "token", "apikey", "accesskey", "secretkey", "privatekey", "authkey",
        "signingkey", "encryptionkey", "credential", "credentials",
    ].map { Array($0.utf8) }

    /// The value behind `=` or `:`, if the name in front of it and the value itself say that it is
    /// a secret.
    func assigned(behind sign: Int) -> Secret? {
        guard let meaning = meaning(inFrontOf: sign),
            let (value, isQuoted) = value(behind: sign)
        else { return nil }
        // A value that says itself what it is has a better name.
        guard prefixed(at: value.lowerBound) == nil,
            isSecret(value, meaning) || isQuoted && isSecretMember(value, meaning)
        else { return nil }
        let kind = meaning == .password ? SecretPattern.password : SecretPattern.token
        return Secret(name: kind.name, title: kind.title, range: value)
    }

    /// What may stand between a name and the sign behind it.
    private static func isBetween(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }

    /// The last two bytes of all these names.
    private struct Endings {
        private var pairs = [Bool](repeating: false, count: 1 << 16)

        init(of names: [[UInt8]]) {
            for name in names {
                pairs[Int(name[name.count - 2]) << 8 | Int(name[name.count - 1])] = true
            }
        }

        func contains(_ first: UInt8, _ second: UInt8) -> Bool {
            pairs[Int(first) << 8 | Int(second)]
        }
    }
    private static let endings = Endings(of: passwordNames + tokenNames)

    /// What the name in front of a sign says: quoted or not, its parts joined by `_`, `-`, `.` or
    /// nothing.
    private func meaning(inFrontOf sign: Int) -> Meaning? {
        var end = sign
        while end > 0, sign - end < 8, Self.isBetween(bytes[end - 1]) { end -= 1 }
        // Few names end like one of these, and only they are looked at.
        guard end > 1, Self.endings.contains(bytes[end - 2] | 0x20, bytes[end - 1] | 0x20) else {
            return nil
        }
        var name: [UInt8] = []
        var index = end
        while index > 0, name.count < 24, SecretAlphabet.dotted.contains(bytes[index - 1]) {
            index -= 1
            let byte = bytes[index]
            if SecretAlphabet.alphanumeric.contains(byte) { name.append(byte | 0x20) }
        }
        guard name.count > 2 else { return nil }
        func ends(in names: [[UInt8]]) -> Bool {
            names.contains { name.starts(with: $0.reversed()) }
        }
        if ends(in: Self.passwordNames) { return .password }
        return ends(in: Self.tokenNames) ? .token : nil
    }

    /// Where the value behind a sign is, without its quotation marks, and whether it has them.
    private func value(behind sign: Int) -> (range: Range<Int>, isQuoted: Bool)? {
        var start = sign + 1
        while start < bytes.count,
            bytes[start] == 0x20 || bytes[start] == 0x09
                || bytes[start] == UInt8(ascii: "=") || bytes[start] == UInt8(ascii: ">")
        { start += 1 }
        // A text within a text of JSON: there a backslash ends the value together with its quote.
        let isNested = start < bytes.count && bytes[start] == UInt8(ascii: "\\")
        if isNested { start += 1 }
        guard start < bytes.count else { return nil }
        let first = bytes[start]
        let isQuoted =
            first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
            || first == UInt8(ascii: "`")
        if isQuoted { start += 1 }
        var end = start
        while end < bytes.count, end - start <= Limits.secretBytesMax {
            let byte = bytes[end]
            if isQuoted, !isNested, byte == UInt8(ascii: "\\"), end + 1 < bytes.count,
                bytes[end + 1] != 0x0A
            {
                end += 2
                continue
            }
            if isQuoted
                ? byte == first || byte == 0x0A || byte == UInt8(ascii: "\\")
                : byte <= 0x20 || Self.ends.contains(byte)
            {
                break
            }
            end += 1
        }
        return (start..<end, isQuoted)
    }

    /// What ends a value without quotation marks.
    private static let ends = Set("\"'`,;)}]&<\\".utf8)

    private func isSecret(_ range: Range<Int>, _ meaning: Meaning) -> Bool {
        let least = meaning == .password ? 8 : 16
        guard (least...Limits.secretBytesMax).contains(range.count), !isPlaceholder(range) else {
            return false
        }
        let value = bytes[range]
        let hasDigit = value.contains { (0x30...0x39).contains($0) }
        let hasLetter = value.contains { (0x61...0x7A).contains($0 | 0x20) }
        let hasOther = value.contains { !SecretAlphabet.dotted.contains($0) }
        switch meaning {
        case .password:
            return hasLetter && (hasDigit || hasOther) && entropy(of: value) >= 2.5
        case .token:
            return hasLetter && hasDigit && entropy(of: value) >= 3.2
        }
    }

    /// Whether it is a place to fill in, a reference to a variable, a sentence, or done already.
    func isPlaceholder(_ range: Range<Int>) -> Bool {
        let value = bytes[range]
        guard let first = value.first, !"$<{[(%*/.".utf8.contains(first), !value.contains(0x20),
            !value.contains(where: { $0 < 0x20 || $0 > 0x7E })
        else { return true }
        let lower = value.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return Self.placeholders.contains { placeholder in
            lower.indices.contains { lower[$0...].starts(with: placeholder) }
        }
    }

    private static let placeholders = [
        "example", "changeme", "change_me", "placeholder", "redacted", "xxxx", "your_", "your-",
        "dummy", "****", "....", "environ", "getenv", "process.env", "secrets.", "config.",
        "1234567", "null", "undefined", "env:", "vault:", "secrets/", "file:", "://",
    ].map { Array($0.utf8) }

    /// Bits of information a byte of a text has, by how often its bytes occur.
    func entropy(of text: Slice<UnsafeBufferPointer<UInt8>>) -> Double {
        var counts: [UInt8: Int] = [:]
        for byte in text { counts[byte, default: 0] += 1 }
        return counts.values.reduce(0) { sum, count in
            let share = Double(count) / Double(text.count)
            return sum - share * log2(share)
        }
    }

    // MARK: Addresses

    /// The password in an address, found at the colon behind its scheme.
    func password(inAddressAt colon: Int) -> Secret? {
        guard starts(with: Array("://".utf8), at: colon), colon > 0,
            SecretAlphabet.alphanumeric.contains(bytes[colon - 1])
        else { return nil }
        let start = colon + 3
        var password: Int?
        for index in start..<min(start + Limits.secretBytesMax, bytes.count) {
            switch bytes[index] {
            case UInt8(ascii: ":"):
                if password == nil { password = index + 1 }
            case UInt8(ascii: "@"):
                guard let password, index - password >= 6, isOpaque(password..<index) else {
                    return nil
                }
                let kind = SecretPattern.address
                return Secret(name: kind.name, title: kind.title, range: password..<index)
            case ...0x20, 0x7F..., UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"),
                UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"):
                return nil
            default:
                break
            }
        }
        return nil
    }

    /// Whether it is no variable, placeholder or the word itself.
    private func isOpaque(_ range: Range<Int>) -> Bool {
        let value = bytes[range]
        guard let first = value.first, !"$<{[(%*".utf8.contains(first) else { return false }
        return isSecret(range, .password)
    }
}
