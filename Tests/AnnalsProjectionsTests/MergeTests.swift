import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Testing

/// Rows follow documents.
@Suite(.storesChecked) struct MergeTests {
    private static let board = """
        CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, n INTEGER, r REAL, rest TEXT, doc TEXT) STRICT;
        -- on task.*: merge into t key id rest rest document doc,
        --   a from /a, /alias, /deep/er
        """

    @Test func theRowOfADocument() throws {
        let tables = try MemoryTables(Self.board)
        try tables.apply(
            "task/T", "task.created",
            ["alias": "second", "n": 3, "r": 2, "x": [1, "two"], "id": "other", "doc": nil])
        #expect(
            try tables.rows("SELECT id, a, n, r, rest, doc FROM t") == [
                [
                    "T", "second", 3, 2.0, #"{"x":[1,"two"],"id":"other","doc":null}"#,
                    #"{"alias":"second","n":3,"r":2,"x":[1,"two"],"id":"other","doc":null}"#,
                ]
            ])
        try tables.apply("task/T", "task.updated", ["a": "first"])
        #expect(
            try tables.rows("SELECT a, rest FROM t") == [
                ["first", #"{"alias":"second","x":[1,"two"],"id":"other","doc":null}"#]
            ])
        try tables.apply(
            "task/T", "task.updated",
            Change(data: ["a": nil, "deep": ["er": true]], unset: [try JSONPointer("/alias")]))
        #expect(
            try tables.rows("SELECT a, rest FROM t") == [
                ["1", #"{"x":[1,"two"],"id":"other","doc":null,"a":null,"deep":{"er":true}}"#]
            ])
        try tables.apply("task/T", "task.removed", Change(deleted: true))
        #expect(try tables.rows("SELECT * FROM t").isEmpty)
        try tables.apply("task/T", "task.created", [:])
        #expect(
            try tables.rows("SELECT * FROM t") == [["T", nil, nil, nil, "{}", "{}"]])
        #expect(tables.failures.isEmpty)
    }

    @Test func whatATypeRefusesGoesToRest() throws {
        let tables = try MemoryTables(Self.board)
        try tables.apply("task/T", "task.created", ["n": "many", "r": "100%", "a": ["k": nil]])
        #expect(
            try tables.rows("SELECT a, n, r, rest FROM t") == [
                [#"{"k":null}"#, nil, nil, #"{"n":"many","r":"100%"}"#]
            ])
        try tables.apply("task/T", "task.updated", ["n": "12", "r": false])
        #expect(try tables.rows("SELECT n, r, rest FROM t") == [[12, 0.0, "{}"]])
    }

    @Test func aStrictMergeRefuses() throws {
        let tables = try MemoryTables(Self.board.replacing("merge into", with: "merge strict into"))
        try tables.apply("task/T", "task.created", ["n": 1])
        try tables.apply("task/T", "task.updated", ["a": "kept from here on", "n": "many"])
        #expect(tables.failures.map(\.position) == [2])
        #expect(tables.failures.map(\.line) == [2])
        #expect(
            tables.failures.map(\.message) == ["cannot store string value in INTEGER column t.n"])
        #expect(try tables.rows("SELECT a, n FROM t") == [[nil, 1]])
        // The refused event is in the document, so the next one writes what it missed.
        try tables.apply("task/T", "task.updated", ["n": 2])
        #expect(try tables.rows("SELECT a, n FROM t") == [["kept from here on", 2]])
        #expect(throws: StoreError(.projectionRefused, "")) {
            try tables.apply("task/T", "task.updated", Change(data: ["r": "x"]), strictly: true)
        }
    }

    @Test func aRowThatSQLiteRefuses() throws {
        let tables = try MemoryTables(
            """
            CREATE TABLE t (id TEXT PRIMARY KEY, slug TEXT UNIQUE, n INTEGER CHECK (n < 10));
            -- on task.*: merge into t key id
            """)
        try tables.apply("task/A", "task.created", ["slug": "one", "n": 1])
        try tables.apply("task/B", "task.created", ["slug": "one", "n": 2])
        try tables.apply("task/A", "task.updated", ["n": 11])
        #expect(tables.failures.map(\.position) == [2, 3])
        #expect(tables.failures[0].message == "UNIQUE constraint failed: t.slug")
        #expect(tables.failures[1].message.contains("CHECK constraint failed"))
        try tables.apply("task/B", "task.updated", ["slug": "two"])
        #expect(
            try tables.rows("SELECT * FROM t ORDER BY id") == [["A", "one", 1], ["B", "two", 2]])
        let copy = try tables.replayed()
        #expect(copy.failures == tables.failures)
        #expect(
            try copy.rows("SELECT * FROM t ORDER BY id")
                == tables.rows("SELECT * FROM t ORDER BY id"))
    }

    @Test func onlyWhatChangedIsWritten() throws {
        let tables = try MemoryTables(
            """
            CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);
            CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, b TEXT, rest TEXT);
            CREATE TRIGGER ta AFTER UPDATE OF a ON t BEGIN INSERT INTO log (what) VALUES ('a'); END;
            CREATE TRIGGER tb AFTER UPDATE OF b ON t BEGIN INSERT INTO log (what) VALUES ('b'); END;
            CREATE TRIGGER tr AFTER UPDATE OF rest ON t BEGIN
                INSERT INTO log (what) VALUES ('r');
            END;
            -- on task.*: merge into t key id rest rest, a from /a, /x
            """)
        func changes(_ data: JSONObject) throws -> String {
            try tables.run("DELETE FROM log")
            try tables.apply("task/T", "task.updated", data)
            return try tables.rows("SELECT what FROM log ORDER BY what").map { "\($0[0])" }
                .joined().replacing("'", with: "")
        }
        #expect(try changes(["a": "1", "b": "1"]) == "")
        #expect(try changes(["b": "2"]) == "b")
        #expect(try changes(["a": "2"]) == "a")
        #expect(try changes(["other": 1]) == "r")
        #expect(try changes(["x": "alias"]) == "ar")
        #expect(try changes(["b": nil]) == "br")
        #expect(try changes(["b": "3"]) == "br")
        #expect(try changes([:]) == "")
    }

    @Test func aMergeThatSeesSomeEventsOnly() throws {
        let tables = try MemoryTables(
            """
            CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, b TEXT);
            -- on task.published, *.removed: merge into t key id
            """)
        try tables.apply("task/T", "task.created", ["a": "1", "b": "1"])
        #expect(try tables.rows("SELECT * FROM t").isEmpty)
        try tables.apply("task/T", "task.published", [:])
        try tables.apply("task/T", "task.updated", ["a": "2", "b": "2"])
        #expect(try tables.rows("SELECT * FROM t") == [["T", "1", "1"]])
        try tables.apply("task/T", "task.published", ["b": "3"])
        #expect(try tables.rows("SELECT * FROM t") == [["T", "2", "3"]])
        try tables.apply("task/T", "task.removed", Change(deleted: true))
        #expect(try tables.rows("SELECT * FROM t").isEmpty)
    }

    @Test func twoStreamsOfOneId() throws {
        let tables = try MemoryTables(
            """
            CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, doc TEXT);
            -- on *: merge into t key id document doc
            """)
        try tables.apply("task/X", "task.created", ["a": "task"])
        try tables.apply("agent/X", "agent.created", ["b": "agent"])
        #expect(try tables.rows("SELECT * FROM t") == [["X", nil, #"{"b":"agent"}"#]])
        try tables.apply("task/X", "task.updated", [:])
        #expect(try tables.rows("SELECT * FROM t") == [["X", "task", #"{"a":"task"}"#]])
    }

    @Test func namesThatNeedQuotes() throws {
        let tables = try MemoryTables(
            #"""
            CREATE TABLE t ("the id" TEXT PRIMARY KEY, "a ""b" TEXT, "é" TEXT, "e\#u{301}" TEXT,
                "select" TEXT, whole TEXT AS ('x' || "é"));
            -- on task.*: merge into t key "the id", "a ""b" from '/it''s', "select" from /select
            """#)
        try tables.apply(
            "task/'\"; DROP", "task.created",
            ["it's": "1", "\u{e9}": "one", "e\u{301}": "two", "select": "3"])
        try tables.apply("task/'\"; DROP", "task.updated", ["e\u{301}": "2"])
        #expect(
            try tables.rows("SELECT * FROM t") == [["'\"; DROP", "1", "one", "2", "3", "xone"]])
    }

    @Test func aRowThatDamageLeftBehindIsSetRight() throws {
        let tables = try MemoryTables(Self.board)
        try tables.run("INSERT INTO t (id, a, n) VALUES ('T', 'old', 1)")
        try tables.apply("task/T", "task.created", ["a": "new"])
        #expect(try tables.rows("SELECT a, n FROM t") == [["new", nil]])
        try tables.run("DELETE FROM t")
        try tables.apply("task/T", "task.updated", ["n": 2])
        #expect(try tables.rows("SELECT a, n FROM t") == [["new", 2]])
        #expect(tables.failures.isEmpty)
    }

    @Test(arguments: [3, 12, 62, 90])
    func manyColumnsInManyCombinations(count: Int) throws {
        let columns = (0..<count).map { "c\($0)" }
        let tables = try MemoryTables(
            """
            CREATE TABLE t (id TEXT PRIMARY KEY, \(columns.joined(separator: ", ")), rest TEXT);
            -- on task.*: merge into t key id rest rest
            """)
        try checkProperty(times: 150) { random in
            var data = JSONObject()
            for column in columns where random.once(in: 3) {
                data[column] = JSONValue(integerLiteral: Int64.random(in: 0...9, using: &random))
            }
            try tables.apply("task/T", "task.updated", data)
            let document = try #require(try tables.document("task/T"))
            let row = try tables.rows("SELECT * FROM t").first
            let values = columns.map { column in
                document[column]?.asInt64.map { SQLValue.integer($0) } ?? .null
            }
            #expect(row == ["T"] + values + ["{}"])
        }
    }

    @Test func aDocumentWrittenAnew() throws {
        let tables = try MemoryTables(Self.board)
        try tables.apply("task/T", "task.created", ["a": "secret", "n": 1])
        let (stream, type) = (try StreamName("task/T"), try EventType("task.created"))
        try tables.applier.rewrite(stream, document: ["n": 1], followedBy: type)
        #expect(try tables.rows("SELECT a, n FROM t") == [[nil, 1]])
        try tables.applier.rewrite(stream, document: nil, followedBy: type)
        #expect(try tables.rows("SELECT * FROM t").isEmpty)
    }
}
