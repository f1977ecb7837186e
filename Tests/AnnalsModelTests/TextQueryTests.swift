import AnnalsModel
import Testing

@Suite struct TextQueryTests {
    private func phrases(_ text: String) throws -> [String] {
        try TextQuery(text).phrases.map { phrase in
            phrase.words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
                + (phrase.isPrefix ? "*" : "")
        }
    }

    @Test func readsWordsBeginningsAndPhrases() throws {
        #expect(try phrases("pump") == ["pump"])
        #expect(try phrases("  The pum*\tDB_002\n") == ["the", "pum*", "db 002"])
        #expect(try phrases("\"the old pump\"") == ["the old pump"])
        #expect(try phrases("a\"b c\"*d") == ["a", "b c*", "d"])
        #expect(try phrases("Größe 水位* É") == ["größe", "水位*", "É"])
        #expect(try phrases("a*b") == ["a b"])
        #expect(try phrases("\"a\" *b*") == ["a", "b*"])
    }

    @Test func refusesWhatHasNoWords() {
        for text in ["", "  ", "*", "\"\"", "a -", "\"open", "a \"", "_", "\u{1}"] {
            #expect(throws: StoreError(.invalidArgument, ""), "\(text)") { try TextQuery(text) }
        }
        let words = Array(repeating: "a", count: Limits.matchPhrasesMax).joined(separator: " ")
        #expect(throws: Never.self) { try TextQuery(words) }
        #expect(throws: StoreError(.invalidArgument, "")) { try TextQuery(words + " a") }
        let long = String(repeating: "a", count: Limits.matchBytesMax)
        #expect(throws: Never.self) { try TextQuery(long) }
        #expect(throws: StoreError(.invalidArgument, "")) { try TextQuery(long + "a") }
    }
}
