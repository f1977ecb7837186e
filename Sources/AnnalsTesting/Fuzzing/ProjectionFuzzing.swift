import AnnalsModel
import AnnalsProjections

/// Definition files of projections: their tokens, and the whole way through grammar and vetting.
package enum ProjectionFuzzing: FuzzTarget {
    /// The name of the target and of the folder of its corpus.
    package static let name = "projections"

    /// Sound definitions, most of them of one feature each.
    package static func samples() -> [[UInt8]] {
        ProjectionDefinition.builtInSources.map { Array($0.text.utf8) }
            + [
                """
                -- Tasks.
                CREATE TABLE fuzzed (id TEXT PRIMARY KEY, "a b" INTEGER, rest JSON) STRICT;
                CREATE INDEX fuzzed_a ON fuzzed ("a b");
                -- on task.*, *.completed:
                --   merge strict into fuzzed key id rest rest,
                --   "a b" from /a, '/b c'
                """,
                """
                CREATE TABLE counts (kind TEXT PRIMARY KEY, n REAL NOT NULL DEFAULT 1e+3);
                CREATE VIEW more AS SELECT kind, n || 'x''y' AS m FROM counts WHERE n <> 0x1F;
                -- on *:
                INSERT INTO counts VALUES (@type, :n) ON CONFLICT DO UPDATE SET n = n + .5; /* . */
                """,
            ].map { Array($0.utf8) }
    }

    /// Checks the properties for an input.
    package static func run(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        try checkTokens(text)
        let definition = try definition(text)
        guard let definition else { return }
        try BrokenProperty.unless(
            definition.source.hasSameBytes(as: text), "a definition keeps its text")
        // A line of prose at the end means nothing, and neither does a byte order mark.
        let names = Self.names(of: definition)
        for (sort, other) in [
            ("twice", text), ("with a comment", text + "\n-- the end\n"),
            ("without the mark", text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text),
        ] {
            guard let again = try self.definition(other) else {
                throw BrokenProperty(description: "a definition is taken \(sort)")
            }
            try BrokenProperty.unless(
                Self.names(of: again) == names, "a definition means the same \(sort)")
        }
    }

    private static func definition(_ text: String) throws -> ProjectionDefinition? {
        try accepted(refusing: .projectionInvalid) { () throws(StoreError) in
            do throws(StoreError) {
                return try ProjectionDefinition(name: "fuzzed", source: text)
            } catch {
                let isPlaced = error.message.contains("\nfuzzed.sql:")
                guard isPlaced || text.utf8.count > Limits.definitionBytesMax else {
                    throw StoreError(.io, "the error has no place: \(error.message)")
                }
                throw error
            }
        }
    }

    private static func names(of definition: ProjectionDefinition) -> [String] {
        definition.objects.map { "\($0.kind) \($0.name)" } + definition.tables.map(\.name)
            + ["\(definition.directives.count)"]
    }

    /// Tokens leave out blanks and block comments alone, and are the same when cut again.
    private static func checkTokens(_ text: String) throws {
        let source = SourceText(name: "fuzzed", text)
        let tokens = try accepted(refusing: .projectionInvalid) { () throws(StoreError) in
            try SQLTokenizer.tokens(of: source)
        }
        guard let tokens else { return }
        var end = 0
        for token in tokens {
            try BrokenProperty.unless(
                end <= token.range.lowerBound && !token.range.isEmpty
                    && token.range.upperBound <= source.bytes.count,
                "tokens stand one behind the other")
            try BrokenProperty.unless(
                Array(token.text.utf8) == Array(source.bytes[token.range]),
                "a token is the piece of the text where it stands")
            let gap = source.bytes[end..<token.range.lowerBound]
            try BrokenProperty.unless(
                gap.allSatisfy { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains($0) }
                    || gap.contains(0x2A) || gap.starts(with: [0xEF, 0xBB, 0xBF]),
                "nothing but blanks and comments is left out")
            end = token.range.upperBound
        }
        let spread = SourceText(
            name: "fuzzed", tokens.map(\.text).joined(separator: "\n"))
        let again = try SQLTokenizer.tokens(of: spread)
        try BrokenProperty.unless(
            again.map(\.text).elementsEqual(tokens.map(\.text)) { $0.hasSameBytes(as: $1) }
                && again.map(\.kind) == tokens.map(\.kind),
            "tokens on lines of their own are the same tokens")
    }
}
