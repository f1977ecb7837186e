import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import GRDB
import Testing

@testable import AnnalsProjections

/// How projections come, are filled anew and go, also when something is in the way.
@Suite(.storesChecked) struct InstallingTests {
    private let folder: TemporaryDirectory
    private let log: EventLog
    private let store: ProjectionStore
    private let actor: Actor

    private static let board = """
        CREATE TABLE board (id TEXT PRIMARY KEY, title TEXT, extra TEXT) STRICT;
        -- on task.*: merge into board key id rest extra
        """

    init() throws {
        let made = try TestLog(hasTables: true)
        (folder, log) = (made.folder, made.log)
        store = ProjectionStore(log: log)
        actor = try Actor("tester", kind: .human)
    }

    private func append(_ id: String, _ data: JSONObject) throws {
        let event = NewEvent(
            stream: try StreamName("task/\(id)"), type: try EventType("task.updated"),
            actor: actor, change: Change(data: data))
        try log.append([event], .lenient)
    }

    private func count(_ sql: String) throws -> Int? {
        try log.readDatabase { _, db in try Int.fetchOne(db, sql: sql) }
    }

    private var scratchFiles: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.contains("-rebuild-") }
        }
    }

    /// Leaves a scratch file that is filled up to the head, as a process that is killed does.
    private func interrupt(_ definition: ProjectionDefinition) throws {
        let scratch = try ScratchFile(definition, besideStore: log.path)
        let fill = ProjectionFill(definition, into: scratch.connection, from: log, after: 0)
        let head = try log.read { try $0.head() }
        try scratch.transaction {
            while try fill.nextBatch(through: head, onFailure: { try scratch.note($0) }) {}
            try fill.flush()
            return try log.read { try ReplayPoint(at: fill.position, $0) }
        }
        scratch.close()
    }

    @Test func aRebuildGoesOnWhereAKilledOneWas() throws {
        defer { log.close() }
        _ = try store.add(name: "sample", source: Self.board, by: actor)
        try append("A", ["title": "a"])
        let definition = try log.read { try ProjectionStore.definition("sample", $0) }
        try interrupt(definition)
        try append("B", ["title": "b"])
        var first: Int64?
        var watch = ProjectionStore.Watch()
        watch.progress = { done, _ in first = first ?? done }
        let scratch = try ScratchFile(definition, besideStore: log.path)
        #expect(scratch.position == 2)
        scratch.close()
        try store.rebuild("sample", watch: watch)
        #expect(first == 3)
        #expect(try store.check("sample").isEmpty)
        #expect(try count("SELECT count(*) FROM board") == 2)
        #expect(try scratchFiles.isEmpty)
    }

    @Test func aScratchFileOfAnotherHistoryIsFilledAnew() throws {
        defer { log.close() }
        _ = try store.add(name: "sample", source: Self.board, by: actor)
        try append("A", ["title": "a"])
        let definition = try log.read { try ProjectionStore.definition("sample", $0) }
        try interrupt(definition)
        let scratch = try ScratchFile(definition, besideStore: log.path)
        try scratch.transaction {
            try scratch.statements.run("UPDATE board SET title = 'of another store'")
            return ReplayPoint(position: 2, erased: 0, identity: "another store")
        }
        scratch.close()
        try store.rebuild("sample")
        #expect(try count("SELECT count(*) FROM board WHERE title = 'a'") == 1)
        #expect(try store.check("sample").isEmpty)
    }

    @Test func whatAnotherDefinitionLeftIsCleanedUp() throws {
        defer { log.close() }
        _ = try store.add(name: "sample", source: Self.board, by: actor)
        try append("A", ["title": "a"])
        let old = try log.read { try ProjectionStore.definition("sample", $0) }
        try interrupt(old)
        try folder.write(
            "of a projection that there is not", to: "store.db-rebuild-other-0123456789ab")
        try folder.write("kept", to: "store.db-rebuild-notes.txt")
        let changed = Self.board.replacingOccurrences(of: "title TEXT", with: "title ANY")
        #expect(try store.add(name: "sample", source: changed, by: actor) == .changed)
        #expect(try scratchFiles == ["store.db-rebuild-notes.txt"])
        try interrupt(try log.read { try ProjectionStore.definition("sample", $0) })
        try store.remove("sample", by: actor)
        #expect(try scratchFiles == ["store.db-rebuild-notes.txt"])
    }

    @Test func onlyOneFillsAProjection() throws {
        defer { log.close() }
        _ = try store.add(name: "sample", source: Self.board, by: actor)
        let definition = try log.read { try ProjectionStore.definition("sample", $0) }
        let scratch = try ScratchFile(definition, besideStore: log.path)
        defer { scratch.remove() }
        do {
            try store.rebuild("sample")
            Issue.record("two fill one file")
        } catch {
            #expect(error.code == .busy)
            #expect(error.message.contains("somebody else is filling the projection sample"))
        }
    }

    @Test func aDefinitionThatChangesMeanwhileIsNotSwappedIn() throws {
        defer { log.close() }
        _ = try store.add(name: "sample", source: Self.board, by: actor)
        try append("A", ["title": "a"])
        let definition = try log.read { try ProjectionStore.definition("sample", $0) }
        let changed = Self.board.replacingOccurrences(of: "title TEXT", with: "title ANY")
        let store = store
        let actor = actor
        #expect(throws: StoreError(.busy, "")) {
            var watch = ProjectionStore.Watch()
            watch.progress = { _, _ in
                _ = try? store.add(name: "sample", source: changed, by: actor)
            }
            try store.rebuild(definition, replacing: definition.source, watch: watch) { _ in }
        }
        #expect(try store.check("sample").isEmpty)
        #expect(try log.read { try ProjectionStore.source(of: "sample", $0) } == changed)
    }

    @Test func aDefinitionThatCanNoLongerBeUsed() throws {
        defer { log.close() }
        _ = try store.add(name: "good", source: Self.board, by: actor)
        _ = try store.add(
            name: "bad",
            source: "CREATE TABLE bad (n);\n-- on task.*:\nINSERT INTO bad VALUES (1);", by: actor)
        // As an older version of this program may have left it.
        let source =
            "CREATE TABLE bad (n); CREATE TABLE board (n); CREATE TABLE events (n);\n"
            + "-- on task.*:\nINSERT INTO bad VALUES (random());"
        try log.write { transaction in
            let row = try transaction.statements.statement(
                "UPDATE projections SET source = ?, position = position + 1 WHERE name = 'bad'")
            row.bind(1, source)
            try row.run()
            transaction.touch()
        }
        let other = try EventLog(path: log.path, mode: .readWrite) { InlineProjections() }
        defer { other.close() }
        let list = try store.list()
        #expect(list.map(\.name) == ["bad", "good"])
        #expect(list[0].comment.hasPrefix("cannot be used: "))
        #expect(try store.check("good").isEmpty)
        try store.rebuild("good")
        #expect(throws: StoreError(.projectionInvalid, "")) { try store.rebuild("bad") }
        try ProjectionStore(log: other).remove("bad", by: actor)
        #expect(try count("SELECT count(*) FROM sqlite_schema WHERE name = 'bad'") == 0)
        #expect(try count("SELECT count(*) FROM sqlite_schema WHERE name = 'board'") == 1)
        #expect(try count("SELECT count(*) FROM events") ?? 0 > 0)
        try append("A", ["title": "a"])
        #expect(try count("SELECT count(*) FROM board") == 1)
    }

    @Test func tablesThatReferToEachOther() throws {
        defer { log.close() }
        let source = """
            CREATE TABLE leaf (id TEXT PRIMARY KEY, up TEXT REFERENCES node (id)) STRICT;
            CREATE TABLE node (id TEXT PRIMARY KEY, up TEXT REFERENCES node (id)) STRICT;
            -- on task.*:
            INSERT INTO node VALUES (@id, NULL);
            UPDATE node SET up = @id;
            INSERT INTO leaf VALUES (@id, :up);
            """
        try append("A", ["up": "A"])
        try append("B", ["up": "nobody"])
        try append("C", ["up": "A"])
        _ = try store.add(name: "tree", source: source, by: actor)
        #expect(try store.failures().map(\.position) == [2])
        try store.rebuild("tree")
        #expect(try store.check("tree").isEmpty)
        #expect(try count("SELECT count(*) FROM leaf") == 2)
        try append("D", ["up": "C"])
        try store.remove("tree", by: actor)
        #expect(try count("SELECT count(*) FROM sqlite_schema WHERE name = 'node'") == 0)
    }

    @Test func viewsMeetTablesOfOthers() throws {
        defer { log.close() }
        let view = "CREATE TABLE mine (n);\nCREATE VIEW joined AS SELECT * FROM board, mine;"
        let end = "\n-- on task.*:\nINSERT INTO mine VALUES (1);"
        // Before the table that it names is there.
        _ = try store.add(name: "mine", source: view + end, by: actor)
        _ = try store.add(name: "sample", source: Self.board, by: actor)
        try append("A", ["title": "a"])
        #expect(try count("SELECT count(*) FROM joined") == 1)
        let taken =
            "CREATE TABLE more (n);\nCREATE VIEW board AS SELECT 1;"
            + end.replacingOccurrences(of: "mine", with: "more")
        do {
            _ = try store.add(name: "more", source: taken, by: actor)
            Issue.record("two things of one name")
        } catch {
            #expect(error.code == .projectionInvalid)
            #expect(error.message.contains("board belongs to the projection sample"))
        }
        try store.remove("sample", by: actor)
        try store.rebuild("mine")
        #expect(try store.check("mine").isEmpty)
    }

    @Test(.storesUnchecked("has a table of somebody else's"))
    func aNameThatSomebodyTookByHand() throws {
        defer { log.close() }
        let shell = try DatabaseQueue(path: log.path)
        try shell.write { db in try db.execute(sql: "CREATE TABLE board (x)") }
        try shell.close()
        #expect(throws: StoreError(.projectionInvalid, "")) {
            try store.add(name: "sample", source: Self.board, by: actor)
        }
        #expect(try count("SELECT count(*) FROM projections") == 0)
        #expect(try count("SELECT count(*) FROM events") == 0)
    }

    @Test func tablesOfVeryManyColumnsAreCompared() throws {
        for type in ["TEXT", "ANY"] {
            let columns = (1...1_500).map { "c\($0) \(type)" }.joined(separator: ", ")
            let source = """
                CREATE TABLE wide (id TEXT PRIMARY KEY, \(columns)) STRICT;
                -- on task.*: merge into wide key id
                """
            try append("A", ["c1": "one", "c1500": "last"])
            _ = try store.add(name: "wide", source: source, by: actor)
            #expect(try store.check("wide").isEmpty)
            try log.write { transaction in
                try transaction.statements.run("UPDATE wide SET c1500 = 7")
                transaction.touch()
            }
            #expect(try store.check("wide").map(\.column) == ["c1500"])
            try store.rebuild("wide")
            #expect(try store.check("wide").isEmpty)
            try store.remove("wide", by: actor)
        }
        log.close()
    }

    @Test func rowsOfATableOfTheStatementsOwnMayBeCounted() throws {
        defer { log.close() }
        let source = """
            CREATE TABLE counts (n INTEGER) STRICT;
            CREATE VIEW pairs AS
                WITH p AS (SELECT 1 UNION ALL SELECT 2) SELECT count(*) AS n FROM p;
            -- on task.*:
            WITH many (n) AS (SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)
            INSERT INTO counts SELECT (SELECT count(*) FROM many) + n FROM pairs;

            """
        _ = try store.add(name: "counts", source: source, by: actor)
        try append("A", [:])
        #expect(try count("SELECT n FROM counts") == 5)
        for table in ["events", "sqlite_schema", "pragma_database_list"] {
            #expect(throws: StoreError(.projectionInvalid, "")) {
                try ProjectionDefinition(
                    name: "other",
                    source: """
                        CREATE TABLE other (n INTEGER) STRICT;
                        -- on task.*:
                        INSERT INTO other SELECT (WITH \(table) AS (SELECT 1)
                            SELECT count(*) FROM \(table)) + (SELECT count(*) FROM \(table));

                        """)
            }
        }
    }

    @Test func whatAKilledTryLeftGoesWithTheNextVerb() throws {
        defer { log.close() }
        try append("A", ["title": "one"])
        let other = Self.board.replacing("board", with: "other")
        try interrupt(try ProjectionDefinition(name: "killed", source: other))
        #expect(try !scratchFiles.isEmpty)
        // One that somebody is filling stays.
        let held = try ScratchFile(
            try ProjectionDefinition(
                name: "held", source: Self.board.replacing("board", with: "h")),
            besideStore: log.path)
        _ = try store.add(name: "board", source: Self.board, by: actor)
        #expect(try scratchFiles.allSatisfy { $0.contains("-rebuild-held-") })
        #expect(try !scratchFiles.isEmpty)
        held.close()
        try store.rebuild("board")
        #expect(try scratchFiles.isEmpty)
    }
}
