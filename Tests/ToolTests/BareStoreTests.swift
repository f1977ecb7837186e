import AnnalsLog
import AnnalsModel
import AnnalsTesting
import GRDB
import Testing

@testable import annals_dev

/// The baseline writes the very rows that Annals writes: else it would be no yardstick.
@Suite(.storesChecked) struct BareStoreTests {
    @Test(.storesUnchecked("is no store")) func everyTableOfTheLogIsTheSame() throws {
        let folder = try TemporaryDirectory()
        let bench = Bench(seed: 1, events: 0, rounds: 1, folder: folder)
        let log = try bench.makeLog()
        var events = Array(Workload(seed: 2, events: 1500))
        for index in stride(from: 5, to: events.count, by: 10) {
            events[index].correlation = "run-\(index % 5)"
            events[index].causation = .back(1)
        }
        events += HistoryWorkload(seed: 2, events: 300).map { event in
            var event = event
            event.cycle = nil
            return event
        }
        try bench.append(events, batch: 100, to: log)
        log.close()

        let source = try BareSource(store: log.path)
        let copy = folder.path("bare.db")
        let bare = try BareStore(path: copy, source: source)
        for _ in stride(from: 0, to: source.count, by: 64) {
            try bare.append(64)
        }
        #expect(source.count > events.count)

        let original = try DatabaseQueue(path: log.path)
        let written = try DatabaseQueue(path: copy)
        let tables = [
            "events", "streams", "secrets", "event_types", "actors", "correlations", "tree",
            "head", "cycles", "dictionaries", "dictionary_sources", "documents",
        ]
        for table in tables {
            #expect(try rows(original, table) == rows(written, table), "\(table)")
        }
        let indexes = "SELECT group_concat(name) FROM sqlite_schema WHERE type = 'index'"
        #expect(
            try original.read { try String.fetchOne($0, sql: indexes) }
                == written.read { try String.fetchOne($0, sql: indexes) })
    }

    @Test(.storesUnchecked("is no store")) func everyTableOfTheProjectionsIsTheSame() throws {
        let folder = try TemporaryDirectory()
        let bench = Bench(seed: 1, events: 0, rounds: 1, folder: folder)
        let events = Array(Workload(seed: 3, events: 2000, live: 100))
        let source = try bench.bareSourceWithTables(events)
        let copy = folder.path("bare.db")
        let bare = try BareStore(path: copy, source: source)
        for _ in stride(from: 0, to: source.count, by: 100) {
            try bare.append(100)
        }
        let log = try bench.makeLogWithTables()
        try bench.append(events, batch: 1000, to: log)
        log.close()
        let original = try DatabaseQueue(path: log.path)
        let written = try DatabaseQueue(path: copy)
        for table in ["agent_workspaces", "agent_tasks", "agent_messages"] {
            let expected = try rows(original, table)
            #expect(!expected.isEmpty)
            #expect(try expected == rows(written, table), "\(table)")
        }
    }

    private func rows(_ queue: DatabaseQueue, _ table: String) throws -> [Row] {
        try queue.read { db in try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1, 2") }
    }

    @Test func mediansAreTheMiddle() {
        #expect([3, 1, 2].median == 2)
        #expect([4, 1, 2, 3].median == 2.5)
        #expect([Double]().median == 0)
    }
}
