/// A pattern of paths as git's ignore files have them, without what stands around it there.
///
/// `*` and `?` stand for any bytes and for one, but not for a slash; `[a-z]` for one of a set, and
/// `[!a-z]` for one that is not in it; `\` takes the next character as it is. `**` as a whole name
/// stands for any number of folders, and at the end for everything in a folder; elsewhere it is
/// `*`. A pattern with a slash is matched against the whole path, another against the last name.
/// https://git-scm.com/docs/gitignore#_pattern_format
struct PathGlob: Hashable, Sendable {
    /// A name between slashes.
    private enum Name: Hashable {
        /// Any number of folders.
        case folders
        /// This name.
        case literal([UInt8])
        /// Any name that ends so.
        case suffix([UInt8])
        /// A name that the tokens match.
        case tokens([Token])
    }

    private enum Token: Hashable {
        case byte(UInt8)
        case any
        case star
        case set(ByteSet)

        /// Whether it stands for one byte.
        func matches(_ byte: UInt8) -> Bool {
            switch self {
            case .byte(let wanted): wanted == byte
            case .any: true
            case .set(let set): set.contains(byte)
            case .star: false
            }
        }
    }

    private let names: [Name]
    private let isAnchored: Bool

    /// Reads a pattern.
    ///
    /// - Parameter isAnchored: Whether it is matched against whole paths even without a slash.
    /// - Returns: nil if it is empty, a set in it has no end, or it ends in a lone backslash.
    init?(_ pattern: [UInt8], isAnchored: Bool) {
        let slash = UInt8(ascii: "/")
        let parts = pattern.split(separator: slash, omittingEmptySubsequences: false)
        guard !pattern.isEmpty else { return nil }
        var names: [Name] = []
        for (number, part) in parts.enumerated() {
            guard !part.elementsEqual("**".utf8) || parts.count == 1 else {
                if names.last != .folders { names.append(.folders) }
                // At the end it stands for what is in the folder and not for the folder.
                if number == parts.count - 1 { names.append(.suffix([])) }
                continue
            }
            guard !part.isEmpty, let tokens = Self.tokens(part) else { return nil }
            names.append(Self.name(tokens))
        }
        self.names = names
        self.isAnchored = isAnchored || parts.count > 1
    }

    private static func name(_ tokens: [Token]) -> Name {
        func bytes(_ tokens: ArraySlice<Token>) -> [UInt8]? {
            var bytes: [UInt8] = []
            for token in tokens {
                guard case .byte(let byte) = token else { return nil }
                bytes.append(byte)
            }
            return bytes
        }
        if let bytes = bytes(tokens[...]) { return .literal(bytes) }
        if tokens.first == .star, let bytes = bytes(tokens.dropFirst()) { return .suffix(bytes) }
        return .tokens(tokens)
    }

    private static func tokens(_ part: ArraySlice<UInt8>) -> [Token]? {
        var tokens: [Token] = []
        var rest = part
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"):
                if tokens.last != .star { tokens.append(.star) }
            case UInt8(ascii: "?"):
                tokens.append(.any)
            case UInt8(ascii: "["):
                guard let set = ByteSet(takingFrom: &rest) else { return nil }
                tokens.append(.set(set))
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst() else { return nil }
                tokens.append(.byte(next))
            default:
                tokens.append(.byte(byte))
            }
        }
        return tokens
    }

    // MARK: Matching

    /// Whether a path matches, as a whole or by its last name.
    func matches(_ path: ArraySlice<UInt8>) -> Bool {
        let slash = UInt8(ascii: "/")
        guard isAnchored else {
            let start = path.lastIndex(of: slash).map { $0 + 1 } ?? path.startIndex
            return names.count == 1 && Self.matches(names[0], path[start...])
        }
        let parts = path.split(separator: slash, omittingEmptySubsequences: false)
        var (name, part) = (0, 0)
        // Where to go on if the last `**` must stand for a folder more.
        var retry: (name: Int, part: Int)?
        while part < parts.count {
            if name < names.count, names[name] == .folders {
                name += 1
                retry = (name, part)
            } else if name < names.count, Self.matches(names[name], parts[part]) {
                (name, part) = (name + 1, part + 1)
            } else if let last = retry {
                retry = (last.name, last.part + 1)
                (name, part) = (last.name, last.part + 1)
            } else {
                return false
            }
            // All names are used up and the path goes on: only another way may do.
            if name == names.count, part < parts.count {
                guard let last = retry else { return false }
                retry = (last.name, last.part + 1)
                (name, part) = (last.name, last.part + 1)
            }
        }
        return name == names.count
    }

    private static func matches(_ name: Name, _ text: ArraySlice<UInt8>) -> Bool {
        switch name {
        case .folders: false
        case .literal(let bytes): text.elementsEqual(bytes)
        case .suffix(let bytes): text.count >= bytes.count && text.suffix(bytes.count) == bytes[...]
        case .tokens(let tokens): matches(tokens[...], text)
        }
    }

    private static func matches(_ tokens: ArraySlice<Token>, _ text: ArraySlice<UInt8>) -> Bool {
        var (tokens, text) = (tokens, text)
        // Where to go on if a star must stand for one character more.
        var retry: (tokens: ArraySlice<Token>, text: ArraySlice<UInt8>)?
        while true {
            if tokens.first == .star {
                tokens = tokens.dropFirst()
                retry = (tokens, text)
            } else if let token = tokens.first, let byte = text.first, token.matches(byte) {
                (tokens, text) = (tokens.dropFirst(), text.dropFirst())
            } else if tokens.isEmpty && text.isEmpty {
                return true
            } else if let last = retry, !last.text.isEmpty {
                (tokens, text) = (last.tokens, last.text.dropFirst())
                retry = (tokens, text)
            } else {
                return false
            }
        }
    }
}

