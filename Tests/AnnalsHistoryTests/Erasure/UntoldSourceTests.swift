import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// An erasure does not believe the table that says whose bodies a dictionary quotes.
@Suite("Dictionaries with other sources than are told", .storesChecked)
struct UntoldSourceTests {
    enum Lie: String, CaseIterable {
        case nothing = "DELETE FROM dictionary_sources"
        case another = """
            DELETE FROM dictionary_sources
            WHERE stream = (SELECT id FROM streams WHERE key = 'secret')
            """
    }

    @Test(arguments: Lie.allCases) func areReplacedAllTheSame(lie: Lie) throws {
        try checkProperty { random in
            let store = try ErasableStore(random, events: 240)
            let (kept, erased) = try store.bodies { $0.stream == store.secret }
            let windows = Windows(in: erased, butNotIn: kept)
            let quoted = try dictionaries(store.log).filter { windows.places(in: $0) > 0 }.count
            #expect(quoted > 0)
            _ = try store.log.write { transaction in
                try transaction.statements.run(lie.rawValue)
                transaction.touch()
            }
            let done = try store.history.erase(
                .stream(store.secret), includingCauses: false, by: store.maria, reason: "asked")
            #expect(done.dictionaries >= Int64(quoted))
            for dictionary in try dictionaries(store.log) {
                #expect(windows.places(in: dictionary) == 0)
            }
            try store.log.emptyLog()
            store.log.close()
            #expect(windows.places(in: try store.folder.read("store.db")) == 0)
        }
    }

    private func dictionaries(_ log: EventLog) throws -> [[UInt8]] {
        try log.readDatabase { _, db in
            try Data.fetchAll(db, sql: "SELECT bytes FROM dictionaries").map { [UInt8]($0) }
        }
    }
}
