import AnnalsModel

/// Proves a parsed definition harmless, and looks up what it names.
struct DefinitionVetting {
    /// What came out.
    struct Result {
        var objects: [SchemaObject] = []
        var tables: [ProjectionTable] = []
        var directives: [ProjectionDirective] = []
    }

    private let source: SourceText
    private let parsed: ParsedDefinition
    private let others: [ProjectionDefinition]
    private let sandbox: Sandbox
    private let rules: StatementRules
    private let determinism: DeterminismRules
    private var result = Result()

    /// Vets a definition.
    ///
    /// - Throws: `projectionInvalid` that points at what is wrong.
    static func vet(
        _ parsed: ParsedDefinition, of source: SourceText, beside others: [ProjectionDefinition]
    ) throws(StoreError) -> Result {
        let sandbox = try Sandbox(source)
        var vetting = DefinitionVetting(
            source: source, parsed: parsed, others: others, sandbox: sandbox,
            rules: StatementRules(source: source),
            determinism: DeterminismRules(source: source))
        try vetting.vet()
        return vetting.result
    }

    private mutating func vet() throws(StoreError) {
        furnish()
        for statement in parsed.schema { try make(statement) }
        try lookUpTables()
        let merges = MergeResolver(
            source: source, tables: result.tables, directives: parsed.directives)
        sandbox.authorizer.merged = merges.tables
        for directive in parsed.directives {
            result.directives.append(try resolve(directive, merges))
        }
        try checkViews()
        try checkTriggers()
    }

    /// Makes the tables that are there already, so that views find them and nothing else does.
    private func furnish() {
        // Only what the text names: each of these tables takes longer than the rest of a small
        // definition, and every process that appends vets what it finds installed.
        for name in source.mentioned(of: ReservedNames.ofStore).sorted() {
            sandbox.run("CREATE TABLE \(name) (x)")
        }
        for other in others {
            for object in other.objects where object.kind == .table || object.kind == .view {
                sandbox.run(object.sql)
                sandbox.authorizer.others.insert(object.name.asciiLowercased)
            }
        }
    }

    private mutating func make(_ statement: SQLStatement) throws(StoreError) {
        let head = try rules.head(of: statement)
        try rules.checkName(head.name, beside: others)
        try determinism.check(statement)
        try sandbox.compile(statement, as: .schema)
        let name = head.name.identifier ?? ""
        guard
            let made = sandbox.rows(
                "SELECT name, tbl_name FROM main.sqlite_schema WHERE lower(name) = '\(name)'"
            ).first
        else {
            throw source.error("\(name) is defined twice", at: statement.offset)
        }
        if head.kind == .table || head.kind == .view {
            sandbox.authorizer.own.insert(name)
        } else if !sandbox.authorizer.own.contains(made[1].asciiLowercased) {
            throw source.error(
                "\(made[1]) is not a table of this projection",
                at: sandbox.place(of: made[1], in: statement))
        }
        result.objects.append(
            SchemaObject(
                kind: head.kind, name: made[0], table: made[1], statement: statement,
                mentions: Set(statement.tokens.compactMap(\.identifier))))
    }

    private mutating func lookUpTables() throws(StoreError) {
        for object in result.objects where object.kind == .table {
            guard let table = sandbox.table(object.name, made: object.statement) else {
                throw source.error(
                    "SQLite does not know this table", at: object.statement.offset)
            }
            result.tables.append(table)
            try checkReferences(object.statement)
        }
    }

    /// Foreign keys stay inside the projection: others' rows come and go on their own.
    private func checkReferences(_ statement: SQLStatement) throws(StoreError) {
        let tokens = statement.tokens
        for (word, name) in zip(tokens, tokens.dropFirst()) where word.is("references") {
            guard let table = name.identifier, !sandbox.authorizer.own.contains(table) else {
                continue
            }
            throw source.error(
                "\(table) is not a table of this projection: join other projections in a view",
                at: name.range.lowerBound)
        }
    }

    private func resolve(
        _ directive: ParsedDefinition.Directive, _ merges: MergeResolver
    ) throws(StoreError) -> ProjectionDirective {
        let line = source.line(of: directive.offset)
        let action: ProjectionDirective.Action
        switch directive.action {
        case .merge(let merge):
            action = .merge(try merges.resolve(merge, patterns: directive.patterns, line: line))
        case .run(let statements):
            var vetted: [ProjectionStatement] = []
            for statement in statements {
                try rules.checkChange(statement)
                try determinism.check(statement)
                if try sandbox.compile(statement, as: .change).isReadOnly {
                    throw source.error(
                        "this statement writes nothing: an INSERT, UPDATE, DELETE or REPLACE does",
                        at: statement.offset)
                }
                vetted.append(ProjectionStatement(sql: statement.sql, line: statement.line))
            }
            action = .run(vetted)
        }
        return ProjectionDirective(patterns: directive.patterns, line: line, action: action)
    }

    private func checkViews() throws(StoreError) {
        for view in result.objects where view.kind == .view {
            // A table that is not there may come with another projection.
            try sandbox.compile(
                view.statement, as: .view, sql: "SELECT * FROM \(view.name.quotedAsIdentifier)",
                tolerating: { $0.hasPrefix("no such table:") })
        }
    }

    /// Compiles what fires each trigger, because only that compiles its statements.
    private func checkTriggers() throws(StoreError) {
        for trigger in result.objects where trigger.kind == .trigger {
            let table = trigger.table.quotedAsIdentifier
            let column =
                result.tables.first { $0.name == trigger.table }?
                .columns.first { !$0.isGenerated }?.name.quotedAsIdentifier ?? "x"
            for sql in [
                "INSERT INTO \(table) DEFAULT VALUES", "DELETE FROM \(table)",
                "UPDATE \(table) SET \(updates(of: trigger.table, column))",
            ] {
                try sandbox.compile(trigger.statement, as: .merge, sql: sql)
            }
        }
    }

    /// Assigns every column to itself, so that `UPDATE OF column` triggers fire as well.
    private func updates(of table: String, _ column: String) -> String {
        let columns = result.tables.first { $0.name == table }?.columns.filter { !$0.isGenerated }
        let names = columns?.map { $0.name.quotedAsIdentifier } ?? [column]
        return names.map { "\($0) = \($0)" }.joined(separator: ", ")
    }
}
