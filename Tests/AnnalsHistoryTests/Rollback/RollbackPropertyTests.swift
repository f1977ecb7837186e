import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Rollback of random histories", .storesChecked)
struct RollbackPropertyTests {
    /// Every kind of scope, over streams and names of the generator.
    private func scopes(_ generator: inout RandomHistory) -> [RollbackScope] {
        [
            .everything, RollbackScope(category: "task"), RollbackScope(category: "file"),
            RollbackScope(stream: generator.streams[1]),
            RollbackScope(stream: generator.streams[3]),
            RollbackScope(actor: "Agent-1"), RollbackScope(actor: "maria"),
            RollbackScope(correlation: "run-1"),
            RollbackScope(category: "agent", actor: "Agent-2"),
            RollbackScope(actor: "Agent-2", correlation: "run-2"),
        ]
    }

    private func isInScope(_ event: Event, _ scope: RollbackScope) -> Bool {
        let namesFiles = scope.category == "file" || scope.stream?.category == "file"
        if event.stream.category == "annals" { return false }
        if event.stream.category == "file", !namesFiles { return false }
        if let stream = scope.stream, event.stream != stream { return false }
        if let category = scope.category, event.stream.category != category { return false }
        if let actor = scope.actor, event.actor.name != actor { return false }
        if let correlation = scope.correlation, event.correlation != correlation { return false }
        return true
    }

    @Test(arguments: Seeds.next()) func equalsTheFoldWithoutTheScope(seed: UInt64) throws {
        var generator = try RandomHistory(seed: seed)
        for scope in scopes(&generator) {
            let store = try EmptyStore()
            try store.fill(&generator, events: 120)
            let head = try store.head()
            let to = Int64.random(in: 0...head, using: &generator.random)
            let events = try store.events()
            var expected: [StreamName: JSONObject?] = [:]
            for stream in generator.streams {
                let takesPart = events.contains {
                    $0.stream == stream && $0.position > to && isInScope($0, scope)
                }
                expected[stream] = events.fold(stream) { event in
                    !takesPart || event.position <= to || !isInScope(event, scope)
                }
            }
            let actor = try Actor("maria", kind: .human)
            let preview = try store.history.rollbackPreview(to: .position(to), scope)
            let done = try store.history.rollback(
                to: .position(to), scope, by: actor, reason: "a test", expectedHead: head)
            #expect(done.changed == preview.changed)
            for stream in generator.streams {
                #expect(
                    try store.document(stream, at: store.head()) == expected[stream] ?? nil,
                    "seed \(seed), \(scope) to \(to), \(stream)")
            }
            try takesItselfBack(store, done, events, generator.streams, actor, "seed \(seed)")
        }
    }

    /// Rolling the rollback back gives every document back, by its tag and by its correlation.
    private func takesItselfBack(
        _ store: EmptyStore, _ done: RollbackSummary, _ events: [Event], _ streams: [StreamName],
        _ actor: Actor, _ comment: Comment
    ) throws {
        guard let tag = done.tag else { return }
        let scope =
            done.to % 2 == 0 ? .everything : RollbackScope(correlation: done.correlation)
        _ = try store.history.rollback(to: .tag(tag), scope, by: actor, reason: "back again")
        _ = try store.history.rollback(
            to: .tag(tag), RollbackScope(category: "file"), by: actor, reason: "files too")
        for stream in streams {
            #expect(
                try store.document(stream, at: store.head()) == events.fold(stream), comment)
        }
    }
}
