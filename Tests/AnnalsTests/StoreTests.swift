import Annals
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// The library as a program uses it.
@Suite("Store", .storesChecked)
struct StoreTests {
    private let folder: TemporaryDirectory
    private let store: Store
    private let actor: Actor

    init() throws {
        folder = try TemporaryDirectory()
        actor = try Actor("maria", kind: .human)
        store = try Store.create(
            at: folder.path("annals.db"), origin: "example.com/fleet", by: actor)
    }

    private func new(_ stream: String, _ type: String, _ data: JSONObject = [:]) throws -> NewEvent
    {
        NewEvent(
            stream: try StreamName(stream), type: try EventType(type), actor: actor,
            change: Change(data: data))
    }

    @Test func aNewStoreHasTheBuiltInProjections() throws {
        let names = try store.projections().map(\.name)
        #expect(
            names == [
                "agent_messages", "agent_tasks", "agent_workspaces", "configuration",
                "project_analysis",
            ])
        #expect(try store.cycle() == 0)
        for name in names { #expect(try store.checkProjection(name).isEmpty) }
    }

    @Test func aStoreStartsWithTheProjectionsThatAreNamed() throws {
        let bare = try Store.create(at: folder.path("bare.db"), by: actor, projections: .none)
        defer { bare.close() }
        #expect(try bare.projections().isEmpty)
        #expect(try bare.head() == 0)
        try bare.append(try new("thing/T", "thing.made", ["n": 1]))
        #expect(try bare.document(StreamName("thing/T")) == ["n": 1])
        let visits = ProjectionSource(
            name: "visits",
            text: """
                -- Visits of customers.
                CREATE TABLE visits (customer TEXT PRIMARY KEY, n INTEGER) STRICT;
                -- on customer.*: merge into visits key customer
                """)
        let own = try Store.create(
            at: folder.path("own.db"), by: actor,
            projections: .definitions(ProjectionSource.fleet + [visits]))
        defer { own.close() }
        try own.append(try new("customer/C", "customer.came", ["n": 3]))
        let details = try own.projection("visits")
        #expect(details.definition == visits.text)
        #expect(details.summary.rows == 1)
        #expect(details.summary == (try own.projections().first { $0.name == "visits" }))
        let columns = details.tables.flatMap(\.columns)
        #expect(columns.map(\.name) == ["customer", "n"])
        #expect(columns.map(\.type) == ["TEXT", "INTEGER"])
        #expect(columns.map(\.isKey) == [true, false])
        let error = #expect(throws: StoreError.self) { try bare.projection("visits") }
        #expect(error?.code == .notFound)
    }

