import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsProjections

/// A statement that does not end is refused after a number of steps, and holds up nobody else.
@Suite(.storesChecked) struct StepLimitTests {
    private let folder: TemporaryDirectory
    private let log: EventLog
    private let store: ProjectionStore
    private let actor: Actor

    private static let endless = """
        CREATE TABLE numbers (n INTEGER) STRICT;
        -- on task.endless:
        WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)
        INSERT INTO numbers SELECT count(*) FROM c;
        -- on task.crossed:
        WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000)
        INSERT INTO numbers SELECT count(*) FROM c AS a, c AS b, c AS d;
        -- on task.updated:
        INSERT INTO numbers VALUES (:n);

        """

    private static let triggered = """
        CREATE TABLE board (id TEXT PRIMARY KEY, n INTEGER) STRICT;
        CREATE TABLE counts (n INTEGER) STRICT;
        CREATE TRIGGER counted AFTER INSERT ON board WHEN new.n = 1 BEGIN
            INSERT INTO counts
            WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c;
        END;
        -- on task.*: merge into board key id
        """

    init() throws {
        let made = try TestLog(hasTables: true)
        (folder, log) = (made.folder, made.log)
        store = ProjectionStore(log: log)
        actor = try Actor("tester", kind: .human)
    }

    private func event(_ verb: String, _ number: Int64 = 0) throws -> NewEvent {
        NewEvent(
            stream: try StreamName("task/\(verb)"), type: try EventType("task.\(verb)"),
            actor: actor, change: Change(data: ["n": .number(JSONNumber(number))]))
    }

    private func numbers(_ table: String = "numbers") throws -> [Int64] {
        try log.read { reader in
            try reader.statements.statement("SELECT n FROM \(table) ORDER BY rowid")
                .map { $0.int64(0) }
        }
    }

    @Test(arguments: ["endless", "crossed"])
    func anAppendIsRefused(_ verb: String) throws {
        defer { log.close() }
        _ = try store.add(name: "sample", source: Self.endless, by: actor)
        let head = try log.read { try $0.head() }
        let error = try #require(throws: StoreError.self) {
            try log.append([try event("updated", 1), try event(verb)])
        }
        #expect(error.code == .projectionRefused)
        #expect(error.message.contains("the projection sample refuses task.\(verb)"))
        #expect(error.message.contains("line \(verb == "endless" ? 3 : 6)"))
        #expect(error.message.contains("\(Limits.projectionStepsMax) steps"))
        #expect(try log.read { try $0.head() } == head)
        // The limit that stopped it is gone with it.
        try log.append([try event("updated", 7)])
        #expect(try numbers() == [7])
    }

    /// One group of jobs is one transaction, which SQLite ends with the statement that it stops.
    @Test func nobodyElseIsRefusedWithIt() async throws {
        defer { log.close() }
        _ = try store.add(name: "sample", source: Self.endless, by: actor)
        let log = log
        let (before, bad, after) = (
            try event("updated", 1), try event("crossed"), try event("updated", 2)
        )
        let stored = try await withThrowingTaskGroup(of: Bool.self) { group in
            for new in [before, bad, after] {
                group.addTask {
                    do {
                        _ = try await log.append { _, _ in [new] }
                        return true
                    } catch let error as StoreError where error.code == .projectionRefused {
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(stored == 2)
        #expect(try numbers().sorted() == [1, 2])
    }

    /// Filling it would take as long for every event of the log.
    @Test func aNewDefinitionThatWouldBeStoppedIsRefused() throws {
        defer { log.close() }
        try log.append([try event("updated", 1), try event("endless"), try event("endless", 2)])
        let error = try #require(throws: StoreError.self) {
            try store.add(name: "sample", source: Self.endless, by: actor)
        }
        #expect(error.code == .projectionInvalid)
        #expect(error.message.contains("line 3") && error.message.contains("position 2"))
        #expect(try store.list().isEmpty)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.contains("-rebuild-") })
    }

    /// Steps say little where one of them calls a function that takes long.
    @Test func aStatementThatKeepsOthersWaitingIsStopped() throws {
        defer { log.close() }
        let tables = try MemoryTables([])
        let connection = tables.connection
        let limit = StepLimit(connection, secondsMax: 0.01)
        let long = try Statement(
            connection,
            """
            WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r LIMIT 10000000)
            SELECT max(length(hex(zeroblob(1000 + i % 2)))) FROM r
            """)
        do {
            try long.run(line: 7, within: limit)
            Issue.record("it was not stopped")
        } catch {
            #expect(error.storeError().code == .timeLimit)
            #expect(error.storeError().message.contains("line 7"))
        }
        // The next one is measured by itself.
        try Statement(connection, "SELECT 1").run(line: 1, within: limit)
        withExtendedLifetime(tables) {}
    }

    @Test func aLenientAppendAndAReplayNoteTheSame() throws {
        defer { log.close() }
        _ = try store.add(name: "sample", source: Self.endless, by: actor)
        try log.append(
            [try event("updated", 1), try event("endless"), try event("updated", 2)], .lenient)
        let failures = try store.failures()
        #expect(failures.map(\.line) == [3])
        #expect(failures[0].message.contains("steps of SQLite's machine"))
        #expect(try numbers() == [1, 2])
        try store.rebuild("sample")
        #expect(try store.failures() == failures)
        #expect(try numbers() == [1, 2])
        #expect(try store.check("sample").isEmpty)
    }

    @Test func whatATriggerDoesCountsToo() throws {
        defer { log.close() }
        _ = try store.add(name: "sample", source: Self.triggered, by: actor)
        try log.append([try event("updated", 2)])
        #expect(throws: StoreError(.projectionRefused, "")) {
            try log.append([try event("made", 1)])
        }
        #expect(try numbers("board") == [2])
        #expect(try numbers("counts").isEmpty)
    }
}
