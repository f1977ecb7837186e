import AnnalsHistory
import AnnalsIntegrity
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Testing

/// What was erased is gone from every question about the past, and nothing stumbles over it.
@Suite("Erased events", .storesChecked)
struct ErasedEventsTests {
    private let maria: Actor

    init() throws {
        maria = try Actor("maria", kind: .human)
    }

    /// A store with a random history of which some events are erased, and what is left of it.
    private func store(
        _ seed: UInt64
    ) throws -> (ProjectedStore, HistoryGenerator, [Event], Set<Int64>) {
        var generator = try HistoryGenerator(seed: seed, streams: 5)
        let store = try ProjectedStore()
        try store.add(
            "p",
            """
            CREATE TABLE p_t (id TEXT PRIMARY KEY, a TEXT, b ANY, rest TEXT) STRICT;
            CREATE TABLE p_n (k PRIMARY KEY, n);
            -- on task.*: merge into p_t key id rest rest, a from /a, /c, /other
            -- on *:
            INSERT INTO p_n VALUES (coalesce(:a, @actor), 1)
                ON CONFLICT DO UPDATE SET n = n + 1;
            """)
        for _ in 0..<80 { _ = try store.log.append([try generator.next()], .lenient) }
        var erased: Set<Int64> = []
        for event in try store.events() where event.stream.category != StreamName.ownCategory {
            if generator.once(in: 5) { erased.insert(event.position) }
        }
        try store.erase(erased)
        try ProjectionStore(log: store.log).rebuild("p")
        try ProjectionStore(log: store.log).rebuild("agent_tasks")
        let events = try store.events()
        #expect(Set(events.filter(\.isErased).map(\.position)) == erased)
        return (store, generator, events, erased)
    }

    @Test(.storesUnchecked("erases by hand"), arguments: Seeds.next())
    func areGoneFromTablesDocumentsAndDifferences(seed: UInt64) throws {
        let (store, generator, events, _) = try store(seed)
        let head = try store.head()
        let history = History(log: store.log)
        for name in ["p_t", "p_n", "agent_tasks"] {
            let live = try store.liveRows(of: name)
            #expect(try store.rows(of: name, at: head) == live, "seed \(seed), \(name)")
        }
        for position in stride(from: head - 80, through: head, by: 9) where position < head {
            let before = Array(events.prefix(Int(position)))
            let range = MomentRange(after: .position(position), through: .head)
            var found: [StreamName: DocumentDifference] = [:]
            try history.documentDifferences(in: range) { found[$0.stream] = $0 }
            let ids = try store.rows(of: "p_t", at: position).compactMap { $0["id"]?.asString }
            for stream in generator.streams {
                let (old, new) = (before.fold(stream), events.fold(stream))
                #expect(try store.document(stream, at: position) == old, "seed \(seed)")
                #expect((found[stream] == nil) == (old == new), "seed \(seed)")
                guard stream.category == "task" else { continue }
                #expect(ids.contains(stream.id) == (old != nil), "seed \(seed)")
            }
            var rows: [RowDifference] = []
            try history.rowDifferences(of: "p_t", in: range) { rows.append($0) }
            let now = try store.rows(of: "p_t", at: head)
            #expect(rows.isEmpty == (try store.rows(of: "p_t", at: position) == now))
        }
    }

