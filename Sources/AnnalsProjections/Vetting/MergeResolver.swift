import AnnalsModel

/// Looks up what merge directives name, and checks that the row they speak of is one row.
struct MergeResolver {
    private let source: SourceText
    private let ownTables: [ProjectionTable]
    private let directives: [ParsedDefinition.Directive]

    init(
        source: SourceText, tables: [ProjectionTable], directives: [ParsedDefinition.Directive]
    ) {
        self.source = source
        ownTables = tables
        self.directives = directives
    }

    /// The tables that merges write, in lower case.
    var tables: Set<String> {
        Set(mergedTables)
    }

    private var mergedTables: [String] {
        directives.compactMap { directive in
            guard case .merge(let merge) = directive.action else { return nil }
            return merge.table.text.asciiLowercased
        }
    }

    /// Looks up one merge.
    ///
    /// - Throws: `projectionInvalid` that points at a name that is wrong.
    func resolve(
        _ merge: ParsedDefinition.Merge, patterns: [TypePattern], line: Int
    ) throws(StoreError) -> ProjectionMerge {
        let name = merge.table.text.asciiLowercased
        guard let table = ownTables.first(where: { $0.name.asciiLowercased == name }) else {
            throw source.error(
                "\(merge.table.text) is not a table of this projection", at: merge.table.offset)
        }
        var taken: Set<ExactString> = []
        let key = try keyColumn(merge.key, of: table, &taken)
        let rest = try textColumn(merge.rest, of: table, &taken)
        let document = try textColumn(merge.document, of: table, &taken)
        let special = taken
        var pointers: [ExactString: [JSONPointer]] = [:]
        for entry in merge.columns {
            let column = try column(entry.name, of: table, &taken)
            pointers[ExactString(column.name)] = entry.pointers
        }
        let columns = table.columns
            .filter { !$0.isGenerated && !special.contains(ExactString($0.name)) }
            .map { column in
                MergedColumn(
                    column: column,
                    pointers: pointers[ExactString(column.name)]
                        ?? [JSONPointer(tokens: [column.name])])
            }
        return ProjectionMerge(
            table: table, isStrict: merge.isStrict, key: key.name, rest: rest?.name,
            document: document?.name, columns: columns, line: line,
            seesEveryChange: seesEveryChange(patterns, table: name))
    }

    /// Whether all patterns are of one category and one of them takes all its types, and no other
    /// merge writes the table.
    private func seesEveryChange(_ patterns: [TypePattern], table: String) -> Bool {
        guard mergedTables.filter({ $0 == table }).count == 1,
            let category = patterns.first?.category
        else { return false }
        return patterns.allSatisfy { $0.category == category }
            && patterns.contains { $0.description == "\(category).*" }
    }

    private func keyColumn(
        _ name: ParsedDefinition.Name, of table: ProjectionTable, _ taken: inout Set<ExactString>
    ) throws(StoreError) -> ProjectionColumn {
        let column = try column(name, of: table, &taken)
        guard column.type == .text || column.type == .any else {
            throw source.error(
                "the key holds ids of streams, which are text: declare \(column.name) as TEXT",
                at: name.offset)
        }
        guard column.isUnique else {
            throw source.error(
                "a stream has one row: declare \(column.name) as PRIMARY KEY or UNIQUE, "
                    + "and without a collation", at: name.offset)
        }
        return column
    }

    private func textColumn(
        _ name: ParsedDefinition.Name?, of table: ProjectionTable, _ taken: inout Set<ExactString>
    ) throws(StoreError) -> ProjectionColumn? {
        guard let name else { return nil }
        let column = try column(name, of: table, &taken)
        guard column.type == .text || column.type == .any else {
            throw source.error(
                "this column holds a JSON object: declare \(column.name) as TEXT", at: name.offset)
        }
        return column
    }

    private func column(
        _ name: ParsedDefinition.Name, of table: ProjectionTable, _ taken: inout Set<ExactString>
    ) throws(StoreError) -> ProjectionColumn {
        guard let column = table.column(name.text) else {
            throw source.error("\(table.name) has no column \(name.text)", at: name.offset)
        }
        guard !column.isGenerated else {
            throw source.error("\(column.name) is computed by SQLite", at: name.offset)
        }
        guard taken.insert(ExactString(column.name)).inserted else {
            throw source.error("\(column.name) is taken already", at: name.offset)
        }
        return column
    }
}
