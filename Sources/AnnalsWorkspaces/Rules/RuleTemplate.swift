import AnnalsModel

/// A text with places that are filled in: `{root}/{tag}/{/id}`.
///
/// Between braces stand alternatives, separated by bars; the first that says something is taken. An
/// alternative is a name (a piece of the path or of the way to the item), a JSON Pointer into the
/// object (`/id`), or a relative JSON Pointer (`2/id`: two levels up, then `/id`). Behind a colon
/// it says what it must be: `text` is a string, `agent` the one agent that a text names, `digest`
/// stands for a text by its SHA-256. A piece
/// between two slashes of the template that comes out empty is left out with its slash.
struct RuleTemplate: Hashable, Sendable {
    /// One way to fill a place.
    struct Alternative: Hashable, Sendable {
        /// Where the value comes from.
        enum Source: Hashable, Sendable {
            /// A named piece.
            case name(String)
            /// A place in the item.
            case pointer(RulePointer)
        }

        /// What a value must be.
        enum Kind: String, Hashable, Sendable, CaseIterable {
            /// A string; a number is none.
            case text
            /// A text that names one agent: its plain name.
            case agent
            /// A text: the first 12 hexadecimal digits of its SHA-256, for things that have no
            /// other name than what they say.
            case digest
        }

        /// Where the value comes from.
        let source: Source
        /// What it must be; nil is a string or an integer.
        let kind: Kind?
    }

    private enum Piece: Hashable {
        case literal(String)
        case place([Alternative])
    }

    /// The template as it was written.
    let text: String
    /// Its pieces between slashes.
    private let segments: [[Piece]]

    /// Reads a template.
    ///
    /// - Throws: A sentence that says what is wrong with it.
    init(_ text: String) throws(RuleProblem) {
        self.text = text
        var segments: [[Piece]] = [[]]
        var literal: [UInt8] = []
        func close(_ segments: inout [[Piece]], _ literal: inout [UInt8]) {
            if !literal.isEmpty {
                segments[segments.count - 1].append(
                    .literal(String(decoding: literal, as: UTF8.self)))
            }
            literal = []
        }
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "/"):
                close(&segments, &literal)
                segments.append([])
            case UInt8(ascii: "{"):
                guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
                    throw RuleProblem(
                        "\(text.quotedForMessage) has a { without its }: write {name} or {/member}")
                }
                close(&segments, &literal)
                let inside = String(decoding: rest[..<end], as: UTF8.self)
                segments[segments.count - 1].append(.place(try Self.alternatives(inside, text)))
                rest = rest[rest.index(after: end)...]
            default:
                literal.append(byte)
            }
        }
        close(&segments, &literal)
        self.segments = segments
    }

    private static func alternatives(
        _ inside: String, _ text: String
    ) throws(RuleProblem) -> [Alternative] {
        var alternatives: [Alternative] = []
        for part in inside.split(separator: "|", omittingEmptySubsequences: false) {
            var source = part.trimmingBlanks
            var kind: Alternative.Kind?
            if let colon = source.lastIndex(of: ":"),
                let known = Alternative.Kind(
                    rawValue: String(source[source.index(after: colon)...]))
            {
                kind = known
                source = String(source[..<colon])
            }
            if isName(source) {
                alternatives.append(Alternative(source: .name(source), kind: kind))
            } else if let pointer = RulePointer(source) {
                alternatives.append(Alternative(source: .pointer(pointer), kind: kind))
            } else {
                throw RuleProblem(
                    "{\(inside.terminalSafe)} in \(text.quotedForMessage) cannot be filled in:"
                        + " write a name, a JSON Pointer like /id, or a relative one like 2/id")
            }
        }
        return alternatives
    }

    /// Whether a text can be the name of a piece.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first | 0x20) else {
            return false
        }
        return text.utf8.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0)
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
    }

    /// What it is made of, beside its own words.
    var alternatives: [Alternative] {
        segments.joined().flatMap { piece -> [Alternative] in
            if case .place(let alternatives) = piece { alternatives } else { [] }
        }
    }

    /// The text with all places filled in; nil if one of them says nothing, or if all is empty.
    func fill(_ scope: RuleScope) -> String? {
        var parts: [String] = []
        for segment in segments {
            var part = ""
            for piece in segment {
                switch piece {
                case .literal(let text): part += text
                case .place(let alternatives):
                    guard let text = Self.fill(alternatives, scope) else { return nil }
                    part += text
                }
            }
            if !part.isEmpty { parts.append(part) }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }

    private static func fill(_ alternatives: [Alternative], _ scope: RuleScope) -> String? {
        for alternative in alternatives {
            guard let text = scope.text(of: alternative) else { continue }
            return text
        }
        return nil
    }
}

extension StringProtocol {
    /// The text without spaces and tabs around it.
    var trimmingBlanks: String {
        var rest = Substring(self)
        while let first = rest.utf8.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
        while let last = rest.utf8.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        return String(rest)
    }
}
