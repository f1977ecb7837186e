import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import GRDB
import Testing

@Suite("Differences of rows", .storesChecked)
struct RowDiffTests {
    private func differences(
        _ store: ProjectedStore, _ table: String, _ range: String
    ) throws -> [RowDifference] {
        var found: [RowDifference] = []
        try History(log: store.log).rowDifferences(of: table, in: MomentRange(range)) {
            found.append($0)
        }
        return found
    }

    @Test func sayWhichRowsCameWentAndChanged() throws {
        let store = try ProjectedStore()
        try store.append("task/B", ["title": "two", "priority": "LOW"])
        try store.append("task/A", ["title": "one", "status": "open"])
        try store.append("task/D", ["title": "stays"])
        let before = try store.head()
        try store.append("task/A", ["status": "done", "unknown": 1])
        try store.append("task/B", deleted: true)
        try store.append("task/C", ["title": "three"])
        try store.append("task/D", ["title": "other"])
        try store.append("task/D", ["title": "stays"])
        let found = try differences(store, "agent_tasks", "\(before)..head")
        #expect(found.map(\.kind) == [.changed, .removed, .added])
        #expect(found.map(\.key) == [["task_id": "A"], ["task_id": "B"], ["task_id": "C"]])
        #expect(
            found[0].columns == [
                ColumnDifference(name: "status", old: "open", new: "done"),
                ColumnDifference(name: "extra", old: "{}", new: #"{"unknown":1}"#),
            ])
        #expect(
            found[1].columns == [
                ColumnDifference(name: "title", old: "two", new: nil),
                ColumnDifference(name: "priority", old: "LOW", new: nil),
                ColumnDifference(name: "extra", old: "{}", new: nil),
            ])
        #expect(found[2].columns.map(\.new) == ["three", "{}"])
    }

    /// What the tables of both moments say when they are read as a whole.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func areThoseOfBothStates(seed: UInt64) throws {
        let store = try ProjectedStore()
        // A table that does not follow documents alone, beside those that do.
        try store.add(
            "n",
            """
            CREATE TABLE n_events (task TEXT PRIMARY KEY, n INTEGER);
            -- on task.*:
            INSERT INTO n_events VALUES (@id, 1) ON CONFLICT DO UPDATE SET n = n + 1;
            """)
        var random = SeededRandom(seed: seed)
        for number in 0..<120 {
            let id = Int.random(in: 0..<12, using: &random)
            let isTask = Bool.random(using: &random)
            if Int.random(in: 0..<6, using: &random) == 0 {
                try store.append(isTask ? "task/\(id)" : "agent/\(id)", deleted: true)
            } else if isTask {
                let status = Int.random(in: 0..<3, using: &random)
                try store.append(
                    "task/\(id)",
                    ["title": .string("t\(number % 5)"), "status": .string("\(status)")])
            } else {
                try store.append("agent/\(id)", ["current_focus": .string("f\(number % 4)")])
            }
        }
        let head = try store.head()
        let history = History(log: store.log)
        let keys = ["agent_tasks": "task_id", "agent_workspaces": "agent_id", "n_events": "task"]
        for (table, key) in keys {
            for _ in 0..<12 {
                let from = Int64.random(in: 0..<head, using: &random)
                let to = Int64.random(in: from + 1...head, using: &random)
                let states = try [from, to].map { position in
                    try history.asOf(.position(position)).read { db in
                        let rows = try Row.fetchAll(db, sql: "SELECT * FROM \(table)")
                        return Dictionary(
                            uniqueKeysWithValues: rows.map { ($0[key] as String, $0) })
                    }
                }
                var expected: [String: RowDifference.Kind] = [:]
                for id in Set(states[0].keys).union(states[1].keys) {
                    switch (states[0][id], states[1][id]) {
                    case (nil, _): expected[id] = .added
                    case (_, nil): expected[id] = .removed
                    case (let old, let new): if old != new { expected[id] = .changed }
                    }
                }
                let found = try differences(store, table, "\(from)..\(to)")
                let kinds = found.map { ($0.key[key]?.asString ?? "", $0.kind) }
                #expect(Dictionary(uniqueKeysWithValues: kinds) == expected)
                #expect(
                    kinds.map(\.0)
                        == kinds.map(\.0).sorted {
                            Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
                        })
            }
        }
    }

    @Test func refuseWhatIsNoTableOrNoRange() throws {
        let store = try ProjectedStore()
        try store.append("task/A", ["title": "one"])
        let words = "the tables are agent_messages, agent_tasks, agent_workspaces"
        #expect { try differences(store, "tasks", "..head") } throws: { error in
            (error as? StoreError)?.code == .notFound && "\(error)".contains(words)
        }
        try store.add(
            "v",
            """
            CREATE TABLE v_t (a);
            CREATE VIEW v_v AS SELECT * FROM v_t;
            -- on task.*:
            INSERT INTO v_t VALUES (1);
            """)
        #expect(throws: StoreError(.unsupported, "")) {
            try differences(store, "v_v", "..head")
        }
        for range in ["head..head", "2..1", "start..0"] {
            #expect(throws: StoreError(.invalidMoment, "")) {
                try differences(store, "agent_tasks", range)
            }
        }
        #expect(throws: StoreError(.beyondHead, "")) {
            try differences(store, "agent_tasks", "..999")
        }
    }

    /// Keys of several columns and of every storage class, in SQLite's order.
    @Test func goInTheOrderOfTheKey() throws {
        let store = try ProjectedStore()
        try store.add(
            "k",
            """
            CREATE TABLE k_pairs (a, b, n, PRIMARY KEY (b, a)) WITHOUT ROWID;
            CREATE TABLE k_any (k PRIMARY KEY, n);
            -- on task.*:
            INSERT INTO k_pairs SELECT :a, :b, 1 WHERE :a IS NOT NULL
                ON CONFLICT DO UPDATE SET n = n + 1;
            INSERT INTO k_any VALUES (:k, 1) ON CONFLICT DO UPDATE SET n = n + 1;
            -- on note.*:
            INSERT INTO k_any SELECT CAST(:k AS BLOB), 1;
            """)
        let before = try store.head()
        let values: [JSONValue] = ["b", 2, "a", 10, 9_007_199_254_740_993, .null, "B", "é"]
        for (index, value) in values.enumerated() {
            try store.append("task/\(index)", ["a": value, "b": .bool(index % 2 == 0), "k": value])
        }
        for text in ["1.5", "9007199254740992.0", "-3.25"] {
            let number = try #require(JSONNumber(literal: text))
            try store.append("task/\(text)", ["a": 1, "b": 5, "k": .number(number)])
        }
        try store.append("note/A", ["k": "blob"])
        let found = try differences(store, "k_any", "\(before)..")
        #expect(
            found.map { $0.key["k"]?.compact } == [
                "null", "-3.25", "1.5", "2", "10", "9007199254740992.0", "9007199254740993",
                #""B""#, #""a""#, #""b""#, #""é""#, #""626c6f62""#,
            ])
        // An integer that no double can hold lies between two that are doubles.
        try store.append("task/x", ["a": "z", "b": 0, "k": 9_007_199_254_740_993])
        let later = try differences(store, "k_any", "head~1..")
        #expect(later.map(\.kind) == [.changed])
        #expect(later.map(\.key) == [["k": 9_007_199_254_740_993]])
        let pairs = try differences(store, "k_pairs", "\(before)..")
        #expect(pairs.map { $0.key.map(\.key) }.allSatisfy { $0 == ["b", "a"] })
        #expect(
            pairs.map { "\($0.key["b"] ?? .null) \($0.key["a"] ?? .null)" } == [
                "0 2", "0 10", "0 \"z\"", "0 \"é\"", "1 9007199254740993", "1 \"B\"", "1 \"a\"",
                "1 \"b\"", "5 1",
            ])
    }

    /// The earlier rows with the differences are the later rows, for tables of every kind.
    @Test(arguments: Seeds.next()) func takeTheEarlierRowsToTheLater(seed: UInt64) throws {
        var generator = try HistoryGenerator(seed: seed)
        var definitions = DefinitionGenerator(seed: seed)
        let sources = try (0..<5).map { try definitions.definition("p\($0)") }
        let store = try ProjectedStore()
        try store.add(sources)
        for _ in 0..<150 { _ = try store.log.append([try generator.next()], .lenient) }
        let head = try store.head()
        for _ in 0..<4 {
            let bounds = [1, 2].map { _ in Int64(generator.random.number(0...Int(head))) }.sorted()
            guard bounds[0] < bounds[1] else { continue }
            for name in try ProjectedStore.tables(of: sources) {
                let found = try differences(store, name, "\(bounds[0])..\(bounds[1])")
                var rows = try store.rows(of: name, at: bounds[0])
                for difference in found {
                    Self.apply(difference, to: &rows)
                }
                let expected = try store.rows(of: name, at: bounds[1])
                #expect(rows.inOrder == expected, "seed \(seed), \(name) \(bounds)")
            }
        }
    }

    /// Makes a difference to rows.
    private static func apply(_ difference: RowDifference, to rows: inout [JSONObject]) {
        var row = JSONObject()
        for (name, value) in difference.key where value != .null { row[name] = value }
        let index = rows.firstIndex { row in
            difference.key.allSatisfy { (row[$0.key] ?? .null) == $0.value }
                && difference.columns.allSatisfy { (row[$0.name] ?? .null) == ($0.old ?? .null) }
        }
        switch (difference.kind, index) {
        case (.added, _):
            for column in difference.columns { row[column.name] = column.new }
            rows.append(row)
        case (.removed, let index?):
            rows.remove(at: index)
        case (.changed, let index?):
            for column in difference.columns {
                rows[index][column.name] = column.new == .null ? nil : column.new
            }
        case (_, nil):
            Issue.record("there is no row \(difference)")
        }
    }
}
