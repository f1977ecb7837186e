import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation
import Testing

/// As-of(N) of every table and document equals a fresh store that was fed the first N events.
@Suite("Every moment", .storesChecked)
struct EveryMomentTests {
    /// What a store shows at one moment.
    private struct State: Equatable {
        var rows: [String: [[String]]]
        var documents: [StreamName: JSONObject]
    }

    /// Whatever there is of snapshots: all of them, all but a damaged one, none.
    @Test(arguments: Seeds.next()) func equalsAFreshStoreFedTheFirstEvents(seed: UInt64) throws {
        var generator = try HistoryGenerator(seed: seed)
        var definitions = DefinitionGenerator(seed: seed)
        let sources = try (0..<3).map { try definitions.definition("p\($0)") }
        let (past, fresh) = (try ProjectedStore(), try ProjectedStore())
        for store in [past, fresh] { try store.add(sources) }
        let snapshots = SnapshotStore(log: past.log)
        var expected: [Int64: State] = [:]
        for number in 0..<70 {
            let event = try generator.next()
            for store in [past, fresh] { _ = try store.log.append([event], .lenient) }
            // As the rule would at some point of a long history.
            if number % 16 == 9 { try snapshots.takeAll() }
            let position = try fresh.head()
            expected[position] = State(
                rows: try fresh.rows(sources),
                documents: try documents(generator.streams, of: fresh, at: position))
        }
        func check(_ what: String) throws {
            for (position, state) in expected {
                let opened = try History(log: past.log).asOf(.position(position))
                let found = State(
                    rows: try opened.read { try ProjectedStore.rows(sources, $0) },
                    documents: try documents(generator.streams, of: past, at: position))
                #expect(found == state, "seed \(seed), position \(position), \(what)")
            }
        }
        try check("all snapshots")
        _ = try past.log.write { transaction in
            transaction.touch()
            try transaction.statements.run(
                """
                UPDATE snapshot_chunks SET body = zeroblob(length(body)) WHERE snapshot IN
                    (SELECT id FROM snapshots GROUP BY projection HAVING max(position))
                """)
        }
        try check("a damaged snapshot")
        #expect(try snapshots.removeAll() > 0)
        try check("no snapshots")
    }

    private func documents(
        _ streams: [StreamName], of store: ProjectedStore, at position: Int64
    ) throws -> [StreamName: JSONObject] {
        try store.log.read { reader in
            var found: [StreamName: JSONObject] = [:]
            for stream in streams {
                found[stream] = try reader.document(of: stream, at: position)
            }
            return found
        }
    }

    /// The same for a long history with the snapshots and stored documents that it gets by itself.
    ///
    /// It takes minutes, so it runs where `ANNALS_LONG_TESTS` is set.
    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil),
        arguments: Seeds.next())
    func ofALongHistory(seed: UInt64) throws {
        let events = Array(Workload(seed: seed, events: 100_000, live: 5_000))
        let (past, fresh) = (try ProjectedStore(), try ProjectedStore())
        let keeper = SnapshotKeeper(log: past.log)
        for start in stride(from: 0, to: events.count, by: 500) {
            _ = try past.log.append(Array(events[start..<min(start + 500, events.count)]))
        }
        keeper.finish()
        let count = try past.log.read { reader in
            try reader.statements.integer("SELECT count(*) FROM snapshots WHERE complete = 1")
        }
        #expect(count ?? 0 > 0)
        var random = SeededRandom(seed: seed)
        let stops = Set((0..<50).map { _ in random.number(1...events.count) }).sorted()
        let streams = Array(Set(events.map(\.stream)).sorted { $0.description < $1.description })
        let some = (0..<300).map { _ in random.element(of: streams) }
        var fed = 0
        for stop in stops {
            for start in stride(from: fed, to: stop, by: 500) {
                _ = try fresh.log.append(Array(events[start..<min(start + 500, stop)]))
            }
            fed = stop
            let position = try fresh.head()
            let opened = try History(log: past.log).asOf(.position(position))
            #expect(opened.damaged.isEmpty)
            let found = try opened.read { try ProjectedStore.rows([], $0) }
            let expected = try fresh.rows([])
            #expect(found == expected, "seed \(seed), position \(position)")
            #expect(
                try documents(some, of: past, at: position)
                    == documents(some, of: fresh, at: position), "seed \(seed), \(position)")
        }
    }
}