/// A set of bytes in brackets, such as `[a-z_]`, `[!0-9]` or `[[:digit:]]`.
struct ByteSet: Hashable, Sendable {
    private var words: [UInt64] = [0, 0, 0, 0]

    /// Reads what follows an opening bracket, up to the closing one.
    ///
    /// - Returns: nil if there is none.
    init?(takingFrom rest: inout ArraySlice<UInt8>) {
        let close = UInt8(ascii: "]")
        let isNegated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
        if isNegated { rest.removeFirst() }
        var isFirst = true
        while let byte = rest.popFirst() {
            if byte == close, !isFirst {
                if isNegated { words = words.map { ~$0 } }
                return
            }
            isFirst = false
            if byte == UInt8(ascii: "["), rest.first == UInt8(ascii: ":"), take(class: &rest) {
                continue
            }
            guard let low = Self.plain(byte, &rest) else { return nil }
            var high = low
            if rest.first == UInt8(ascii: "-"), let end = rest.dropFirst().first, end != close {
                rest = rest.dropFirst(2)
                guard let plain = Self.plain(end, &rest) else { return nil }
                high = plain
            }
            for byte in low...max(low, high) where byte <= high { insert(byte) }
        }
        return nil
    }

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & 1 << UInt64(byte & 63) != 0 }

    private mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    private static func plain(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt8? {
        byte == UInt8(ascii: "\\") ? rest.popFirst() : byte
    }

    private mutating func take(class rest: inout ArraySlice<UInt8>) -> Bool {
        for (name, holds) in Self.classes {
            let word = Array(":\(name):]".utf8)
            guard rest.starts(with: word) else { continue }
            rest = rest.dropFirst(word.count)
            for byte in UInt8(0)...127 where holds(Unicode.Scalar(byte)) { insert(byte) }
            return true
        }
        return false
    }

    /// The classes of POSIX that wildmatch knows, for ASCII.
    private static let classes: [(String, @Sendable (Unicode.Scalar) -> Bool)] = [
        ("alnum", { ("a"..."z").contains($0) || ("A"..."Z").contains($0) || isDigit($0) }),
        ("alpha", { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }),
        ("digit", { isDigit($0) }),
        ("lower", { ("a"..."z").contains($0) }),
        ("upper", { ("A"..."Z").contains($0) }),
        ("space", { " \t\n\r\u{0B}\u{0C}".unicodeScalars.contains($0) }),
        ("blank", { $0 == " " || $0 == "\t" }),
        ("xdigit", { isDigit($0) || ("a"..."f").contains($0) || ("A"..."F").contains($0) }),
        (
            "punct",
            {
                ("!"..."/").contains($0) || (":"..."@").contains($0)
                    || ("["..."`").contains($0) || ("{"..."~").contains($0)
            }
        ),
        ("graph", { ("!"..."~").contains($0) }),
        ("print", { (" "..."~").contains($0) }),
        ("cntrl", { $0.value < 32 || $0.value == 127 }),
    ]

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
