import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Testing

/// Statements under directives see events, and leave nothing behind when they are refused.
@Suite(.storesChecked) struct StatementTests {
    @Test func everyPartOfAnEvent() throws {
        let tables = try MemoryTables(
            """
            CREATE TABLE seen (position INTEGER, stream TEXT, category TEXT, id TEXT,
                version INTEGER, type TEXT, actor TEXT, kind TEXT, cycle INTEGER,
                recorded_at TEXT, data TEXT);
            -- on *:
            INSERT INTO seen VALUES (@position, @stream, @category, @id, @version, @type, @actor,
                @kind, @cycle, @recorded_at, @data);
            """)
        try tables.apply("task/a/b", "task.created", [:])
        let exact = try #require(JSONNumber(literal: "1.00"))
        try tables.apply("task/a/b", "task.updated", ["b": .number(exact), "a": nil])
        #expect(
            try tables.rows("SELECT * FROM seen") == [
                [
                    1, "task/a/b", "task", "a/b", 1, "task.created", "tester", "human", 7,
                    "1970-01-01T00:00:00.000000Z", "{}",
                ],
                [
                    2, "task/a/b", "task", "a/b", 2, "task.updated", "tester", "human", 7,
                    "1970-01-01T00:00:00.000001Z", #"{"b":1.00,"a":null}"#,
                ],
            ])
    }

    @Test func membersOfTheData() throws {
        let tables = try MemoryTables(
            """
            CREATE TABLE v (n, b, i, r, big, s, a, o, absent);
            -- on task.created:
            INSERT INTO v VALUES (:n, :b, :i, :r, :big, :s, :a, :o, :absent);
            """)
        let big = try #require(JSONNumber(literal: "123456789012345678901"))
        try tables.apply(
            "task/T", "task.created",
            [
                "n": nil, "b": true, "i": -3, "r": .number(try #require(JSONNumber(2.5))),
                "big": .number(big), "s": "", "a": [1, nil], "o": ["k": "v"],
            ])
        #expect(
            try tables.rows("SELECT * FROM v") == [
                [nil, 1, -3, 2.5, "123456789012345678901", "", "[1,null]", #"{"k":"v"}"#, nil]
            ])
    }

    @Test func statementsRunInTheOrderOfTheFile() throws {
        let tables = try MemoryTables(
            """
            CREATE TABLE trail (n INTEGER PRIMARY KEY, what TEXT);
            -- on task.done:
            INSERT INTO trail (what) VALUES ('first');
            INSERT INTO trail (what) VALUES ('second') RETURNING n;
            -- on *.other:
            INSERT INTO trail (what) VALUES ('never');
            -- on *.done, task.*:
            INSERT INTO trail (what) SELECT 'after ' || count(*) FROM trail;
            """)
        try tables.apply("task/T", "task.done", [:])
        #expect(
            try tables.rows("SELECT what FROM trail ORDER BY n")
                == [["first"], ["second"], ["after 2"]])
        #expect(try !tables.applier.needsDocument(for: EventType("task.done")))
    }

    @Test func aRefusedEventLeavesNothingOfItsProjection() throws {
        let counts = try ProjectionDefinition(
            name: "counts",
            source: """
                CREATE TABLE n (k TEXT PRIMARY KEY, n INTEGER CHECK (n < 3));
                CREATE TABLE before (n INTEGER);
                -- on task.*:
                INSERT INTO before VALUES (@position);
                INSERT INTO n VALUES (:k, 1) ON CONFLICT DO UPDATE SET n = n + 1;
                """)
        let all = try ProjectionDefinition(
            name: "everything",
            source: "CREATE TABLE e (n INTEGER);\n-- on *:\nINSERT INTO e VALUES (@position);")
        let tables = try MemoryTables([counts, all])
        for _ in 1...4 { try tables.apply("task/T", "task.done", ["k": "x"]) }
        #expect(
            tables.failures == [
                RefusedEvent(
                    projection: "counts", position: 3, line: 5,
                    message: "CHECK constraint failed: n < 3"),
                RefusedEvent(
                    projection: "counts", position: 4, line: 5,
                    message: "CHECK constraint failed: n < 3"),
            ])
        #expect(try tables.rows("SELECT n FROM before") == [[1], [2]])
        #expect(try tables.rows("SELECT n FROM e") == [[1], [2], [3], [4]])
    }

    @Test func aTriggerThatRaises() throws {
        let tables = try MemoryTables(
            """
            CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER);
            CREATE TABLE notes (note TEXT);
            CREATE TRIGGER guard AFTER INSERT ON t WHEN new.n < 0 BEGIN
                INSERT INTO notes VALUES ('half');
                SELECT raise(FAIL, 'n is negative');
            END;
            -- on task.*: merge into t key id
            """)
        try tables.apply("task/A", "task.created", ["n": -1])
        #expect(tables.failures.map(\.message) == ["n is negative"])
        #expect(try tables.rows("SELECT * FROM t").isEmpty)
        #expect(try tables.rows("SELECT * FROM notes").isEmpty)
        try tables.apply("task/A", "task.updated", ["n": 1])
        #expect(try tables.rows("SELECT * FROM t") == [["A", 1]])
    }

    @Test func aStrictRefusalNamesProjectionLineAndReason() throws {
        let tables = try MemoryTables(
            "CREATE TABLE n (k NOT NULL);\n-- on task.*:\nINSERT INTO n VALUES (:k);")
        do {
            try tables.apply("task/T", "task.done", Change(), strictly: true)
            Issue.record("nothing was refused")
        } catch let error as StoreError {
            #expect(error.code == .projectionRefused)
            for part in ["sample", "task.done", "task/T", "line 3", "NOT NULL constraint failed"] {
                #expect(error.message.contains(part), "\(error.message)")
            }
        }
    }

    @Test func storedEventsMatchOnlyByName() throws {
        let tables = try MemoryTables(
            """
            CREATE TABLE e (type TEXT);
            -- on *, *.tag-set:
            INSERT INTO e VALUES ('wild');
            -- on annals.tag-set:
            INSERT INTO e VALUES (@type);
            """)
        try tables.apply("annals/tags", "annals.tag-set", [:])
        #expect(try tables.rows("SELECT type FROM e") == [["annals.tag-set"]])
    }
}
