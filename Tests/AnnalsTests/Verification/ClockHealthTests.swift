import Annals
import AnnalsTesting
import GRDB
import Testing

/// A clock that was ahead stays in the log, and health says so.
@Suite struct ClockHealthTests {
    @Test(.storesUnchecked("damaged on purpose")) func aLastEventInTheFutureIsUnhealthy() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("annals.db")
        let maria = try Actor("maria", kind: .human)
        let store = try Store.create(at: path, by: maria)
        #expect(try clock(store)?.isHealthy == true)
        try store.nextCycle(note: nil, by: maria)
        store.close()
        for (ahead, isHealthy) in [(30, true), (7_200, false)] {
            let queue = try DatabaseQueue(path: path)
            try queue.write { db in
                try db.execute(
                    sql: """
                        UPDATE events SET recorded_at = (unixepoch() + \(ahead)) * 1000000
                        WHERE position = (SELECT max(position) FROM events)
                        """)
            }
            try queue.close()
            let store = try Store(opening: path, mode: .readOnly)
            defer { store.close() }
            let check = try clock(store)
            #expect(check?.isHealthy == isHealthy)
            #expect(check?.detail.contains("the clock of a machine") == !isHealthy)
        }
    }

    private func clock(_ store: Store) throws -> StoreCheck? {
        try store.health().first { $0.name == "clock" }
    }
}
