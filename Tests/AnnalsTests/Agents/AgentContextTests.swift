import Annals
import AnnalsTesting
import Testing

/// Each verb of the agent API says in what context it was done, and no document has it.
@Suite(.storesChecked) struct AgentContextTests {
    private let agents: AgentStore
    private let context: JSONObject = ["session": "abc", "model": "m-1"]

    init() throws {
        agents = try AgentStore()
    }

    private func expectContexts(_ verbs: [String]) throws {
        let query = EventQuery(context: [try ContextCondition("/session=abc")])
        let events = try agents.store.events(query).all()
        #expect(events.map(\.type.name) == verbs)
        for event in events {
            #expect(event.context == context)
            #expect(try agents.store.document(event.stream)?["session"] == nil)
        }
    }

    private static let verbs = [
        "task.created", "task.updated", "task.claimed", "task.completed", "message.sent",
        "message.processed", "config.created", "config.updated", "agent.created",
    ]

    @Test func ofVerbsThatBlock() throws {
        let (store, me) = (agents.store, agents.captain)
        try store.createTask(TaskDraft("Read", id: "T-1"), by: me, context: context)
        try store.updateTask("T-1", by: me, context: context) { $0.priority = "high" }
        try store.claim("T-1", by: me, context: context)
        try store.complete("T-1", by: me, context: context)
        let sent = try store.send(
            MessageDraft(to: me.name, content: "Done."), by: me, context: context)
        try store.markProcessed(sent[0].id, by: me, context: context)
        try store.setConfiguration("days", to: 7, by: me, context: context)
        try store.updateConfiguration("days", by: me, context: context) { $0.value = 8 }
        try store.updateAgentStatus("Agent-4", by: me, context: context) { $0.status = "ACTIVE" }
        try expectContexts(Self.verbs)
    }

    /// A context alone is a fact, so nothing can be made by it.
    @Test func whatIsNewSaysSomethingItself() throws {
        let (store, me) = (agents.store, agents.captain)
        _ = try agents.refusal(.invalidArgument) {
            try store.updateAgentStatus("Agent-4", by: me, context: context) { _ in }
        }
        _ = try agents.refusal(.invalidArgument) {
            try store.setConfiguration("none", to: .object([:]), by: me, context: context)
        }
        try store.setConfiguration("none", to: .object([:]), by: me)
        try store.setConfiguration("none", to: .object([:]), by: me, context: context)
        #expect(try store.configuration("none")?.version == 1)
        #expect(try store.agentStatus("Agent-4") == nil)
    }

    @Test func ofVerbsThatAreAwaited() async throws {
        let (store, me) = (agents.store, agents.captain)
        try await store.createTask(TaskDraft("Read", id: "T-1"), by: me, context: context)
        try await store.updateTask("T-1", by: me, context: context) { $0.priority = "high" }
        try await store.claim("T-1", by: me, context: context)
        try await store.complete("T-1", by: me, context: context)
        let sent = try await store.send(
            MessageDraft(to: me.name, content: "Done."), by: me, context: context)
        try await store.markProcessed(sent[0].id, by: me, context: context)
        try await store.setConfiguration("days", to: 7, by: me, context: context)
        try await store.updateConfiguration("days", by: me, context: context) { $0.value = 8 }
        try await store.updateAgentStatus("Agent-4", by: me, context: context) {
            $0.status = "ACTIVE"
        }
        try expectContexts(Self.verbs)
    }
}
