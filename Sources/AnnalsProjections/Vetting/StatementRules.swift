import AnnalsModel

/// Which statements a definition may have, by their first words and their parameters.
struct StatementRules {
    let source: SourceText

    /// The words at the head of a schema statement.
    struct Head {
        /// What the statement makes.
        let kind: SchemaObject.Kind
        /// The name's token.
        let name: SQLToken
    }

    /// Checks a statement of the schema and says what it makes.
    ///
    /// - Throws: `projectionInvalid` that points at what is not allowed.
    func head(of statement: SQLStatement) throws(StoreError) -> Head {
        var words = statement.tokens[...]
        guard let create = words.popFirst(), create.is("create") else {
            throw source.error(
                "the schema makes things with CREATE and does nothing else: put other statements "
                    + "under a directive like -- on task.created:", at: statement.offset)
        }
        if words.first?.is("unique") == true { words.removeFirst() }
        guard let what = words.popFirst(), let kind = SchemaObject.Kind(rawValue: what.folded)
        else {
            throw source.error(
                "the schema may make tables, indexes, views and triggers, and nothing else",
                at: (statement.tokens.dropFirst().first ?? create).range.lowerBound)
        }
        if words.first?.is("if") == true { words = words.dropFirst(3) }
        guard let name = words.popFirst(), name.identifier != nil else {
            throw source.error("a name is expected behind \(what.text)", at: what.range.upperBound)
        }
        if let dot = words.first, dot.is(".") {
            throw source.error(
                "tables are named without a database in front", at: name.range.lowerBound)
        }
        if kind == .table, let word = words.first, word.is("as") {
            throw source.error(
                "a table says its columns: write them out instead of AS SELECT",
                at: word.range.lowerBound)
        }
        if kind == .trigger {
            try checkTrigger(words)
        }
        try checkNoParameters(statement)
        return Head(kind: kind, name: name)
    }

    private func checkTrigger(_ words: ArraySlice<SQLToken>) throws(StoreError) {
        if let instead = words.first, instead.is("instead") {
            throw source.error(
                "a trigger belongs to a table: write BEFORE or AFTER", at: instead.range.lowerBound)
        }
    }

    private func checkNoParameters(_ statement: SQLStatement) throws(StoreError) {
        for token in statement.tokens {
            switch token.kind {
            case .member, .envelope:
                throw source.error(
                    "only statements under a directive know an event", at: token.range.lowerBound)
            default:
                continue
            }
        }
    }

    /// Checks a statement under a directive.
    ///
    /// - Throws: `projectionInvalid` that points at what is not allowed.
    func checkChange(_ statement: SQLStatement) throws(StoreError) {
        let verbs: Set<String> = ["insert", "replace", "update", "delete", "with"]
        guard let first = statement.tokens.first, first.kind == .word, verbs.contains(first.folded)
        else {
            throw source.error(
                "a statement under a directive is an INSERT, UPDATE, DELETE or REPLACE",
                at: statement.offset)
        }
        for token in statement.tokens {
            guard case .envelope(let name) = token.kind,
                EnvelopeParameter(rawValue: name) == nil
            else { continue }
            throw source.error(
                "an event has no @\(name), but \(EnvelopeParameter.list); a member of its data is "
                    + ":\(name)", at: token.range.lowerBound)
        }
    }

    /// Checks the name of something that the schema makes.
    ///
    /// - Throws: `projectionInvalid` that points at the name.
    func checkName(_ token: SQLToken, beside others: [ProjectionDefinition]) throws(StoreError) {
        let name = token.identifier ?? ""
        let sentence: String
        let isPlain = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
        let owner = others.first { other in
            other.objects.contains { $0.name.asciiLowercased == name }
        }
        if !isPlain || name.isEmpty || name.utf8.count > Self.nameBytesMax {
            sentence =
                "a table, index, view or trigger is called by up to \(Self.nameBytesMax) letters, "
                + "digits and _"
        } else if ReservedNames.ofStore.contains(name) {
            sentence = "\(name) is a table of the store itself: choose another name"
        } else if let prefix = ReservedNames.prefixes.first(where: name.hasPrefix) {
            sentence = "names that begin with \(prefix) are reserved: choose another name"
        } else if let owner {
            sentence = "\(name) belongs to the projection \(owner.name): choose another name"
        } else {
            return
        }
        throw source.error(sentence, at: token.range.lowerBound)
    }

    private static let nameBytesMax = 63
}