    @Test(.storesUnchecked("erases by hand"), arguments: Seeds.next())
    func giveNoValueItsBlame(seed: UInt64) throws {
        let (store, generator, events, erased) = try store(seed)
        let history = History(log: store.log)
        for stream in generator.streams {
            let document = events.fold(stream)
            let blamed = try? history.blame(stream)
            for entry in blamed ?? [] {
                #expect(!erased.contains(entry.event.position), "seed \(seed)")
                #expect(entry.value == document?.value(at: entry.pointer), "seed \(seed)")
            }
            guard stream.category == "task", document != nil else { continue }
            for entry in try history.blameRow(of: stream, in: "p_t") {
                #expect(!erased.contains(entry.event.position), "seed \(seed)")
            }
        }
        let only = try store.append("task/only", ["title": "a name"])
        try store.erase([only])
        let stream = try StreamName("task/only")
        let questions: [() throws -> Void] = [
            { _ = try history.blame(stream) }, { _ = try history.blameRow(of: stream, in: "p_t") },
        ]
        for ask in questions {
            #expect {
                try ask()
            } throws: { error in
                (error as? StoreError)?.code == .notFound
                    && "\(error)".contains("1 of its events were erased")
            }
        }
    }

    @Test(.storesUnchecked("erases by hand"), arguments: Seeds.next())
    func doNotComeBackByRollbackOrRestore(seed: UInt64) throws {
        let (store, generator, events, erased) = try store(seed)
        let head = try store.head()
        let history = History(log: store.log)
        let path = store.folder.path("fork.db")
        _ = try history.restore(at: .position(head), to: path, by: maria)
        let fork = try EventLog(path: path, mode: .readOnly)
        defer { fork.close() }
        var query = EventQuery()
        query.includesAdministration = true
        let cursor = EventCursor(fork, query)
        var copied: [Event] = []
        while let event = try cursor.nextEvent() { copied.append(event) }
        #expect(copied == events, "seed \(seed)")
        #expect(Set(copied.filter(\.isErased).map(\.position)) == erased)
        let to = head - 40
        for scope in [RollbackScope(actor: "Agent-1"), .everything] {
            let expected = try generator.streams.map { stream -> JSONObject? in
                let now = try store.events()
                let takesPart = now.contains {
                    $0.stream == stream && $0.position > to
                        && (scope.actor == nil || $0.actor.name == scope.actor)
                }
                return now.fold(stream) { event in
                    !takesPart || event.position <= to
                        || scope.actor != nil && event.actor.name != scope.actor
                }
            }
            _ = try history.rollback(to: .position(to), scope, by: maria, reason: "a test")
            let found = try generator.streams.map { try store.document($0, at: store.head()) }
            #expect(found == expected, "seed \(seed), \(scope)")
        }
        let differences = try ProjectionStore(log: store.log).check("p")
        #expect(differences.isEmpty, "seed \(seed): \(differences)")
    }
}

extension ProjectedStore {
    /// Erases the bodies of events as erasure does, with all that was derived from them.
    ///
    /// As another process would, so that nothing that this one remembers stays true.
    func erase(_ positions: Set<Int64>) throws {
        let other = try EventLog(path: log.path, mode: .readWrite)
        defer { other.close() }
        _ = try other.write { transaction in
            transaction.touch()
            for position in positions.sorted() {
                let row = try transaction.reader.storedBody(at: position)
                guard let body = try transaction.reader.bodies.body(row) else { continue }
                let salt = try transaction.reader.bodies.salt(
                    stream: row.stream, version: row.version, position: position)
                let update = try transaction.statements.statement(
                    "UPDATE events SET dictionary = -1, base = NULL, body = ? WHERE position = ?")
                update.bind(1, bodyDigest(salt: salt, body: body).bytes)
                update.bind(2, position)
                try update.run()
            }
            for table in ["documents", "snapshot_chunks", "snapshots"] {
                try transaction.statements.run("DELETE FROM \(table)")
            }
        }
    }

    /// All events, the store's own among them.
    func events() throws -> [Event] {
        var query = EventQuery()
        query.includesAdministration = true
        let cursor = EventCursor(log, query)
        var events: [Event] = []
        while let event = try cursor.nextEvent() { events.append(event) }
        return events
    }

    func document(_ stream: StreamName, at position: Int64) throws -> JSONObject? {
        try log.read { reader in try reader.document(of: stream, at: position) }
    }

    /// The rows of a table of the store itself, as `rows(of:at:)` shows them.
    func liveRows(of table: String) throws -> [JSONObject] {
        var (names, rows): ([String], [JSONObject]) = ([], [])
        let query = try ReadOnlyQuery(path: log.path)
        try query.run("SELECT * FROM \"\(table)\"", onColumns: { names = $0 }) { cells in
            var row = JSONObject()
            for (name, value) in zip(names, cells) where value != .null { row[name] = value }
            rows.append(row)
        }
        return rows.inOrder
    }
}
