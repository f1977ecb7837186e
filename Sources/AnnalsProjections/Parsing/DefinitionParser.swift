import AnnalsModel

/// Reads a definition file: schema, then directives, each with its statements.
struct DefinitionParser {
    private let source: SourceText
    private let tokens: [SQLToken]
    private var index = 0
    private var definition = ParsedDefinition()
    private var pending: [SQLToken] = []

    private init(_ source: SourceText) throws(StoreError) {
        self.source = source
        tokens = try SQLTokenizer.tokens(of: source)
    }

    /// Reads a file.
    ///
    /// - Throws: `projectionInvalid` that points at what breaks the grammar.
    static func parse(_ source: SourceText) throws(StoreError) -> ParsedDefinition {
        if let zero = source.bytes.firstIndex(of: 0) {
            throw source.error("a definition is text and may not have a NUL character", at: zero)
        }
        var parser = try DefinitionParser(source)
        return try parser.parse()
    }

    private mutating func parse() throws(StoreError) -> ParsedDefinition {
        definition.comment = leadingComment()
        while index < tokens.count {
            let token = tokens[index]
            if token.kind == .comment {
                if isDirective(token) {
                    try readDirective()
                } else {
                    index += 1
                }
                continue
            }
            index += 1
            if token.is(";") {
                try finishStatement(at: token)
            } else {
                pending.append(token)
            }
        }
        if let first = pending.first {
            throw source.error(
                "this statement does not end: put a semicolon behind it", at: first.range.lowerBound
            )
        }
        guard !definition.schema.isEmpty || !definition.directives.isEmpty else {
            throw source.error("the file defines nothing: write a CREATE TABLE", at: 0)
        }
        for directive in definition.directives {
            if case .run(let statements) = directive.action, statements.isEmpty {
                throw source.error(
                    "no statement follows this directive", at: directive.offset)
            }
        }
        return definition
    }

    private func leadingComment() -> String {
        tokens.prefix { $0.kind == .comment && !isDirective($0) }
            .map { String($0.text.utf8.dropFirst(2).drop { $0 == 0x20 }) ?? "" }
            .map { $0.hasSuffix("\r") ? String($0.dropLast()) : $0 }
            .joined(separator: "\n")
    }

    // MARK: Statements

    private mutating func finishStatement(at semicolon: SQLToken) throws(StoreError) {
        guard let first = pending.first else { return }
        if isInsideTrigger {
            pending.append(semicolon)
            return
        }
        let statement = SQLStatement(pending, in: source)
        pending = []
        guard let last = definition.directives.indices.last else {
            definition.schema.append(statement)
            return
        }
        guard case .run(let statements) = definition.directives[last].action else {
            throw source.error(
                "a merge has no statements: put a directive like -- on task.completed: above",
                at: first.range.lowerBound)
        }
        definition.directives[last].action = .run(statements + [statement])
    }

    /// Whether the semicolon at hand ends a statement of a trigger and not the trigger, whose last
    /// tokens are `; END` (the rule of `sqlite3_complete`).
    private var isInsideTrigger: Bool {
        guard pending.first?.is("create") == true,
            pending.prefix(3).contains(where: { $0.is("trigger") })
        else { return false }
        let last = pending.suffix(2)
        return !(last.last?.is("end") == true && last.first?.is(";") == true)
    }

    // MARK: Directives

    /// Whether a comment is a directive: it begins its line with `on` and a pattern.
    ///
    /// The first word decides, so that prose may begin with "on" too: a pattern has a dot or a
    /// star, or a colon behind it.
    private func isDirective(_ token: SQLToken) -> Bool {
        guard token.kind == .comment, source.beginsLine(at: token.range.lowerBound) else {
            return false
        }
        let words = token.text.dropFirst(2).split(whereSeparator: \.isWhitespace)
        guard words.count > 1, words[0].lowercased() == "on" else { return false }
        return words[1].contains { ".*:".contains($0) }
    }

    private mutating func readDirective() throws(StoreError) {
        let start = tokens[index]
        if let open = pending.first {
            throw source.error(
                "the statement before this directive does not end: put a semicolon behind it",
                at: open.range.lowerBound)
        }
        var lines = [start]
        index += 1
        while index < tokens.count, continues(tokens[index], after: lines[lines.count - 1]) {
            lines.append(tokens[index])
            index += 1
        }
        var parser = try DirectiveParser(lines, in: source)
        definition.directives.append(try parser.parse())
    }

    /// Whether a comment belongs to the directive above it: on the next line, and indented by two
    /// blanks or more behind its `--`.
    private func continues(_ token: SQLToken, after previous: SQLToken) -> Bool {
        token.kind == .comment && token.text.hasPrefix("--  ")
            && source.beginsLine(at: token.range.lowerBound)
            && source.line(of: token.range.lowerBound)
                == source.line(of: previous.range.lowerBound) + 1
    }
}
