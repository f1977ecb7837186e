import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// Tables change in the transaction of the append, or not at all.
@Suite(.storesChecked) struct InlineProjectionTests {
    private static let board = """
        CREATE TABLE board (id TEXT PRIMARY KEY, title TEXT, slug TEXT UNIQUE, extra TEXT) STRICT;
        -- on task.*: merge into board key id rest extra
        """

    private func withLog(_ body: (EventLog, String) throws -> Void) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("annals.db")
        try StoreFile.create(path, origin: nil) { _ in }
        let log = try open(path)
        defer { log.close() }
        try body(log, path)
    }

    private func open(_ path: String) throws -> EventLog {
        try EventLog(path: path, mode: .readWrite) { InlineProjections() }
    }

    /// Installs a projection by hand into a store without events that it would have to catch up.
    private func install(_ source: String, as name: String = "sample", _ log: EventLog) throws {
        try log.write { transaction in
            let definition = try ProjectionDefinition(name: name, source: source)
            for object in definition.objects { try transaction.database.execute(sql: object.sql) }
            try write(name, source, transaction)
        }
    }

    private func write(_ name: String, _ source: String, _ transaction: AppendTransaction) throws {
        let receipt = try transaction.administer(
            "projection-\(name)", "projection-added", by: Actor("tester"))
        try transaction.database.execute(
            sql: """
                INSERT OR REPLACE INTO projections (name, source, sha256, position, applied)
                VALUES (?, ?, ?, ?, -1)
                """,
            arguments: [name, source, Data(source.utf8), receipt.position])
    }

    private func event(_ id: String, _ data: JSONObject) throws -> NewEvent {
        NewEvent(
            stream: try StreamName("task/\(id)"), type: try EventType("task.updated"),
            actor: try Actor("Agent-1"), change: Change(data: data))
    }

    private func rows(_ log: EventLog, _ sql: String) throws -> [[String]] {
        try log.readDatabase { _, db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { value in
                    value.isNull ? "NULL" : String.fromDatabaseValue(value) ?? "\(value)"
                }
            }
        }
    }

    @Test(.storesUnchecked("installs without an event")) func tablesFollowTheLog() throws {
        try withLog { log, _ in
            try install(Self.board, log)
            _ = try log.append([event("A", ["title": "one"]), event("B", ["x": 1])])
            _ = try log.append([event("A", ["slug": "a"])])
            #expect(
                try rows(log, "SELECT * FROM board ORDER BY id")
                    == [["A", "one", "a", "{}"], ["B", "NULL", "NULL", #"{"x":1}"#]])
        }
    }

    @Test(.storesUnchecked("installs without an event")) func everyEventIsAppliedOnce() throws {
        try withLog { log, _ in
            try install(
                """
                CREATE TABLE counts (id TEXT PRIMARY KEY, n INTEGER) STRICT;
                -- on task.*:
                INSERT INTO counts VALUES (@id, 1) ON CONFLICT DO UPDATE SET n = n + 1;
                """, log)
            for size in 1...4 {
                _ = try log.append(
                    try (0..<size).map { try event("T\($0)", ["title": .string("\(size)")]) })
            }
            #expect(
                try rows(log, "SELECT id, n FROM counts ORDER BY id")
                    == [["T0", "4"], ["T1", "3"], ["T2", "2"], ["T3", "1"]])
        }
    }

    @Test(.storesUnchecked("installs without an event")) func aRefusedRowRefusesTheAppend() throws {
        try withLog { log, _ in
            try install(Self.board, log)
            _ = try log.append([event("A", ["slug": "one"])])
            let head = try log.read { try $0.head() }
            #expect(throws: StoreError(.projectionRefused, "")) {
                try log.append([event("C", ["title": "c"]), event("B", ["slug": "one"])])
            }
            #expect(try log.read { try $0.head() } == head)
            #expect(try rows(log, "SELECT id FROM board") == [["A"]])
            #expect(try rows(log, "SELECT * FROM projection_failures").isEmpty)
        }
    }

    @Test(.storesUnchecked("installs without an event"))
    func aLenientAppendNotesWhatWasRefused() throws {
        try withLog { log, path in
            try install(Self.board, log)
            _ = try log.append([event("A", ["slug": "one"])])
            var lenient = AppendOptions()
            lenient.isLenient = true
            let receipts = try log.append(
                [event("B", ["slug": "one", "title": "kept"]), event("C", ["title": "c"])], lenient)
            #expect(
                try rows(log, "SELECT projection, position, line, message FROM projection_failures")
                    == [
                        [
                            "sample", "\(receipts[0].position)", "2",
                            "UNIQUE constraint failed: board.slug",
                        ]
                    ])
            #expect(try rows(log, "SELECT id FROM board ORDER BY id") == [["A"], ["C"]])
            // Another process knows from the failures that the row must be written whole.
            let other = try open(path)
            defer { other.close() }
            _ = try other.append([event("B", ["slug": "two"])])
            #expect(
                try rows(log, "SELECT title, slug FROM board WHERE id = 'B'") == [["kept", "two"]])
        }
    }

    @Test(.storesUnchecked("installs a definition by hand"))
    func aDefinitionThatAnotherProcessInstalls() throws {
        try withLog { log, path in
            _ = try log.append([event("A", ["n": 1])])
            let other = try open(path)
            defer { other.close() }
            _ = try other.append([event("A", ["n": 2])])
            try install(
                "CREATE TABLE n (n INTEGER);\n-- on task.*:\nINSERT INTO n VALUES (:n);", log)
            _ = try other.append([event("A", ["n": 3])])
            _ = try log.append([event("A", ["n": 4])])
            #expect(try rows(log, "SELECT n FROM n") == [["3"], ["4"]])
        }
    }

    @Test func aDefinitionThatIsRolledBack() throws {
        try withLog { log, _ in
            _ = try log.append([event("A", ["n": 1])])
            #expect(throws: StoreError(.notFound, "")) {
                try log.write { transaction in
                    let source = "CREATE TABLE n (n);\n-- on task.*:\nINSERT INTO n VALUES (:n);"
                    try transaction.database.execute(sql: "CREATE TABLE n (n)")
                    try write("sample", source, transaction)
                    _ = try transaction.append([event("A", ["n": 2])])
                    let count = try Int.fetchOne(
                        transaction.database, sql: "SELECT count(*) FROM n")
                    #expect(count == 1)
                    throw StoreError(.notFound, "given up")
                }
            }
            _ = try log.append([event("A", ["n": 3])])
            #expect(try rows(log, "SELECT name FROM sqlite_schema WHERE name = 'n'").isEmpty)
        }
    }

    @Test(.storesUnchecked("installs without an event")) func aDefinitionThatCannotBeUsed() throws {
        try withLog { log, _ in
            try install(
                "CREATE TABLE n (n INTEGER);\n-- on task.*:\nINSERT INTO n VALUES (:n);", log)
            try log.write { transaction in
                let source = "CREATE TABLE n (n);\n-- on task.*:\nDELETE FROM events;"
                try write("sample", source, transaction)
            }
            #expect(throws: StoreError(.projectionInvalid, "")) {
                try log.append([event("A", ["n": 1])])
            }
            try log.write { transaction in
                _ = try transaction.administer(
                    "projection-sample", "projection-removed", by: Actor("tester"))
                try transaction.database.execute(sql: "DELETE FROM projections")
            }
            _ = try log.append([event("A", ["n": 2])])
            #expect(try rows(log, "SELECT * FROM n").isEmpty)
        }
    }
}
