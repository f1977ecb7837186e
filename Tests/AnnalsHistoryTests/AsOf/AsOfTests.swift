import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import GRDB
import Testing

@Suite("Tables as of a moment", .storesChecked)
struct AsOfTests {
    @Test(arguments: Seeds.next()) func snapshotsSpeedItUpAndMayGoOrBeDamaged(seed: UInt64) throws {
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

    /// More of them than SQLite attaches databases.
    @Test func aQueryOverManyProjections() throws {
        let store = try ProjectedStore()
        let count = 14
        for number in 0..<count {
            try store.add(
                "many\(number)",
                """
                CREATE TABLE many\(number)_t (
                    id TEXT PRIMARY KEY, n INTEGER UNIQUE, note TEXT
                ) STRICT;
                -- on task.*: merge into many\(number)_t key id
                """)
        }
        for number: Int64 in 1...5 {
            try store.append("task/T\(number)", ["n": .number(JSONNumber(number)), "note": "old"])
        }
        try SnapshotStore(log: store.log).takeAll()
        let then = try store.append("task/T6", ["n": 6, "note": "old"])
        try store.append("task/T1", ["n": 99, "note": "new"])
        try store.append("task/T2", deleted: true)
        let joins = (1..<count).map { " JOIN many\($0)_t AS t\($0) USING (id, n, note)" }
        let sql = "SELECT count(*), sum(n), min(note) FROM many0_t AS t0\(joins.joined())"
        let history = History(log: store.log)
        for (moment, expected) in [
            (Moment.position(then), [6, 21, "old"] as [JSONValue]), (.head, [5, 117, "new"]),
        ] {
            var rows: [[JSONValue]] = []
            try history.query(sql, at: moment) { rows.append($0) }
            #expect(rows == [expected])
            let state = try history.asOf(moment)
            let found = try state.read { db in
                try Row.fetchOne(db, sql: sql)?.databaseValues.first
            }
            #expect(found == expected[0].asInt64?.databaseValue)
        }
        let found = try history.bisect(
            "SELECT EXISTS (SELECT 1 FROM many0_t JOIN many13_t AS t USING (id) WHERE t.n = 99)",
            in: MomentRange(".."), isFirst: true)
        #expect(found.event.position == then + 1)
    }

    @Test func aQueryThatNeverEndsIsStopped() throws {
        let store = try ProjectedStore()
        let history = History(log: store.log)
        let sql =
            "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"
        #expect(throws: StoreError(.timeLimit, "")) {
            try history.query(sql, at: .head, seconds: 0.05) { _ in }
        }
        #expect(throws: StoreError(.interrupted, "")) {
            try history.query(sql, at: .head, isCancelled: { true }, onRow: { _ in })
        }
        for sql in ["DELETE FROM agent_tasks", "ATTACH 'x' AS y", "PRAGMA user_version", "SELECT"] {
            #expect(throws: StoreError(.sqlRefused, "")) {
                try history.query(sql, at: .head) { _ in }
            }
        }
    }
}