    @Test func aWrongDefinitionMakesNoStore() throws {
        for sources in [
            [ProjectionSource(name: "x", text: "CREATE TABLE x (a TEXT")],
            [ProjectionSource.fleet[0], ProjectionSource.fleet[0]],
        ] {
            let error = #expect(throws: StoreError.self) {
                try Store.create(
                    at: folder.path("wrong.db"), by: actor, projections: .definitions(sources))
            }
            #expect(error?.code == .projectionInvalid)
            #expect(!FileManager.default.fileExists(atPath: folder.path("wrong.db")))
        }
    }

    @Test func aStoreWithoutProjectionsGoesOn() throws {
        for projection in try store.projections() {
            try store.removeProjection(projection.name, by: actor)
        }
        for _ in 0..<3 {
            try store.append(try (0..<200).map { try new("thing/T\($0)", "thing.made") })
        }
        try folder.write("{}", to: "files/a.json")
        _ = try store.importWorkspace(folder.path("files"))
        // It waits for whatever follows the commits.
        store.close()
        let again = try Store(opening: folder.path("annals.db"))
        defer { again.close() }
        #expect(try again.head() > 600)
    }

    @Test func cyclesEndWhereNumbersDo() throws {
        var event = try new("thing/T", "thing.made")
        event.cycle = .max - 1
        var options = AppendOptions()
        options.allowsJump = true
        try store.append(event, options: options)
        try store.nextCycle(by: actor)
        let error = #expect(throws: StoreError.self) { try store.nextCycle(by: actor) }
        #expect(error?.code == .invalidArgument)
        #expect(try store.cycle() == .max)
        try store.append(try new("thing/T", "thing.made"))
    }

    @Test func momentsAreNotNegative() throws {
        let moments: [Moment] = [
            .head(back: .min), .position(-1), .position(.min), .ago(microseconds: .min),
        ]
        for moment in moments {
            let error = #expect(throws: StoreError.self) { try store.position(of: moment) }
            #expect(error?.code == .invalidMoment, "\(moment)")
        }
        #expect(try store.position(of: .ago(microseconds: .max)) == 0)
        let error = #expect(throws: StoreError.self) { try store.position(of: .head(back: .max)) }
        #expect(error?.code == .beyondHead)
    }

    @Test func everyNumberOfACallerIsTakenOrRefused() throws {
        for seconds in [Double.infinity, 1e300, .nan, -1] {
            _ = try? store.query("SELECT 1", seconds: seconds)
        }
        var query = EventQuery()
        for end in [Int64.max, .min] {
            (query.after, query.through) = (end, end)
            #expect(try store.events(query).all().isEmpty)
        }
        (query.after, query.through) = (0, .max)
        _ = try store.events(query).all()
        for time in [Int64.max, .min] {
            var event = try new("thing/T", "thing.made")
            event.occurredAt = Timestamp(microseconds: time)
            let error = #expect(throws: StoreError.self) { try store.append(event) }
            #expect(error?.code == .invalidArgument)
        }
    }

    @Test func tablesFollowEvents() throws {
        try store.append([
            try new("agent/Agent-3", "agent.registered", ["team": "Beta", "status": "ACTIVE"]),
            try new(
                "task/A", "task.created", ["title": "x", "agent_id": "Agent-3", "odd": [1, 2]]),
        ])
        let (columns, rows) = try store.query(
            "SELECT task_id, agent_id, title, extra FROM agent_tasks")
        #expect(columns == ["task_id", "agent_id", "title", "extra"])
        #expect(rows == [["A", "Agent-3", "x", "{\"odd\":[1,2]}"]])
        try store.append(
            NewEvent(
                stream: StreamName("task/A"), type: EventType("task.removed"), actor: actor,
                change: Change(deleted: true)))
        #expect(try store.query("SELECT * FROM agent_tasks").rows.isEmpty)
    }

    @Test func cyclesAndTags() throws {
        try store.nextCycle(note: "first", by: actor)
        let receipt = try store.append(try new("task/A", "task.created"))
        #expect(receipt.cycle == 1)
        try store.setTag("here", by: actor)
        #expect(try store.tags().map(\.moment) == [receipt.position])
        #expect(try store.cycles().map(\.note) == ["first"])
        #expect(try store.position(of: Moment("tag:here")) == receipt.position)
        #expect(try store.actors().map(\.actor.name) == ["maria"])
        #expect(try store.streams().all().map(\.name.description) == ["task/A"])
    }

    @Test func aUsersProjectionFillsFollowsAndGoes() throws {
        for index in 1...10 {
            try store.append(try new("task/T\(index)", "task.created", ["points": 2]))
        }
        let source = """
            -- Points by day of the fleet.
            CREATE TABLE points (cycle INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;

            -- on task.created, message.sent:
            INSERT INTO points VALUES (@cycle, coalesce(:points, 0))
                ON CONFLICT DO UPDATE SET n = n + excluded.n;
            """
        let added = try store.addProjection(name: "points", source: source, by: actor)
        #expect(added == .added)
        #expect(try store.query("SELECT * FROM points").rows == [[0, 20]])
        try store.append(try new("message/M", "message.sent", ["points": 5]))
        #expect(try store.query("SELECT n FROM points").rows == [[25]])
        #expect(try store.checkProjection("points").isEmpty)
        try store.rebuildProjection("points")
        #expect(try store.query("SELECT n FROM points").rows == [[25]])
        #expect(
            try store.addProjection(name: "points", source: source, by: actor) == .unchanged)
        let changed = source.replacingOccurrences(of: "n + excluded.n", with: "n + 1")
        #expect(try store.addProjection(name: "points", source: changed, by: actor) == .changed)
        #expect(try store.query("SELECT n FROM points").rows == [[12]])
        try store.removeProjection("points", by: actor)
        #expect(throws: StoreError(.sqlRefused, "")) {
            try store.query("SELECT * FROM points")
        }
        try store.append(try new("task/T99", "task.created"))
        let verbs = try store.events(EventQuery(category: "annals")).all().map(\.type.verb)
        #expect(
            verbs.suffix(3) == ["projection-added", "projection-changed", "projection-removed"])
    }

    @Test func aRefusedRowRefusesALiveAppendAndIsAFailureOfAnImport() throws {
        let source = """
            CREATE TABLE small (n INTEGER CHECK (n < 10)) STRICT;
            -- on task.created:
            INSERT INTO small VALUES (:n);
            """
        try store.addProjection(name: "small", source: source, by: actor)
        let large = try new("task/A", "task.created", ["n": 11])
        let head = try store.head()
        #expect(throws: StoreError(.projectionRefused, "")) { try store.append(large) }
        #expect(try store.head() == head)
        try store.append(large, options: .lenient)
        let refused = try store.refusedEvents()
        #expect(refused.map(\.position) == [head + 1])
        #expect(refused.map(\.line) == [3])
        #expect(try store.checkProjection("small").isEmpty)
        try store.rebuildProjection("small")
        #expect(try store.refusedEvents() == refused)
    }

    @Test func aTableThatWasChangedByHandIsFoundAndMended() throws {
        try store.append([
            try new("task/A", "task.created", ["title": "a"]),
            try new("task/B", "task.created", ["title": "b"]),
        ])
        // As somebody with a SQLite shell would.
        let shell = try DatabaseQueue(path: store.path)
        try shell.write { db in
            try db.execute(
                sql: """
                    DELETE FROM agent_tasks WHERE task_id = 'A';
                    UPDATE agent_tasks SET title = 'c';
                    INSERT INTO agent_tasks (task_id) VALUES ('Z');
                    """)
        }
        try shell.close()
        let found = try store.checkProjection("agent_tasks")
        #expect(found.map(\.kind) == [.missing, .changed, .extra])
        #expect(found[1].column == "title")
        #expect(found[1].expected == "b")
        try store.rebuildProjection("agent_tasks")
        #expect(try store.checkProjection("agent_tasks").isEmpty)
    }

    @Test func aRebuildThatIsStoppedGoesOnWhereItWas() throws {
        for start in stride(from: 0, to: 60_000, by: 20_000) {
            try store.append(
                try (0..<20_000).map { index in
                    try new("task/T\((start + index) % 500)", "task.updated", ["n": 1])
                })
        }
        var looks = 0
        #expect(throws: StoreError(.interrupted, "")) {
            try store.rebuildProjection(
                "agent_tasks",
                run: LongRun(isCancelled: {
                    looks += 1
                    return looks > 10
                }))
        }
        #expect(try store.query("SELECT count(*) FROM agent_tasks").rows == [[500]])
        var first: Int64 = 0
        try store.rebuildProjection(
            "agent_tasks", run: LongRun(progress: { done, _ in if first == 0 { first = done } }))
        #expect(first > 30_000)
        #expect(try store.checkProjection("agent_tasks").isEmpty)
    }

    @Test func aBackupIsAStoreOfItsOwn() throws {
        try store.append(try new("task/A", "task.created", ["title": "a"]))
        let path = folder.path("copy.db")
        let backup = try store.backUp(to: path, by: actor)
        #expect(backup.head == 6)
        #expect(throws: StoreError(.storeExists, "")) { try store.backUp(to: path, by: actor) }
        try store.backUp(to: path, keep: 2, by: actor)
        try store.backUp(to: path, keep: 2, by: actor)
        #expect(FileManager.default.fileExists(atPath: path + ".1"))
        #expect(!FileManager.default.fileExists(atPath: path + ".2"))
        let copy = try Store(opening: path + ".1")
        defer { copy.close() }
        #expect(try copy.document(StreamName("task/A")) == ["title": "a"])
        #expect(try copy.append(try new("task/B", "task.created")).version == 1)
    }
}
