/// A piece of SQL, as SQLite's own tokenizer cuts it. https://www.sqlite.org/lang_expr.html
package struct SQLToken: Sendable {
    /// What sort of piece it is.
    package enum Kind: Sendable, Equatable {
        /// `--` up to the end of the line.
        case comment
        /// A keyword or a bare identifier.
        case word
        /// An identifier in double quotes, backticks or brackets; `name` is what stands in them.
        case quoted(name: String)
        /// A string in single quotes.
        case string
        /// A blob literal, `x'…'`.
        case blob
        /// A number.
        case number
        /// `:name`, a member of an event's data.
        case member(name: String)
        /// `@name`, a part of an event's envelope.
        case envelope(name: String)
        /// An operator or a punctuation mark.
        case symbol
    }

    /// What sort of piece it is.
    package let kind: Kind
    /// Offsets in the source.
    package let range: Range<Int>
    /// The piece as it stands there.
    package let text: String
    /// The text in lower case, for keywords and symbols.
    let folded: String

    /// The identifier that the token is or may be, in lower case as SQLite compares them.
    var identifier: String? {
        switch kind {
        case .word: folded
        case .quoted(let name): name.asciiLowercased
        default: nil
        }
    }

    /// Whether the token is this keyword or symbol, given in lower case.
    func `is`(_ text: String) -> Bool {
        (kind == .word || kind == .symbol) && folded == text
    }
}

extension String {
    /// The text with A to Z in lower case and nothing else changed: how SQLite compares names.
    var asciiLowercased: String {
        guard utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return self }
        let folded = utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return String(decoding: folded, as: UTF8.self)
    }

    /// The text as an identifier in double quotes.
    package var quotedAsIdentifier: String {
        let quote = UInt8(ascii: "\"")
        // By bytes: a quote with a combining mark behind it is still a quote.
        let doubled = utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return String(decoding: [quote] + doubled + [quote], as: UTF8.self)
    }
}
