import Annals
import AnnalsModel
import AnnalsTesting
import GRDB

extension Benchmark {
    /// How long it takes to see the tables as they were, and what of it takes how long.
    static let moments = Benchmark(
        name: "moments", summary: "query --at: any moment, and what opening one costs by parts"
    ) { bench in
        let store = try bench.steadyHistory.open(bench)
        defer { store.close() }
        let moments = try PastMoments(store, seed: bench.seed)
        let head = try store.head()
        try bench.hold(
            Contest(
                name: "query-at", title: "A query at a random moment of \(head) events",
                unit: "ms", reach: "60 ms for 20,000 rows of state, flat",
                sides: [
                    Bench.questions("at present", 10) { _ in try moments.ask() },
                    Bench.questions("at a moment", 10) { number in
                        try moments.ask(at: moments.random[number % moments.random.count])
                    },
                ]))
        try bench.hold(
            Contest(
                name: "query-at-parts", title: "What opening a moment costs, by parts",
                unit: "ms", reach: nil, sides: moments.parts))
    }
}

/// Questions about the tables of one store as they were.
///
/// The parts are seen from outside: each side does what the one before does and one thing more, so
/// that the differences are the parts. Folding runs beside the reading of the snapshot's rows:
/// what it adds is what the second core does not hide.
struct PastMoments {
    private let store: Store
    /// Moments all over the later three quarters of history.
    let random: [Int64]
    /// Position of a snapshot of the table that is asked for; 0 if there is none.
    private let snapshot: Int64
    /// The last moment before the next snapshot.
    private let beforeNext: Int64
    private static let sql = "SELECT status, count(*) FROM agent_tasks GROUP BY status"

    init(_ store: Store, seed: UInt64) throws {
        self.store = store
        let head = try store.head()
        var random = SeededRandom(seed: seed)
        self.random = (0..<10).map { _ in
            Int64(random.number(Int(head / 4)...Int(head)))
        }
        let snapshots = try store.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT position FROM snapshots
                    WHERE projection = 'agent_tasks' AND complete ORDER BY 1
                    """)
        }
        let middle = snapshots.last { $0 <= head / 2 } ?? 0
        snapshot = middle
        beforeNext = (snapshots.first { $0 > middle } ?? head + 1) - 1
    }

    /// Asks the present tables, or those of a moment.
    func ask(at position: Int64? = nil) throws {
        if let position {
            try store.query(Self.sql, at: .position(position)) { _ in }
        } else {
            try store.query(Self.sql) { _ in }
        }
    }

    /// Each does one thing more than the one before.
    var parts: [Contest.Side] {
        let position = snapshot
        let later = beforeNext
        let questions: [(String, () throws -> Void)] = [
            ("find the moment", { _ = try store.position(of: .position(later)) }),
            ("and empty tables", { try store.query(Self.nothing, at: .position(0)) { _ in } }),
            (
                "and the snapshot's rows",
                { try store.query(Self.nothing, at: .position(position)) { _ in } }
            ),
            (
                "and the events since",
                { try store.query(Self.nothing, at: .position(later)) { _ in } }
            ),
            ("and the query", { try ask(at: later) }),
        ]
        return questions.map { name, ask in Bench.questions(name, 10) { _ in try ask() } }
    }

    /// Opens the same tables and reads no row.
    private static let nothing = "SELECT 1 FROM agent_tasks LIMIT 0"
}
