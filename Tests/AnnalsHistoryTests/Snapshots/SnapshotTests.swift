import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Testing

@testable import AnnalsHistory

@Suite("Snapshots", .storesChecked)
struct SnapshotTests {
    /// Tables of every kind that is stored in its own way.
    private static let kinds = """
        -- Every kind of table.
        CREATE TABLE numbers (id INTEGER PRIMARY KEY, n INTEGER, r REAL, t TEXT, b BLOB) STRICT;
        CREATE TABLE bare (a ANY) STRICT;
        CREATE TABLE keyed (a TEXT, b INTEGER, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID;
        CREATE TABLE made (t TEXT, id TEXT, doubled TEXT AS (id || id));
        CREATE UNIQUE INDEX numbers_by_text ON numbers (t);
        -- on task.*:
        INSERT INTO numbers VALUES (:k, :n, :r, @id, CAST(:t AS BLOB))
            ON CONFLICT (id) DO UPDATE SET n = excluded.n, r = excluded.r, b = excluded.b
            ON CONFLICT (t) DO UPDATE SET n = excluded.n;
        INSERT INTO bare VALUES (coalesce(:n, :t));
        DELETE FROM bare WHERE a IS NULL OR a % 3 = 0;
        INSERT OR REPLACE INTO keyed VALUES (coalesce(:t, ''), coalesce(:k, 0) % 7);
        INSERT INTO made (t, id) VALUES (:t, @id);
        """

    private func event(_ random: inout SeededRandom, texts: Int = 3) throws -> NewEvent {
        var data: JSONObject = [:]
        data["k"] = .number(JSONNumber(Int64(random.number(0...40)) - 20))
        let large = Int64(bitPattern: random.next()) >> Int64(random.number(0...63))
        if random.number(0...3) > 0 { data["n"] = .number(JSONNumber(large)) }
        if let real = JSONNumber(random.fraction()) { data["r"] = .number(real) }
        let text = (0..<random.number(0...texts)).map { _ in String(random.next(), radix: 36) }
        if random.number(0...5) > 0 { data["t"] = .string(text.joined(separator: " ")) }
        let isEnd = random.number(0...9) == 0
        return NewEvent(
            stream: try StreamName("task/T\(random.number(0...60))"),
            type: try EventType(isEnd ? "task.removed" : "task.updated"),
            actor: try Actor("Agent-1"),
            change: isEnd ? Change(deleted: true) : Change(data: data))
    }

    @Test(arguments: Seeds.next())
    func tablesOfEveryKindComeBackAtEveryMoment(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let store = try ProjectedStore()
        try store.add("kinds", Self.kinds)
        let kinds = [GeneratedDefinition(name: "kinds", source: Self.kinds)]
        let snapshots = SnapshotStore(log: store.log)
        for _ in 0..<12 {
            let count = random.number(1...30)
            let events = try (0..<count).map { _ in try event(&random) }
            _ = try store.log.append(events, .lenient)
            try snapshots.takeAll()
        }
        let (links, whole) = try store.log.read { reader in
            (
                try reader.statements.integer(
                    "SELECT count(*) FROM snapshots WHERE base IS NOT NULL") ?? 0,
                try reader.statements.integer(
                    "SELECT count(*) FROM snapshots WHERE base IS NULL") ?? 0
            )
        }
        #expect(links > whole && whole >= 6, "seed \(seed): \(links) links, \(whole) whole")
        let history = History(log: store.log)
        let head = try store.log.read { try $0.head() }
        func rows() throws -> [[String: [[String]]]] {
            try (7...head).map { position in
                try history.asOf(.position(position)).read { try ProjectedStore.rows(kinds, $0) }
            }
        }
        let with = try rows()
        #expect(try with.last == store.rows(kinds), "seed \(seed)")
        try snapshots.removeAll()
        #expect(try rows() == with, "seed \(seed)")
    }

    @Test(arguments: Seeds.next()) func theyNeverTakeMoreThanTheEvents(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let store = try ProjectedStore()
        let keeper = SnapshotKeeper(log: store.log)
        for _ in 0..<12 {
            let events = try (0..<400).map { _ in try event(&random, texts: 20) }
            _ = try store.log.append(events, .lenient)
            keeper.finish()
        }
        let (count, links, bytes, events) = try store.log.read { reader in
            func number(_ sql: String) throws -> Int64 {
                try reader.statements.integer(sql) ?? 0
            }
            return (
                try number("SELECT count(*) FROM snapshots WHERE projection = 'agent_tasks'"),
                try number("SELECT count(*) FROM snapshots WHERE base IS NOT NULL"),
                try number("SELECT sum(length(body)) FROM snapshot_chunks"),
                try number("SELECT sum(length(body)) FROM events")
            )
        }
        #expect(count >= 3, "seed \(seed)")
        #expect(links >= 1, "seed \(seed)")
        #expect(bytes <= events, "seed \(seed)")
        let state = try History(log: store.log).asOf(.head)
        #expect(state.damaged.isEmpty)
        let rows = try state.read { try ProjectedStore.rows([], $0) }
        #expect(try rows == store.rows([]), "seed \(seed)")
    }

