import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsProjections

/// What a definition file says, and what it may leave out.
@Suite(.storesChecked) struct DefinitionParserTests {
    private let table = "CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, b INTEGER, r TEXT) STRICT;\n"

    private func load(_ text: String) throws -> ProjectionDefinition {
        try ProjectionDefinition(name: "sample", source: text)
    }

    private func merge(_ text: String) throws -> ProjectionMerge {
        let definition = try load(text)
        guard case .merge(let merge) = try #require(definition.directives.first).action else {
            throw StoreError(.projectionInvalid, "no merge")
        }
        return merge
    }

    @Test func aMergeInFull() throws {
        let merge = try merge(
            table
                + "-- on task.*, task.created: MERGE strict INTO t KEY id REST r,\n"
                + "--   a from /a/b~1c, '/x, y'"
        )
        #expect(merge.isStrict)
        #expect(merge.key == "id")
        #expect(merge.rest == "r")
        #expect(merge.columns.map(\.column.name) == ["a", "b"])
        #expect(merge.columns[0].pointers.map(\.tokens) == [["a", "b/c"], ["x, y"]])
        #expect(merge.columns[1].pointers.map(\.tokens) == [["b"]])
        #expect(merge.line == 2)
        #expect(merge.seesEveryChange)
    }

    @Test func aDirectiveOverSeveralLines() throws {
        let merge = try merge(
            table
                + """
                -- on task.*:
                --     merge into t key id
                --     rest r,
                --   a from /a,
                --     /other
                -- This is a comment again.
                """)
        #expect(merge.rest == "r")
        #expect(merge.columns[0].pointers.map(\.description) == ["/a", "/other"])
    }

    @Test func windowsLinesAndAByteOrderMark() throws {
        let text =
            "\u{FEFF}-- What it is.\r\n" + table + "-- on task.*: merge into t\r\n--   key id\r\n"
        let definition = try load(text.replacing("\n", with: "\r\n").replacing("\r\r", with: "\r"))
        #expect(definition.comment == "What it is.")
        #expect(definition.directives.count == 1)
    }

    @Test func statementsAndTriggers() throws {
        let definition = try load(
            """
            CREATE TABLE n (k TEXT PRIMARY KEY, n INTEGER, note TEXT);
            CREATE TRIGGER fill AFTER INSERT ON n WHEN new.n IS NULL BEGIN
                UPDATE n SET n = CASE WHEN new.k = 'x' THEN 1 ELSE 0 END WHERE k = new.k;
                UPDATE n SET note = '; END' WHERE k = new.k;
            END;
            -- on task.created, *.completed:
            INSERT INTO n (k, n) VALUES (@id, :points) ON CONFLICT DO NOTHING;
            /* in between; */ UPDATE n SET n = n + 1 -- one more;
                WHERE k = @id;
            -- on *:
            WITH old AS (SELECT k FROM n LIMIT 0) DELETE FROM n WHERE k IN old;
            """)
        #expect(definition.objects.map(\.kind) == [.table, .trigger])
        #expect(definition.directives.map(\.line) == [6, 10])
        guard case .run(let statements) = definition.directives[0].action else {
            Issue.record("no statements")
            return
        }
        #expect(statements.map(\.line) == [7, 8])
        #expect(statements[0].sql.hasPrefix("INSERT INTO n"))
        #expect(statements[1].sql.hasSuffix("WHERE k = @id"))
        #expect(definition.matches(try EventType("task.created")))
        #expect(definition.matches(try EventType("message.sent")))
        #expect(!definition.matches(try EventType("annals.tag-set")))
    }

    @Test func proseThatBeginsWithOn() throws {
        let definition = try load(
            """
            -- The tasks
            -- on the board, one row each.
            \(table)
            -- on task.*: merge into t key id
            """)
        #expect(definition.directives.count == 1)
        #expect(definition.comment == "The tasks\non the board, one row each.")
    }

    @Test func whoSeesEveryChange() throws {
        #expect(try merge(table + "-- on task.*: merge into t key id").seesEveryChange)
        #expect(try !merge(table + "-- on task.created: merge into t key id").seesEveryChange)
        #expect(try !merge(table + "-- on *: merge into t key id").seesEveryChange)
        #expect(try !merge(table + "-- on task.*, agent.*: merge into t key id").seesEveryChange)
        #expect(
            try !merge(
                table + "-- on task.*: merge into t key id\n-- on agent.*: merge into t key id"
            ).seesEveryChange)
    }

    @Test func aViewOfTablesThatAreNotThereYet() throws {
        let definition = try load(
            "CREATE VIEW v AS SELECT a.x FROM elsewhere AS a JOIN other AS b USING (x);")
        #expect(definition.tables.isEmpty)
        #expect(definition.objects[0].mentions.isSuperset(of: ["elsewhere", "other"]))
    }

    @Test func aViewOfAnotherProjection() throws {
        let other = try load("CREATE TABLE board (id TEXT PRIMARY KEY, x TEXT) STRICT;")
        let view = "CREATE VIEW v AS SELECT x FROM board;"
        let definition = try ProjectionDefinition(name: "views", source: view, beside: [other])
        #expect(definition.objects.map(\.kind) == [.view])
    }

    @Test(arguments: ["", "A", "1a", "a-b", "é", String(repeating: "a", count: 64)])
    func namesOfFiles(name: String) {
        #expect(throws: StoreError(.projectionInvalid, "")) {
            try ProjectionDefinition(name: name, source: table)
        }
    }
}
