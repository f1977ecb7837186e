/// Words that an event must hold: `pump`, beginnings of words `pum*`, and phrases `"the pump"`.
///
/// All of them must be there, in any order. A word is made of ASCII letters and digits and of every
/// character that is no ASCII; whatever else there is separates words, so that `DB_002` is the
/// phrase `"DB 002"`. Upper and lower case of ASCII letters are alike.
public struct TextQuery: Sendable, Hashable {
    /// Words that follow each other.
    package struct Phrase: Sendable, Hashable {
        /// In lower case, at least one.
        package let words: [[UInt8]]
        /// Whether the last one is only the beginning of a word.
        package let isPrefix: Bool
    }

    /// As it was given.
    public let text: String
    /// What must be there.
    package let phrases: [Phrase]

    /// Reads it.
    ///
    /// - Throws: `invalidArgument` for a text without words, one in which a phrase is left open, or
    ///   one that is too long.
    public init(_ text: String) throws(StoreError) {
        guard text.utf8.count <= Limits.matchBytesMax else {
            throw StoreError(
                .invalidArgument,
                "what is looked for has more than \(Limits.matchBytesMax) bytes: look for less")
        }
        var phrases: [Phrase] = []
        var rest = Array(text.utf8)[...]
        while let first = rest.first {
            let isQuoted = first == UInt8(ascii: "\"")
            let isBlank = first == 0x20 || (0x09...0x0D).contains(first)
            if isQuoted || isBlank { rest.removeFirst() }
            if isBlank { continue }
            let part = rest.prefix { byte in
                byte != UInt8(ascii: "\"")
                    && (isQuoted || byte != 0x20 && !(0x09...0x0D).contains(byte))
            }
            rest = rest.dropFirst(part.count)
            var isPrefix = part.last == UInt8(ascii: "*")
            if isQuoted {
                guard rest.popFirst() != nil else {
                    throw StoreError(
                        .invalidArgument,
                        "a phrase in \(text.quotedForMessage) has no end: close it with \"")
                }
                isPrefix = rest.first == UInt8(ascii: "*")
                if isPrefix { rest.removeFirst() }
            }
            let words = SearchWord.words(of: part)
            guard !words.isEmpty else {
                throw StoreError(
                    .invalidArgument,
                    "\(String(decoding: part, as: UTF8.self).quotedForMessage) has no word that"
                        + " could be looked for: give letters or digits")
            }
            phrases.append(Phrase(words: words, isPrefix: isPrefix))
        }
        guard (1...Limits.matchPhrasesMax).contains(phrases.count) else {
            throw StoreError(
                .invalidArgument,
                "give 1 to \(Limits.matchPhrasesMax) words or phrases to look for, and not"
                    + " \(phrases.count)")
        }
        self.text = text
        self.phrases = phrases
    }
}

/// What a word is, to a search: as the tokenizer `ascii` of SQLite's FTS5 has it.
///
/// https://www.sqlite.org/fts5.html#ascii_tokenizer
@usableFromInline package enum SearchWord {
    /// Whether a byte of UTF-8 is part of a word.
    @inlinable package static func isPart(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }

    /// A byte with an ASCII letter in lower case.
    @inlinable package static func folded(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    /// The words of some UTF-8, in lower case.
    package static func words(of text: some Collection<UInt8>) -> [[UInt8]] {
        text.split { !isPart($0) }.map { $0.map(folded) }
    }
}
