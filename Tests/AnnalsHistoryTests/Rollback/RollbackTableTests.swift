import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Testing

@Suite("Rollback of tables", .storesChecked)
struct RollbackTableTests {
    /// Merged rows come back with their documents; what statements write is what a replay writes;
    /// what is outside of the scope stays as it is, and so does the log before.
    @Test(arguments: Seeds.next()) func rowsComeBackWithTheirDocuments(seed: UInt64) throws {
        for (number, scope) in [
            .everything, RollbackScope(actor: "Agent-1"), RollbackScope(correlation: "run-1"),
            RollbackScope(category: "task", actor: "maria"),
        ].enumerated() {
            var generator = try HistoryGenerator(seed: seed &+ UInt64(number))
            var definitions = DefinitionGenerator(seed: seed &+ UInt64(number))
            let sources = try (0..<3).map { try definitions.definition("p\($0)") }
            let store = try ProjectedStore()
            try store.add(sources)
            let begin = try store.head()
            for _ in 0..<60 { _ = try store.log.append([try generator.next()], .lenient) }
            let head = try store.head()
            let to = begin + Int64(generator.random.number(0...Int(head - begin)))
            let done = try History(log: store.log).rollback(
                to: .position(to), scope, by: Actor("maria", kind: .human), reason: "a test")
            let comment: Comment = "seed \(seed), \(scope) to \(to)"
            for name in sources.map(\.name) + ["agent_tasks"] {
                #expect(try ProjectionStore(log: store.log).check(name).isEmpty, comment)
            }
            if scope == .everything {
                // Their rows follow from documents alone.
                for table in ["agent_tasks", "agent_workspaces"] {
                    #expect(
                        try values(of: table, in: store, at: store.head())
                            == values(of: table, in: store, at: to), comment)
                }
            }
            try staysOutside(store, scope, to, head, done, comment)
            try givesItselfBack(store, done, generator.streams, head, comment)
        }
    }

    /// Only streams with an event of the scope get one, and no other event is the rollback's.
    private func staysOutside(
        _ store: ProjectedStore, _ scope: RollbackScope, _ to: Int64, _ head: Int64,
        _ done: RollbackSummary, _ comment: Comment
    ) throws {
        var query = EventQuery()
        query.after = to
        query.includesAdministration = true
        let cursor = EventCursor(store.log, query)
        var taking: Set<StreamName> = []
        var appended: [Event] = []
        while let event = try cursor.nextEvent() {
            if event.position > head {
                appended.append(event)
            } else if scope.actor.map({ event.actor.name == $0 }) ?? true,
                scope.correlation.map({ event.correlation == $0 }) ?? true,
                scope.admits(category: event.stream.category)
            {
                taking.insert(event.stream)
            }
        }
        let changed = appended.filter { $0.stream.category != StreamName.ownCategory }
        #expect(changed.count == Int(done.changed), comment)
        #expect(Set(changed.map(\.stream)).count == changed.count, comment)
        #expect(changed.allSatisfy { taking.contains($0.stream) }, comment)
        #expect(changed.allSatisfy { $0.type.verb == "rolled-back" }, comment)
        #expect(Int64(taking.count) == done.streams, comment)
        #expect(appended.allSatisfy { $0.reason == "a test" }, comment)
    }

    /// A rollback of the rollback is the state before it, in tables too.
    private func givesItselfBack(
        _ store: ProjectedStore, _ done: RollbackSummary, _ streams: [StreamName], _ head: Int64,
        _ comment: Comment
    ) throws {
        guard let correlation = done.correlation, let tag = done.tag else { return }
        _ = try History(log: store.log).rollback(
            to: .tag(tag), RollbackScope(correlation: correlation),
            by: Actor("maria", kind: .human), reason: "back again")
        let now = try store.head()
        for stream in streams {
            let (before, after) = try store.log.read { reader in
                (
                    try reader.document(of: stream, at: head),
                    try reader.document(of: stream, at: now)
                )
            }
            #expect(before == after, comment)
        }
        #expect(
            try values(of: "agent_tasks", in: store, at: now)
                == values(of: "agent_tasks", in: store, at: head), comment)
    }

    /// The rows of a table by key, with JSON as values: members come back, their order need not.
    private func values(
        of table: String, in store: ProjectedStore, at position: Int64
    ) throws -> [String: JSONObject] {
        var found: [String: JSONObject] = [:]
        for row in try store.rows(of: table, at: position) {
            var values = JSONObject()
            for (name, value) in row {
                values[name] = value.asString.flatMap { try? JSONValue(parsing: $0) } ?? value
            }
            found[row.first { _ in true }?.value.asString ?? ""] = values
        }
        return found
    }
}