    @Test func whoAppendsLittleWaitsUntilAWholeOneIsAffordedForSure() {
        func entry(_ id: Int64, stored: Int64, matched: Int64) -> SnapshotStore.Entry {
            SnapshotStore.Entry(
                id: id, projection: "p", position: id, base: id == 1 ? nil : id - 1, size: stored,
                stored: stored, matched: matched, digest: [])
        }
        // A whole one of 100 bytes, then ten links of 50: by now a whole one has up to 600.
        func rule(matched: Int64) -> SnapshotRule {
            let links = (2...11).map { entry($0, stored: 50, matched: matched - 11 + $0) }
            return SnapshotRule(after: links.reversed() + [entry(1, stored: 100, matched: 200)])
        }
        func standsAlone(matched: Int64, isCautious: Bool) -> Bool {
            var rule = rule(matched: matched)
            rule.isCautious = isCautious
            return rule.standsAlone
        }
        #expect(standsAlone(matched: 750, isCautious: false))
        #expect(!standsAlone(matched: 750, isCautious: true))
        #expect(standsAlone(matched: 1_300, isCautious: true))
    }

    @Test func numbersThatNoStoreWritesAreDamage() {
        func entry(_ stored: Int64, _ matched: Int64, position: Int64 = 1) -> SnapshotStore.Entry {
            SnapshotStore.Entry(
                id: 1, projection: "p", position: position, base: nil, size: 1, stored: stored,
                matched: matched, digest: [])
        }
        #expect(entry(1, 1).isPossible)
        for number in [Int64.max, .min, -1] {
            #expect(!entry(number, 1).isPossible)
            #expect(!entry(1, number).isPossible)
            #expect(!entry(1, 1, position: number).isPossible)
        }
    }

    @Test(arguments: Seeds.next())
    func aProjectionThatComesLaterLeavesThemOnItsWay(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let store = try ProjectedStore()
        for _ in 0..<25 {
            let events = try (0..<400).map { _ in try event(&random, texts: 10) }
            _ = try store.log.append(events, .lenient)
        }
        var watch = ProjectionStore.Watch()
        watch.visit = SnapshotStore(log: store.log).trail()
        let source = """
            -- Tasks again.
            CREATE TABLE again (task_id TEXT PRIMARY KEY, n TEXT, t TEXT, extra TEXT) STRICT;
            -- on task.*: merge into again key task_id rest extra
            """
        _ = try ProjectionStore(log: store.log).add(
            name: "again", source: source, by: Actor("maria"), watch: watch)
        let positions = try store.log.read { reader in
            let rows = try reader.statements.statement(
                """
                SELECT position FROM snapshots WHERE projection = 'again' AND complete = 1
                ORDER BY position
                """)
            var positions: [Int64] = []
            while try rows.step() { positions.append(rows.int64(0)) }
            return positions
        }
        #expect(!positions.isEmpty, "seed \(seed)")
        let history = History(log: store.log)
        let again = [GeneratedDefinition(name: "again", source: source)]
        for position in positions + positions.map({ $0 + 1 }) {
            let rows = try history.asOf(.position(position)).read {
                try ProjectedStore.rows(again, $0)
            }
            let expected = rows["agent_tasks"]?.count
            #expect(rows["again"]?.count == expected, "seed \(seed), position \(position)")
        }
    }

    @Test(arguments: Seeds.next()) func whateverTheBytesAreReadingEnds(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let store = try ProjectedStore()
        try store.add("kinds", Self.kinds)
        _ = try store.log.append(try (0..<60).map { _ in try event(&random) }, .lenient)
        let definition = try ProjectionDefinition(name: "kinds", source: Self.kinds)
        let link = try store.log.read { reader in
            try StoredTables(definition).link(to: reader.statements.connection)
        }
        func isRead(_ bytes: [UInt8]) throws -> Bool {
            var tables = StoredTables(definition)
            return try tables.append { out throws(StoreError) in
                out += bytes
                return true
            }
        }
        #expect(try isRead(link))
        var refused = 0
        for _ in 0..<3_000 {
            var damaged = link
            for _ in 0..<random.number(1...3) {
                damaged[random.number(0...damaged.count - 1)] = UInt8(random.number(0...255))
            }
            if random.number(0...3) == 0 { damaged.removeLast(random.number(1...damaged.count)) }
            if try !isRead(damaged) { refused += 1 }
        }
        #expect(refused > 500, "seed \(seed)")
    }
}
