package import AnnalsModel

/// A projection as its definition file says it: tables, and how events fill them.
///
/// A value of this type is vetted: its schema makes only tables, indexes, views and triggers of its
/// own, its statements read and write only its own tables, and nothing in it depends on anything
/// but the events.
package struct ProjectionDefinition: Sendable {
    /// The name: a letter and up to 62 more of a-z, 0-9 and _.
    package let name: String
    /// The text of the definition file.
    package let source: String
    /// The comment at the top of the file, without its dashes; empty if there is none.
    package let comment: String
    /// What the schema makes, in the order of the file.
    package let objects: [SchemaObject]
    /// The tables, in the order of the file.
    package let tables: [ProjectionTable]
    /// What to do with which events, in the order of the file.
    package let directives: [ProjectionDirective]

    /// The tables, views, indexes or triggers of the schema.
    package func objects(_ kind: SchemaObject.Kind) -> [SchemaObject] {
        objects.filter { $0.kind == kind }
    }

    /// The table of a name, compared as SQLite does, or nil.
    package func table(_ name: String) -> ProjectionTable? {
        tables.first { $0.name.asciiLowercased == name.asciiLowercased }
    }

    /// Whether some directive is about the type.
    package func matches(_ type: EventType) -> Bool {
        directives.contains { $0.matches(type) }
    }

    /// Reads and vets a definition file.
    ///
    /// - Parameters:
    ///   - name: The projection's name, which is the file's name without `.sql`.
    ///   - source: The text of the file.
    ///   - others: The store's other projections: names may not collide with theirs, and views may
    ///     read their tables.
    /// - Throws: `projectionInvalid` with a sentence, the place as `name.sql:line:column`, the line
    ///   and a caret.
    package init(
        name: String, source: String, beside others: [ProjectionDefinition] = []
    ) throws(StoreError) {
        try Self.check(name: name, source: source)
        let text = SourceText(name: name, source)
        let parsed = try DefinitionParser.parse(text)
        let vetted = try DefinitionVetting.vet(parsed, of: text, beside: others)
        self.name = name
        self.source = source
        comment = parsed.comment
        objects = vetted.objects
        tables = vetted.tables
        directives = vetted.directives
    }

    private static func check(name: String, source: String) throws(StoreError) {
        let bytes = name.utf8
        let isWord = bytes.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
        let startsWithLetter = bytes.first.map { (0x61...0x7A).contains($0) } ?? false
        guard isWord, startsWithLetter, bytes.count <= 63 else {
            throw StoreError(
                .projectionInvalid,
                "\(name.quotedForMessage) is no name for a projection: call its file a lower-case "
                    + "letter and up to 62 more of a-z, 0-9 and _, with .sql behind")
        }
        guard source.utf8.count <= Limits.definitionBytesMax else {
            throw StoreError(
                .projectionInvalid,
                "the definition of \(name) has \(source.utf8.count) bytes, and at most "
                    + "\(Limits.definitionBytesMax) are taken: split it into several projections")
        }
    }
}
