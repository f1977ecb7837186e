import AnnalsModel

/// What an index is asked, in the language of FTS5.
///
/// https://www.sqlite.org/fts5.html#full_text_query_syntax
enum IndexExpression {
    /// Events that may contain a text; nil if it is too short for trigrams.
    ///
    /// An index of trigrams knows which events have a trigram and not where, so that what it names
    /// is to be looked at. It takes more letters as alike than a search does, and never fewer.
    static func trigrams(_ text: String) -> String? {
        var json: [UInt8] = []
        JSONValue.string(text).write(to: &json)
        let inBody = String(decoding: json.dropFirst().dropLast(), as: UTF8.self)
        guard let body = conjunction(of: inBody) else { return nil }
        // Names have no control characters, and stand as they are.
        guard inBody != text, !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            return body
        }
        guard let names = conjunction(of: text) else { return nil }
        return "(\(body)) OR (\(names))"
    }

    /// Events that hold words.
    static func words(_ query: TextQuery) -> String {
        query.phrases.map { phrase in
            let words = phrase.words.map { String(decoding: $0, as: UTF8.self) }
            return quoted(words.joined(separator: " ")) + (phrase.isPrefix ? " *" : "")
        }.joined(separator: " AND ")
    }

    private static func conjunction(of text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        let count = scalars.count - 2
        guard count > 0 else { return nil }
        // Evenly over the text, its end included.
        let taken = min(count, Limits.searchTrigramsMax)
        let starts = (0..<taken).map { taken == 1 ? 0 : $0 * (count - 1) / (taken - 1) }
        var seen: Set<String> = []
        return starts.map { start in
            quoted(String(String.UnicodeScalarView(scalars[start..<start + 3])))
        }.filter { seen.insert($0).inserted }.joined(separator: " AND ")
    }

    private static func quoted(_ text: String) -> String {
        let quote = UInt8(ascii: "\"")
        let inner = text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return String(decoding: [quote] + inner + [quote], as: UTF8.self)
    }
}
