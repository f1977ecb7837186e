import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import GRDB
import Testing

@Suite("Tables as of a moment")
struct AsOfTests {
    /// As-of(N) of every table equals a fresh store that was fed the first N events.
    @Test func equalsAFreshStoreFedTheFirstEvents() throws {
        let seed = SeededGenerator.printedSeed("equalsAFreshStoreFedTheFirstEvents")
        var generator = try HistoryGenerator(seed: seed)
        var definitions = DefinitionGenerator(seed: seed)
        let sources = try (0..<4).map { try definitions.definition("p\($0)") }
        let (past, fresh) = (try ProjectedStore(), try ProjectedStore())
        for store in [past, fresh] { try store.add(sources) }
        let events = try (0..<120).map { _ in try generator.next() }
        for event in events {
            _ = try past.log.append([event], .lenient)
        }
        let head = try past.log.read { try $0.head() }
        var index = 0
        for position in try fresh.log.read({ try $0.head() })...head {
            while try fresh.log.read({ try $0.head() }) < position, index < events.count {
                _ = try fresh.log.append([events[index]], .lenient)
                index += 1
            }
            guard try fresh.log.read({ try $0.head() }) == position else { continue }
            let state = try History(log: past.log).asOf(.position(position))
            let expected = try fresh.rows(sources)
            let found = try state.read { db in try ProjectedStore.rows(sources, db) }
            #expect(found == expected, "seed \(seed), position \(position)")
        }
    }

    @Test func snapshotsSpeedItUpAndMayGoOrBeDamaged() throws {
        let seed = SeededGenerator.printedSeed("snapshotsSpeedItUpAndMayGoOrBeDamaged")
        var generator = try HistoryGenerator(seed: seed)
        var definitions = DefinitionGenerator(seed: seed)
        let sources = try (0..<3).map { try definitions.definition("p\($0)") }
        let store = try ProjectedStore()
        try store.add(sources)
        let snapshots = SnapshotStore(log: store.log)
        for _ in 0..<8 {
            _ = try store.log.append(try generator.batch(upTo: 40), .lenient)
            try snapshots.takeAll()
        }
        let history = History(log: store.log)
        let head = try store.log.read { try $0.head() }
        let positions = stride(from: Int64(1), through: head, by: 7)
        func rows() throws -> [[String: [[String]]]] {
            try positions.map { position in
                try history.asOf(.position(position)).read { try ProjectedStore.rows(sources, $0) }
            }
        }
        let with = try rows()
        #expect(try history.asOf(.head).damaged.isEmpty)
        _ = try store.log.write { transaction in
            transaction.touch()
            try transaction.statements.run("UPDATE snapshot_chunks SET body = zeroblob(64)")
        }
        #expect(try rows() == with, "seed \(seed): damaged")
        #expect(try !history.asOf(.head).damaged.isEmpty)
        #expect(try snapshots.removeAll() > 0)
        #expect(try rows() == with, "seed \(seed): removed")
        #expect(try history.asOf(.head).damaged.isEmpty)
    }

    @Test func bisectNamesTheEvent() throws {
        let store = try ProjectedStore()
        var event: Int64 = 0
        for number in 1...40 {
            let name = try StreamName("task/T\(number)")
            let type = try EventType("task.created")
            let actor = try Actor(number == 23 ? "Agent-9" : "Agent-1")
            let receipt = try store.log.append([
                NewEvent(
                    stream: name, type: type, actor: actor,
                    change: Change(data: ["status": number == 23 ? "broken" : "fine"]))
            ])
            if number == 23 { event = receipt[0].position }
        }
        let history = History(log: store.log)
        let sql = "SELECT count(*) FROM agent_tasks WHERE status = 'broken'"
        for isFirst in [false, true] {
            let found = try history.bisect(sql, in: MomentRange(".."), isFirst: isFirst)
            #expect(found.event.position == event)
            #expect(found.event.actor.name == "Agent-9")
            #expect((found.before, found.after) == (0, 1))
        }
        #expect(throws: StoreError(.invalidArgument, "")) {
            try history.bisect("SELECT 1", in: MomentRange(".."))
        }
        #expect(throws: StoreError(.sqlRefused, "")) {
            try history.bisect("DELETE FROM agent_tasks", in: MomentRange(".."))
        }
        #expect(throws: StoreError(.sqlRefused, "")) {
            try history.bisect("ATTACH 'x' AS y", in: MomentRange(".."))
        }
    }

    @Test func aRestoredStoreHasItsTables() throws {
        let store = try ProjectedStore()
        let actor = try Actor("Agent-1")
        for number in 1...3 {
            _ = try store.log.append([
                NewEvent(
                    stream: try StreamName("task/T\(number)"),
                    type: try EventType("task.created"), actor: actor,
                    change: Change(data: ["title": "x"]))
            ])
        }
        let path = store.folder.path("fork.db")
        _ = try History(log: store.log).restore(at: .head(back: 1), to: path, by: actor)
        let fork = try EventLog(path: path, mode: .readOnly)
        defer { fork.close() }
        let count = try fork.readDatabase { _, db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM agent_tasks")
        }
        #expect(count == 2)
    }
}

/// A store with the built-in projections and some more.
struct ProjectedStore {
    let folder: TemporaryDirectory
    let log: EventLog

    init() throws {
        folder = try TemporaryDirectory()
        let path = folder.path("store.db")
        try StoreFile.create(path, origin: nil) { _ in }
        log = try EventLog(path: path, mode: .readWrite) { InlineProjections() }
        try ProjectionStore(log: log).installBuiltIns(by: Actor("maria", kind: .human))
    }

    func add(_ definitions: [GeneratedDefinition]) throws {
        for definition in definitions {
            _ = try ProjectionStore(log: log).add(
                name: definition.name, source: definition.source,
                by: Actor("maria", kind: .human))
        }
    }

    func rows(_ definitions: [GeneratedDefinition]) throws -> [String: [[String]]] {
        try log.readDatabase { _, db in try Self.rows(definitions, db) }
    }

    /// The rows of every table, each value with its type, in a fixed order.
    static func rows(
        _ definitions: [GeneratedDefinition], _ db: Database
    ) throws -> [String: [[String]]] {
        var found: [String: [[String]]] = [:]
        var names = ["agent_tasks", "agent_workspaces"]
        for definition in definitions {
            let parsed = try ProjectionDefinition(name: definition.name, source: definition.source)
            names += parsed.tables.map(\.name) + parsed.objects(.view).map(\.name)
        }
        for name in names {
            let rows = try Row.fetchAll(db, sql: "SELECT * FROM \"\(name)\"")
            found[name] = rows.map { row in row.databaseValues.map { "\($0)" } }
                .sorted { $0.lexicographicallyPrecedes($1) }
        }
        return found
    }
}
