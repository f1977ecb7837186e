import AnnalsModel

/// Reads one directive: `-- on PATTERN[, PATTERN]:` and, for a merge, all the rest of it.
struct DirectiveParser {
    private typealias Name = ParsedDefinition.Name

    private let source: SourceText
    private let words: [DirectiveWord]
    private let start: Int
    private let end: Int
    private var index = 0

    /// Takes the comments that make up the directive.
    init(_ lines: [SQLToken], in source: SourceText) throws(StoreError) {
        self.source = source
        words = try DirectiveWord.words(of: lines, in: source)
        start = lines.first?.range.lowerBound ?? 0
        end = lines.last?.range.upperBound ?? start
    }

    /// Reads the directive.
    ///
    /// - Throws: `projectionInvalid` that points at what breaks the grammar.
    mutating func parse() throws(StoreError) -> ParsedDefinition.Directive {
        index = 1  // `on`
        let patterns = try readPatterns()
        var action = ParsedDefinition.Action.run([])
        if index < words.count {
            action = .merge(try readMerge())
        }
        return ParsedDefinition.Directive(offset: start, patterns: patterns, action: action)
    }

    private mutating func readPatterns() throws(StoreError) -> [TypePattern] {
        var patterns: [TypePattern] = []
        while true {
            let word = try take("a pattern like task.completed, task.*, *.completed or *")
            guard word.kind == .bare else {
                throw unexpected(word, "a pattern like task.completed, task.*, *.completed or *")
            }
            do {
                patterns.append(try TypePattern(word.text))
            } catch {
                throw source.error(error.message, at: word.offset)
            }
            let next = try take("a colon behind the patterns")
            if next.kind == .colon { return patterns }
            guard next.kind == .comma else { throw unexpected(next, "a colon behind the patterns") }
        }
    }

    private mutating func readMerge() throws(StoreError) -> ParsedDefinition.Merge {
        try takeKeyword("merge")
        let isStrict = skipKeyword("strict")
        try takeKeyword("into")
        let table = try takeName("the name of a table")
        try takeKeyword("key")
        var merge = ParsedDefinition.Merge(
            isStrict: isStrict, table: table, key: try takeName("the column for the stream's id"))
        if skipKeyword("rest") { merge.rest = try takeName("the column for all other members") }
        if skipKeyword("document") {
            merge.document = try takeName("the column for the whole document")
        }
        while index < words.count {
            let comma = words[index]
            guard comma.kind == .comma else {
                throw unexpected(comma, "a comma, or the end of the directive")
            }
            index += 1
            merge.columns.append(try readColumn())
        }
        return merge
    }

    private mutating func readColumn() throws(StoreError) -> ParsedDefinition.Column {
        let name = try takeName("the name of a column")
        try takeKeyword("from")
        var pointers = [try readPointer()]
        while index + 1 < words.count, words[index].kind == .comma,
            words[index + 1].kind == .pointer
        {
            index += 1
            pointers.append(try readPointer())
        }
        return ParsedDefinition.Column(name: name, pointers: pointers)
    }

    private mutating func readPointer() throws(StoreError) -> JSONPointer {
        let word = try take("a JSON Pointer like /agent_id")
        guard word.kind == .pointer else { throw unexpected(word, "a JSON Pointer like /agent_id") }
        let pointer: JSONPointer
        do {
            pointer = try JSONPointer(word.text)
        } catch {
            throw source.error(error.message, at: word.offset)
        }
        guard !pointer.isRoot else {
            throw source.error(
                "the whole document is no member: take a document column for it", at: word.offset)
        }
        return pointer
    }

    // MARK: Words

    private mutating func take(_ expected: String) throws(StoreError) -> DirectiveWord {
        guard index < words.count else {
            throw source.error("the directive ends where \(expected) is expected", at: end)
        }
        defer { index += 1 }
        return words[index]
    }

    private mutating func takeName(_ expected: String) throws(StoreError) -> ParsedDefinition.Name {
        let word = try take(expected)
        guard word.kind == .quoted || (word.kind == .bare && DirectiveWord.isIdentifier(word.text))
        else { throw unexpected(word, expected) }
        return Name(text: word.text, offset: word.offset)
    }

    private mutating func takeKeyword(_ keyword: String) throws(StoreError) {
        let word = try take("the word \(keyword)")
        guard word.kind == .bare, word.text.asciiLowercased == keyword else {
            throw unexpected(word, "the word \(keyword)")
        }
    }

    private mutating func skipKeyword(_ keyword: String) -> Bool {
        guard index < words.count, words[index].kind == .bare,
            words[index].text.asciiLowercased == keyword
        else { return false }
        index += 1
        return true
    }

    private func unexpected(_ word: DirectiveWord, _ expected: String) -> StoreError {
        source.error("\(expected) is expected here", at: word.offset)
    }
}
