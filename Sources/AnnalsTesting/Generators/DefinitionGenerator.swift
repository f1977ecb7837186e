package import AnnalsModel

/// Makes definitions at random: merges with and without `strict` and `from`, one category or
/// several, all types or some, statements, triggers, constraints, tables of every kind.
package struct DefinitionGenerator: Sendable {
    /// Where the choices come from.
    package var random: SeededRandom

    /// Begins a sequence of definitions.
    package init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    private var objects: [String] = []
    private var directives: [String] = []
    private var merges: [GeneratedDefinition.Merge] = []

    /// A definition of the name.
    package mutating func definition(_ name: String) throws(StoreError) -> GeneratedDefinition {
        (objects, directives, merges) = ([], [], [])
        switch random.number(0...3) {
        case 0:
            // Alone, as the built-in ones are: such rows may be folded in memory.
            for index in 0..<random.number(1...2) {
                try addMerge("\(name)_m\(index)", isPlain: true)
            }
        case 1:
            try addMerge("\(name)_m", isPlain: false)
            if random.number(0...1) == 0 { try addMergeAgain() }
            addStatements(name)
        case 2:
            try addMerge("\(name)_m", isPlain: false)
        default:
            addStatements(name)
        }
        let text = (["-- Made at random.", ""] + objects + [""] + directives).joined(
            separator: "\n")
        return GeneratedDefinition(name: name, source: text + "\n", merges: merges)
    }

    private mutating func once(in times: Int) -> Bool {
        random.number(1...times) == 1
    }

    // MARK: Merges

    private mutating func addMerge(_ table: String, isPlain: Bool) throws(StoreError) {
        var declared = ["id TEXT \(once(in: 3) ? "UNIQUE" : "PRIMARY KEY")"]
        if isPlain { declared = ["id TEXT PRIMARY KEY"] }
        var columns: [GeneratedDefinition.Column] = []
        for name in ["a", "b", "n", "é", "e\u{301}", "other"] where !once(in: 3) {
            let type = random.element(of: ["TEXT", "INTEGER", "REAL", "ANY"])
            columns.append(
                GeneratedDefinition.Column(name: name, type: type, pointers: try pointers(name)))
            declared.append("\"\(name)\" \(type)\(isPlain ? "" : rule(name))")
        }
        declared += ["rest TEXT", "doc TEXT"]
        if !isPlain, once(in: 4) { declared.append("made ANY AS (length(doc))") }
        let isWithoutRowid = declared[0].hasSuffix("KEY") && once(in: 4)
        objects.append(
            "CREATE TABLE \(table) (\n    \(declared.joined(separator: ",\n    "))\n) STRICT"
                + "\(isWithoutRowid ? ", WITHOUT ROWID" : "");")
        if once(in: 3), let first = columns.first {
            objects.append("CREATE INDEX \(table)_index ON \(table) (\"\(first.name)\");")
        }
        if !isPlain, once(in: 3) { addTriggers(table) }
        let category = random.element(of: HistoryGenerator.categories)
        let pattern =
            isPlain || once(in: 2)
            ? "\(category).*"
            : random.element(of: [
                "*", "*.updated", "task.created, task.done", "task.*, note.*",
                "agent.updated, *.done",
            ])
        try addMergeDirective(
            table, columns, pattern, isStrict: !isPlain && once(in: 4))
    }

    private mutating func addMergeAgain() throws(StoreError) {
        guard let merge = merges.last else { return }
        var columns: [GeneratedDefinition.Column] = []
        for column in merge.columns {
            columns.append(
                GeneratedDefinition.Column(
                    name: column.name, type: column.type, pointers: try pointers(column.name)))
        }
        try addMergeDirective(merge.table, columns, "agent.*", isStrict: false)
    }

    private mutating func addMergeDirective(
        _ table: String, _ columns: [GeneratedDefinition.Column], _ pattern: String, isStrict: Bool
    ) throws(StoreError) {
        let from = columns.map { column in
            let list = column.pointers.map { "'\($0)'" }.joined(separator: ", ")
            return ",\n--     \"\(column.name)\" from \(list)"
        }
        directives.append(
            "-- on \(pattern): merge \(isStrict ? "strict " : "")into \(table) key id rest rest "
                + "document doc\(from.joined())\n")
        var patterns: [TypePattern] = []
        for text in pattern.split(separator: ", ") {
            patterns.append(try TypePattern(String(text)))
        }
        merges.append(
            GeneratedDefinition.Merge(table: table, patterns: patterns, columns: columns))
    }

    private mutating func pointers(_ name: String) throws(StoreError) -> [JSONPointer] {
        var pointers = once(in: 4) ? [] : [JSONPointer(tokens: [name])]
        while pointers.isEmpty || once(in: 3) {
            pointers.append(
                try JSONPointer(
                    random.element(of: ["/a", "/b", "/c", "/n", "/a/b", "/c/n", "/c/a/b", "/id"])))
        }
        return pointers
    }

    /// A constraint that some value or other breaks.
    private mutating func rule(_ name: String) -> String {
        switch random.number(0...9) {
        case 0: " CHECK (\"\(name)\" IS NOT 'closed')"
        case 1: " CHECK (\"\(name)\" IS NULL OR \"\(name)\" <> 7)"
        case 2: " UNIQUE"
        case 3 where once(in: 3): " NOT NULL"
        default: ""
        }
    }

    private mutating func addTriggers(_ table: String) {
        let log = "\(table)_log"
        objects.append("CREATE TABLE \(log) (what TEXT, id TEXT, doc TEXT) STRICT;")
        for (verb, row) in [("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")] {
            objects.append(
                """
                CREATE TRIGGER \(table)_\(verb.lowercased()) AFTER \(verb) ON \(table) BEGIN
                    INSERT INTO \(log) VALUES ('\(verb)', \(row).id, \(row).doc);
                    SELECT RAISE(ABORT, 'too long') WHERE length(\(row).doc) > 120;
                END;
                """)
        }
    }

    // MARK: Statements

    private mutating func addStatements(_ name: String) {
        let counts = "\(name)_counts"
        let columns = "(k ANY PRIMARY KEY, n INTEGER CHECK (n < 40))"
        let options = random.element(of: ["", " STRICT", " STRICT, WITHOUT ROWID"])
        objects.append("CREATE TABLE \(counts) \(columns)\(options);")
        let pattern = random.element(of: ["task.*, agent.*", "*", "*.done", "note.updated"])
        directives.append(
            """
            -- on \(pattern):
            INSERT INTO \(counts) VALUES (coalesce(:a, @actor), 1)
                ON CONFLICT DO UPDATE SET n = n + 1;

            """)
        if once(in: 2) {
            // A table without a key, with rows that are there several times.
            let lines = "\(name)_lines"
            objects.append("CREATE TABLE \(lines) (stream, version, value, cycle INTEGER);")
            directives.append(
                """
                -- on *.created, *.updated:
                INSERT INTO \(lines) VALUES (@id, @version % 2, :n, @cycle);
                -- on task.done:
                UPDATE \(lines) SET value = value + 1 WHERE stream = @id;
                DELETE FROM \(lines) WHERE value = 3;

                """)
        }
        if once(in: 2) {
            let installed = "\(name)_installed"
            objects.append("CREATE TABLE \(installed) (position INTEGER PRIMARY KEY, type) ;")
            directives.append(
                """
                -- on annals.*:
                INSERT INTO \(installed) VALUES (@position, @type);

                """)
        }
        objects.append("CREATE VIEW \(name)_sums AS SELECT sum(n) AS n FROM \(counts);")
    }
}
