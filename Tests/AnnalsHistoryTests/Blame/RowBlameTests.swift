import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Blame of rows", .storesChecked)
struct RowBlameTests {
    let task: StreamName

    init() throws {
        task = try StreamName("task/A")
    }

    @Test func eachColumnNamesTheEventThatGaveIt() throws {
        let store = try ProjectedStore()
        let first = try store.append("task/A", ["title": "one", "status": "open", "odd": 1])
        let second = try store.append("task/A", ["status": "done"], by: "Agent-2")
        try store.append("task/A", ["status": "done"], by: "Agent-3")
        let history = History(log: store.log)
        let blamed = try history.blameRow(of: task)
        #expect(blamed.map(\.column) == ["title", "status", "extra"])
        let title = try #require(blamed.first { $0.column == "title" })
        #expect((title.event.position, title.value, title.before) == (first, "one", nil))
        let status = try history.blameRow(of: task, in: "AGENT_tasks", column: "STATUS")
        #expect(status.map(\.event.position) == [second])
        #expect(status.map(\.before) == ["open"])
        #expect(status.map(\.confirmed) == [1])
        #expect(status[0].pointer == (try JSONPointer("/status")))
        #expect(status[0].event.actor.name == "Agent-2")
        let extra = try history.blameRow(of: task, column: "extra")
        #expect(extra.map(\.value) == [#"{"odd":1}"#])
        #expect(extra.map(\.pointer) == [nil])
        let then = try history.blameRow(of: task, column: "status", as: .position(first))
        #expect(then.map(\.value) == ["open"])
    }

    /// A column that looks in several places shows the first that is there.
    @Test func anAliasThatShowsThroughNamesWhoTookTheOtherAway() throws {
        let store = try ProjectedStore()
        try store.add(
            "p",
            """
            CREATE TABLE p_t (id TEXT PRIMARY KEY, who TEXT, n INTEGER, rest TEXT) STRICT;
            -- on task.*: merge into p_t key id rest rest, who from /owner, /assigned/to, /agent
            """)
        let agent = try store.append("task/A", ["agent": "x", "n": "many"])
        let owner = try store.append("task/A", ["owner": "y"], by: "Agent-2")
        try store.append("task/A", ["assigned": ["to": "z"]], by: "Agent-3")
        let history = History(log: store.log)
        func who() throws -> BlamedColumn {
            try #require(try history.blameRow(of: task, in: "p_t", column: "who").first)
        }
        #expect(try who().event.position == owner)
        #expect(try who().before == "x")
        let unset = try store.append("task/A", unset: ["/owner"], by: "Agent-4")
        #expect(try who().event.position == unset)
        #expect(try (who().value, who().before) == ("z", "y"))
        #expect(try who().pointer == JSONPointer("/assigned/to"))
        try store.append("task/A", ["agent": "w"])
        #expect(try who().confirmed == 0)
        try store.append("task/A", ["assigned": ["to": "z", "by": "v"]])
        #expect(try (who().event.position, who().confirmed) == (unset, 1))
        // Null is not there, and neither is what the column's type refuses.
        let null = try store.append("task/A", ["assigned": ["to": .null]])
        #expect(try (who().event.position, who().value) == (null, "w"))
        let number = try history.blameRow(of: task, in: "p_t", column: "n")
        #expect(number.map(\.event.position) == [agent])
        #expect(number.map(\.value) == [.null])
        #expect(number.map(\.pointer) == [nil])
        let end = try store.append("task/A", deleted: true)
        #expect(try (who().event.position, who().value, who().before) == (end, nil, "w"))
    }

    @Test func refusesWhatHasNoAnswer() throws {
        let store = try ProjectedStore()
        let history = History(log: store.log)
        #expect(throws: StoreError(.notFound, "")) { try history.blameRow(of: task) }
        try store.append("task/A", deleted: true)
        #expect(throws: StoreError(.notFound, "")) { try history.blameRow(of: task) }
        try store.append("task/A", ["title": "one"])
        try store.append("note/A", ["title": "one"])
        #expect(throws: StoreError(.notFound, "")) {
            try history.blameRow(of: task, in: "none")
        }
        for column in ["none", "task_id"] {
            #expect(throws: StoreError(.notFound, "")) {
                try history.blameRow(of: task, column: column)
            }
        }
        #expect(throws: StoreError(.invalidArgument, "")) {
            try history.blameRow(of: task, in: "agent_messages")
        }
        #expect(throws: StoreError(.notFound, "")) {
            try history.blameRow(of: StreamName("note/A"))
        }
        try store.add("s", "CREATE TABLE s_t (n);\n-- on task.*:\nINSERT INTO s_t VALUES (:n);")
        #expect(throws: StoreError(.invalidArgument, "")) {
            try history.blameRow(of: task, in: "s_t")
        }
        try store.add(
            "m", "CREATE TABLE m_t (id TEXT PRIMARY KEY, n);\n-- on *: merge into m_t key id")
        #expect(throws: StoreError(.invalidArgument, "")) { try history.blameRow(of: task) }
    }

    /// The last event after which a column was not what it was before, by looking at every moment.
    @Test(arguments: Seeds.next()) func agreesWithTheTablesOfEveryMoment(seed: UInt64) throws {
        var generator = try HistoryGenerator(seed: seed, streams: 4)
        var definitions = DefinitionGenerator(seed: seed)
        let store = try ProjectedStore()
        var merges: [GeneratedDefinition.Merge] = []
        for index in 0..<4 {
            let definition = try definitions.definition("p\(index)")
            // Rows of such tables depend on those of others.
            if definition.source.contains("UNIQUE") || definition.source.contains("TRIGGER") {
                continue
            }
            try store.add([definition])
            merges += definition.merges
        }
        let begin = try store.head()
        for _ in 0..<40 { _ = try store.log.append([try generator.next()], .lenient) }
        let head = try store.head()
        let history = History(log: store.log)
        for table in Set(merges.map(\.table)) {
            let moments = try (begin...head).map { try store.rows(of: table, at: $0) }
            for stream in generator.streams {
                var blamed = try? history.blameRow(of: stream, in: table)
                let names = Set((blamed ?? []).map(\.column))
                for column in ["a", "n"] where !names.contains(column) {
                    let named = try? history.blameRow(of: stream, in: table, column: column)
                    blamed?.append(contentsOf: named ?? [])
                }
                // Streams of two categories may take turns at one row.
                let others = generator.streams.filter { $0.id == stream.id }
                guard others.count == 1 else { continue }
                let rows = moments.map { rows in
                    rows.first { $0["id"]?.asString?.hasSameBytes(as: stream.id) == true }
                }
                #expect((blamed == nil) == rows.allSatisfy { $0 == nil }, "seed \(seed)")
                for entry in blamed ?? [] {
                    let values = rows.map { row in row.map { $0[entry.column] ?? .null } }
                    var given = values.count - 1
                    while given > 0, values[given - 1] == values.last { given -= 1 }
                    let comment: Comment = "seed \(seed), \(table) \(stream) \(entry.column)"
                    #expect(entry.event.position == begin + Int64(given), comment)
                    #expect(entry.value == values.last, comment)
                    #expect(given == 0 || entry.before == values[given - 1], comment)
                }
            }
        }
    }
}
