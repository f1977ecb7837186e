import AnnalsModel

/// Looks for words and phrases in the text of events, as an index of words does.
struct WordSearch {
    /// Bytes of a word that count, to FTS5 and so here too.
    private static let wordBytesMax = 32_768

    private let query: TextQuery

    init(_ query: TextQuery) {
        self.query = query
    }

    /// Whether all that is looked for is in an event.
    ///
    /// - Parameter body: nil if it was erased.
    func matches(_ names: SearchText.Names, _ body: [UInt8]?) -> Bool {
        SearchText.text(.words, names, body).withUnsafeBufferPointer { text in
            let words = Self.words(of: text)
            return query.phrases.allSatisfy { phrase in
                guard words.count >= phrase.words.count else { return false }
                return (0...words.count - phrase.words.count).contains { start in
                    Self.holds(phrase, at: start, of: words, in: text)
                }
            }
        }
    }

    /// Where the words of a text stand.
    private static func words(of text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for index in text.indices {
            if SearchWord.isPart(text[index]) {
                if start == nil { start = index }
            } else if let first = start {
                words.append(first..<index)
                start = nil
            }
        }
        if let first = start { words.append(first..<text.count) }
        return words
    }

    private static func holds(
        _ phrase: TextQuery.Phrase, at start: Int, of words: [Range<Int>],
        in text: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        for (offset, wanted) in phrase.words.enumerated() {
            let range = words[start + offset]
            let count = min(range.count, wordBytesMax)
            let isBeginning = phrase.isPrefix && offset == phrase.words.count - 1
            guard isBeginning ? count >= wanted.count : count == wanted.count else { return false }
            for index in wanted.indices
            where SearchWord.folded(text[range.lowerBound + index]) != wanted[index] {
                return false
            }
        }
        return true
    }
}
