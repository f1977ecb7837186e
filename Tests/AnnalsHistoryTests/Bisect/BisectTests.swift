import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Testing

@Suite("Bisect", .storesChecked)
struct BisectTests {
    @Test func namesTheEvent() throws {
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

    /// The first change is found although the answer is the same at both ends, and only events
    /// that the query's projections follow are looked at.
    @Test func theFirstOfSeveralChanges() throws {
        let store = try ProjectedStore()
        let before = try store.head()
        for _ in 0..<20 { try store.append("message/M", ["content": "x"]) }
        try store.append("task/A", ["status": "open"])
        let broken = try store.append("task/A", ["status": "broken"], by: "Agent-9")
        try store.append("task/A", ["status": "open"])
        try store.append("task/A", ["status": "broken"])
        let fixed = try store.append("task/A", ["status": "done"])
        let history = History(log: store.log)
        let sql = "SELECT count(*) FROM agent_tasks WHERE status = 'broken'"
        let range = MomentRange(after: .position(before), through: .head)
        let found = try history.bisect(sql, in: range, isFirst: true)
        #expect((found.event.position, found.event.actor.name) == (broken, "Agent-9"))
        #expect((found.before, found.after, found.looks) == (0, 1, 3))
        #expect(throws: StoreError(.invalidArgument, "")) {
            try history.bisect(sql, in: range)
        }
        let next = MomentRange(after: .position(fixed - 1), through: .head)
        #expect(try history.bisect(sql, in: next, isFirst: true).event.position == fixed)
        for range in [
            MomentRange(after: .head, through: .head),
            MomentRange(after: .position(9), through: .position(8)),
        ] {
            #expect(throws: StoreError(.invalidMoment, "")) {
                try history.bisect(sql, in: range, isFirst: true)
            }
        }
        #expect(throws: StoreError(.invalidArgument, "")) {
            try history.bisect("SELECT 1", in: range, isFirst: true)
        }
        for sql in ["DELETE FROM agent_tasks", "ATTACH 'x' AS y", "SELECT 1; SELECT 2", ""] {
            #expect(throws: StoreError(.sqlRefused, "")) {
                try history.bisect(sql, in: range, isFirst: true)
            }
        }
        #expect(throws: StoreError(.interrupted, "")) {
            try history.bisect(
                "SELECT count(*) > 9 FROM agent_tasks", in: range, isFirst: true,
                isCancelled: { true })
        }
    }

    /// The first change of random questions about random tables, found by opening every moment.
    @Test(arguments: Seeds.next()) func agreesWithOpeningEveryMoment(seed: UInt64) throws {
        var generator = try HistoryGenerator(seed: seed)
        var definitions = DefinitionGenerator(seed: seed)
        let store = try ProjectedStore()
        let sources = try (0..<2).map { try definitions.definition("p\($0)") }
        try store.add(sources)
        let begin = try store.head()
        for _ in 0..<40 { _ = try store.log.append([try generator.next()], .lenient) }
        let head = try store.head()
        let history = History(log: store.log)
        for table in try ProjectedStore.tables(of: sources) {
            let limit = generator.random.number(1...4)
            let sql = "SELECT count(*) >= \(limit) FROM \"\(table)\""
            let counts = try (begin...head).map { try store.rows(of: table, at: $0).count >= limit }
            let first = counts.indices.dropFirst().first { counts[$0] != counts[$0 - 1] }
            let found = try? history.bisect(
                sql, in: MomentRange(after: .position(begin), through: .head), isFirst: true)
            #expect(
                found?.event.position == first.map { begin + Int64($0) }, "seed \(seed), \(sql)")
        }
    }
}
