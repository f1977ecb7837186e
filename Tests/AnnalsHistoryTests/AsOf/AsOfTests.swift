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
