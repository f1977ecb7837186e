/// A JSON Pointer (RFC 6901): the way to a value inside a document, for example `/team/0/name`.
///
/// In the text `~1` stands for a slash inside a token and `~0` for a tilde. The empty text is the
/// whole document. Pointers are equal if the bytes of their tokens are.
public struct JSONPointer: Sendable {
    /// The steps: names of members, or indexes of arrays in decimal.
    public var tokens: [String]

    /// Creates a pointer of its steps, unescaped.
    public init(tokens: [String]) {
        self.tokens = tokens
    }

    /// Reads a pointer.
    ///
    /// - Throws: ``StoreError/Code/invalidPointer`` if the text breaks RFC 6901.
    public init(_ text: String) throws(StoreError) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.utf8.first == Self.slash else {
            let slashed = "/\(text)"
            let like = (try? JSONPointer(slashed)) == nil ? "/status" : slashed.quotedForMessage
            throw StoreError(
                .invalidPointer,
                "\(text.quotedForMessage) is no JSON Pointer: begin with a slash, like \(like)")
        }
        tokens = []
        // By bytes: a slash with a combining mark behind it is still a slash.
        let parts = text.utf8.dropFirst().split(
            separator: Self.slash, omittingEmptySubsequences: false)
        for part in parts {
            guard let token = Self.unescape(part) else {
                throw StoreError(
                    .invalidPointer,
                    "\(text.quotedForMessage) is no JSON Pointer: after ~ comes 0 for ~ itself or "
                        + "1 for /")
            }
            tokens.append(token)
        }
    }

    /// Whether the pointer is the whole document.
    public var isRoot: Bool { tokens.isEmpty }

    /// The pointer with one more step.
    public func appending(_ token: String) -> JSONPointer {
        JSONPointer(tokens: tokens + [token])
    }

    private static let slash = UInt8(ascii: "/")
    private static let tilde = UInt8(ascii: "~")

    private static func unescape(_ part: Substring.UTF8View) -> String? {
        guard part.contains(tilde) else { return String(Substring(part)) }
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            guard byte == tilde else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): bytes.append(tilde)
            case UInt8(ascii: "1"): bytes.append(slash)
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escape(_ token: String) -> String {
        let bytes = token.utf8
        guard bytes.contains(where: { $0 == tilde || $0 == slash }) else { return token }
        var escaped: [UInt8] = []
        for byte in bytes {
            switch byte {
            case tilde, slash:
                escaped.append(tilde)
                escaped.append(UInt8(ascii: byte == tilde ? "0" : "1"))
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}

extension JSONPointer: Hashable {
    /// Whether both have the same tokens, byte for byte.
    public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
        left.tokens.elementsEqual(right.tokens) { $0.hasSameBytes(as: $1) }
    }

    /// Feeds the tokens to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(tokens.count)
        for token in tokens {
            token.hashBytes(into: &hasher)
        }
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The pointer as text, escaped.
    public var description: String {
        tokens.reduce(into: "") { text, token in
            text += "/"
            text += Self.escape(token)
        }
    }
}
