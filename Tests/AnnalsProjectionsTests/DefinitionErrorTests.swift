import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Testing

/// Every refusal says why and points at the place.
@Suite(.storesChecked) struct DefinitionErrorTests {
    /// A file with `⟨` before the place that its error must point at, and a word of the sentence.
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let word: String
        var testDescription: String { text }

        init(_ text: String, _ word: String) {
            self.text = text
            self.word = word
        }
    }

    private static let table = "CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, n INTEGER) STRICT;\n"
    private static let on = table + "-- on task.created:\n"

    private func error(_ text: String) throws -> StoreError? {
        let other = try ProjectionDefinition(
            name: "other",
            source:
                "CREATE TABLE board (id TEXT PRIMARY KEY, x TEXT); CREATE INDEX bi ON board (x);")
        do {
            _ = try ProjectionDefinition(name: "sample", source: text, beside: [other])
            return nil
        } catch {
            return error
        }
    }

    private func check(_ sample: Case) throws {
        let parts = sample.text.split(separator: "⟨", omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        let error = try #require(try error(parts.joined()))
        #expect(error.code == .projectionInvalid)
        let line = parts[0].filter { $0 == "\n" }.count + 1
        let column =
            (parts[0].split(separator: "\n", omittingEmptySubsequences: false).last ?? "")
            .unicodeScalars.count + 1
        let lines = error.message.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0].contains(sample.word), "\(error.message)")
        #expect(lines.count == 4)
        #expect(lines[1] == "sample.sql:\(line):\(column)", "\(error.message)")
        #expect(lines[3] == String(repeating: " ", count: column + 3) + "^", "\(error.message)")
    }

    @Test(arguments: [
        Case("⟨", "defines nothing"),
        Case("⟨-- only words\n", "defines nothing"),
        Case("CREATE TABLE t (a ⟨'open);", "quotes"),
        Case("/* fine */ ⟨/* open", "comment"),
        Case("⟨CREATE TABLE t (a)", "semicolon"),
        Case(table + "⟨CREATE TABLE u (a)\n-- on task.*: merge into t key id", "semicolon"),
        Case(table + "⟨-- on task.created:\n", "statement"),
        Case(table + "-- on ⟨Task.created: merge into t key id", "pattern"),
        Case(table + "-- on task.created ⟨merge into t key id", "colon"),
        Case(table + "-- on task.*,⟨: merge into t key id", "pattern"),
        Case(table + "-- on task.*: ⟨merges into t key id", "merge"),
        Case(table + "-- on task.*: merge into⟨", "table"),
        Case(table + "-- on task.*: merge into t ⟨rest a", "key"),
        Case(table + "-- on task.*: merge into t key id ⟨from /a", "comma"),
        Case(table + "-- on task.*: merge into t key id, a from ⟨a", "Pointer"),
        Case(table + "-- on task.*: merge into t key id, a from ⟨/a~2", "Pointer"),
        Case(table + "-- on task.*: merge into t key id, a from ⟨''", "whole document"),
        Case(table + "-- on task.*: merge into t key id, a from ⟨'/a", "quotes"),
        Case(table + "-- on task.*: merge into ⟨u key id", "not a table"),
        Case(table + "-- on task.*: merge into ⟨board key id", "not a table"),
        Case(table + "-- on task.*: merge into t key ⟨nothing", "no column"),
        Case(table + "-- on task.*: merge into t key ⟨a", "UNIQUE"),
        Case(table + "-- on task.*: merge into t key ⟨n", "TEXT"),
        Case(table + "-- on task.*: merge into t key id rest ⟨n", "TEXT"),
        Case(table + "-- on task.*: merge into t key id rest ⟨id", "taken"),
        Case(table + "-- on task.*: merge into t key id rest a, ⟨a from /a", "taken"),
        Case(table + "-- on task.*: merge into t key id, a from /a, ⟨A from /b", "taken"),
        Case(table + "-- on task.*: merge into t key id\n⟨DELETE FROM t;", "merge"),
        Case(
            "CREATE TABLE t (id TEXT COLLATE NOCASE PRIMARY KEY);\n"
                + "-- on task.*: merge into t key ⟨id", "collation"),
    ])
    func grammar(sample: Case) throws {
        try check(sample)
    }

    @Test(arguments: [
        Case("⟨DROP TABLE events;", "CREATE"),
        Case("⟨PRAGMA journal_mode = DELETE;", "CREATE"),
        Case("⟨ATTACH 'x' AS y;", "CREATE"),
        Case("⟨INSERT INTO t VALUES (1);", "CREATE"),
        Case("CREATE ⟨TEMP TABLE t (a);", "tables, indexes"),
        Case("CREATE ⟨VIRTUAL TABLE t USING fts5(a);", "tables, indexes"),
        Case("CREATE TABLE t ⟨AS SELECT 1;", "columns"),
        Case("CREATE TABLE ⟨main.t (a);", "database"),
        Case("CREATE TABLE ⟨events (a);", "store itself"),
        Case("CREATE TABLE IF NOT EXISTS ⟨\"Streams\" (a);", "store itself"),
        Case("CREATE TABLE ⟨annals_x (a);", "reserved"),
        Case("CREATE TABLE ⟨sqlite_x (a);", "reserved"),
        Case("CREATE TABLE ⟨\"a b\" (a);", "letters"),
        Case("CREATE TABLE ⟨Board (a);", "other"),
        Case("CREATE VIEW ⟨bi AS SELECT 1;", "other"),
        Case("CREATE TABLE t (a);\nCREATE TABLE ⟨t (b);", "already exists"),
        Case("CREATE INDEX i ON ⟨board (x);", "not a table"),
        Case("CREATE TABLE t (a, b DEFAULT ⟨CURRENT_TIMESTAMP);", "clock"),
        Case("CREATE TABLE t (a, b DEFAULT (⟨datetime('now')));", "clock"),
        Case("CREATE TABLE t (a, b DEFAULT (⟨random()));", "random"),
        Case("CREATE TABLE t (a INTEGER PRIMARY KEY ⟨AUTOINCREMENT);", "autoincrement"),
        Case("CREATE TABLE t (a UNIQUE ON CONFLICT ⟨ROLLBACK);", "rollback"),
        Case("CREATE TABLE t (a REFERENCES ⟨board (id));", "not a table"),
        Case(
            "CREATE TABLE t (a PRIMARY KEY, b REFERENCES t DEFERRABLE INITIALLY ⟨DEFERRED);",
            "deferred"),
        Case("⟨CREATE TABLE t (a TEXTT) STRICT;", "unknown datatype"),
        Case("CREATE TABLE t (a⟨ ;);", "incomplete"),
        Case("CREATE TABLE t (a);\nCREATE INDEX i ON t (⟨b);", "no such column"),
        Case("CREATE VIEW v AS SELECT * FROM ⟨events;", "store"),
        Case("CREATE VIEW v AS SELECT position FROM ⟨events;", "store"),
        Case("CREATE VIEW v AS SELECT ⟨random();", "random"),
        Case("CREATE VIEW v AS SELECT ⟨:a;", "event"),
        Case(
            "CREATE TABLE t (a);\nCREATE TRIGGER x AFTER INSERT ON t BEGIN\n"
                + "  DELETE FROM ⟨board;\nEND;", "not a table"),
        Case(
            "CREATE TABLE t (a);\nCREATE TRIGGER x AFTER INSERT ON t BEGIN\n"
                + "  SELECT raise(⟨ROLLBACK, 'x');\nEND;", "rollback"),
        Case("CREATE TRIGGER x AFTER INSERT ON ⟨board BEGIN SELECT 1; END;", "not a table"),
    ])
    func schema(sample: Case) throws {
        try check(sample)
    }

    @Test(arguments: [
        Case(on + "⟨SELECT 1;", "INSERT"),
        Case(on + "⟨VACUUM;", "INSERT"),
        Case(on + "⟨WITH x AS (SELECT 1) SELECT * FROM x;", "writes nothing"),
        Case(on + "INSERT INTO ⟨board VALUES (1, 2);", "not a table"),
        Case(on + "INSERT INTO t SELECT x, x, 1 FROM ⟨board;", "not a table"),
        Case(on + "DELETE FROM ⟨events;", "not a table"),
        Case(on + "INSERT INTO t SELECT name, 1, 1 FROM ⟨sqlite_schema;", "not a table"),
        Case(on + "INSERT INTO t VALUES (⟨?, 1, 2);", "parameter"),
        Case(on + "INSERT INTO t VALUES (⟨$a, 1, 2);", "parameter"),
        Case(on + "INSERT INTO t VALUES (⟨:a::b, 1, 2);", "parameter"),
        Case(on + "INSERT INTO t VALUES (⟨@nothing, 1, 2);", "@position"),
        Case(on + "INSERT INTO t VALUES (1, ⟨date(), 2);", "clock"),
        Case(on + "INSERT INTO t VALUES (1, ⟨\"strftime\" ('%s'), 2);", "clock"),
        Case(on + "INSERT INTO t VALUES (1, ⟨changes(), 2);", "before"),
        Case(on + "INSERT INTO t VALUES (1, ⟨CURRENT_DATE, 2);", "clock"),
        Case(on + "UPDATE t SET a = 1 WHERE ⟨rowid = 1;", "order of writes"),
        Case(on + "UPDATE t SET a = 1 WHERE t.⟨_rowid_ = 1;", "order of writes"),
        Case(on + "UPDATE OR ⟨ROLLBACK t SET a = 1;", "rollback"),
        Case(on + "UPDATE ⟨main.t SET a = 1;", "database"),
        Case(on + "UPDATE t SET ⟨zz = 1;", "no such column"),
        Case(on + "UPDATE t ⟨SETT a = 1;", "syntax"),
        Case(on + "INSERT INTO t (a) VALUES (⟨nope(1));", "no such function"),
        Case(on + "INSERT INTO t (a) VALUES (⟨event_data(1));", "no such function"),
        Case(table + "-- on a.b:\nDELETE FROM ⟨t;\n-- on task.*: merge into t key id", "merge"),
    ])
    func statements(sample: Case) throws {
        try check(sample)
    }

    @Test func aLineThatCouldSteerATerminal() throws {
        let error = try #require(
            try error("CREATE TABLE t (a);\n\tDROP\u{1B}[2J\u{202E} TABLE é;"))
        #expect(!error.message.contains("\u{1B}"))
        #expect(!error.message.contains("\u{202E}"))
        #expect(error.message.contains("sample.sql:2:"))
    }

    @Test func aLongLineIsCutAroundThePlace() throws {
        let long = String(repeating: "a, ", count: 5_000)
        let error = try #require(try error("CREATE TABLE t (\(long) random() \(long));"))
        #expect(error.message.utf8.count < 1_000)
    }
}
