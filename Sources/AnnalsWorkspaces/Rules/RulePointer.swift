import AnnalsModel

/// A way from an object to a value: a JSON Pointer (RFC 6901) into it, or a relative JSON Pointer
/// (draft-bhutton-relative-json-pointer), which first goes up some levels.
struct RulePointer: Hashable, Sendable {
    /// How many levels it goes up first.
    let up: Int
    /// The steps down from there.
    let tokens: [String]

    /// The way into the object itself.
    init(tokens: [String]) {
        up = 0
        self.tokens = tokens
    }

    /// Reads a pointer; nil if it is none.
    init?(_ text: String) {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        let rest = String(Substring(text.utf8.dropFirst(digits.count)))
        guard digits.count <= 2, let pointer = try? JSONPointer(rest) else { return nil }
        // Without a digit it must be a pointer that goes somewhere.
        guard !digits.isEmpty || !pointer.isRoot else { return nil }
        up = Int(String(decoding: digits, as: UTF8.self)) ?? 0
        tokens = pointer.tokens
    }

    /// The place that it leads to from another; nil if that is not so deep.
    func place(from start: JSONPointer) -> JSONPointer? {
        guard up <= start.tokens.count else { return nil }
        return JSONPointer(tokens: Array(start.tokens.dropLast(up)) + tokens)
    }

    /// Whether it leads to the object itself.
    var isSelf: Bool { up == 0 && tokens.isEmpty }

    /// The member of the object that it names, if it is one of its own.
    var ownMember: String? { up == 0 && tokens.count == 1 ? tokens[0] : nil }
}

extension RulePointer: CustomStringConvertible {
    /// As rule files write it.
    var description: String {
        (up > 0 || tokens.isEmpty ? String(up) : "") + JSONPointer(tokens: tokens).description
    }
}
