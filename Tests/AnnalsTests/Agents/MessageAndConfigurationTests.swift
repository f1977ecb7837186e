import Annals
import AnnalsTesting
import Foundation
import Testing

/// Messages, one for each delivery, and configuration.
@Suite("Messages and configuration", .storesChecked)
struct MessageAndConfigurationTests {
    private let setting: AgentStore
    private var store: Store { setting.store }

    init() throws {
        setting = try AgentStore()
    }

    @Test func sendingAndReading() throws {
        let draft = MessageDraft(to: "Agent-3", "agent_3", "Agent-5", content: "Look at DB_002")
        let sent = try store.send(draft, by: setting.captain)
        #expect(sent.map(\.to) == ["Agent-3", "Agent-5"])
        #expect(sent.map(\.from) == ["Agent-4", "Agent-4"])
        #expect(sent[0].id != sent[1].id)
        try store.send(MessageDraft(to: "Agent-3", content: ["n": 1]), by: Actor("Agent-5"))
        var inbox = try store.inbox(of: "Agent-3")
        #expect(inbox.map(\.content) == ["Look at DB_002", "{\"n\":1}"])
        let read = try store.markProcessed(inbox[0].id, by: Actor("Agent-3"))
        #expect(read.isProcessed && read.status == "processed" && read.version == 2)
        #expect(try store.markProcessed(read.id, by: Actor("Agent-3")).version == 2)
        #expect(try store.inbox(of: "AGENT_3").map(\.content) == ["{\"n\":1}"])
        inbox = try store.inbox(of: "Agent-3", includingProcessed: true)
        #expect(inbox.map(\.isProcessed) == [true, false])
        inbox = try store.inbox(
            of: "Agent-3", includingProcessed: true, unprocessedFirst: true)
        #expect(inbox.map(\.isProcessed) == [false, true])
        #expect(throws: StoreError(.notFound, "")) {
            try store.markProcessed("none", by: setting.captain)
        }
    }

    @Test func anothersMessage() throws {
        let id = try store.send(MessageDraft(to: "Agent-3", content: "x"), by: setting.captain)[0]
            .id
        let error = #expect(throws: StoreError(.taken, "")) {
            try store.markProcessed(id, by: setting.captain)
        }
        #expect(error?.message.contains(#"is to "Agent-3": "#) == true)
        #expect(throws: StoreError(.taken, "")) {
            try store.markProcessed(id, for: "Agent-5", by: setting.captain)
        }
        #expect(try store.message(id)?.isProcessed == false)
        let read = try store.markProcessed(id, for: "agent_3", by: setting.captain)
        #expect(read.isProcessed && read.version == 2)
        let event = try #require(
            try store.events(EventQuery(stream: StreamName("message/\(id)"), isReversed: true))
                .next())
        #expect(event.context == ["on_behalf_of": "Agent-3"])
        // Nothing is left to be done, whoever asks.
        #expect(try store.markProcessed(id, by: setting.captain).version == 2)
    }

    @Test func sendingAgain() throws {
        var draft = MessageDraft(to: "Agent-1", "Agent-2", content: "x")
        draft.sentAt = "2025-01-16T10:00:00Z"
        let first = try store.send(draft, by: setting.captain)
        try store.markProcessed(first[1].id, by: Actor("Agent-2"))
        draft.to.append("Agent-3")
        let again = try store.send(draft, by: setting.captain)
        #expect(again.map(\.id).prefix(2) == first.map(\.id)[...])
        #expect(again.map(\.version) == [1, 2, 1])
        #expect(throws: StoreError(.invalidArgument, "")) {
            draft.id = "m-1"
            try store.send(draft, by: setting.captain)
        }
        draft.to = ["Agent-1"]
        #expect(try store.send(draft, by: setting.captain).first?.id == "m-1")
        draft.content = "y"
        #expect(throws: StoreError(.taken, "")) { try store.send(draft, by: setting.captain) }
        draft.to = []
        #expect(throws: StoreError(.invalidArgument, "")) {
            try store.send(draft, by: setting.captain)
        }
    }

    @Test func aMessageThatAlsoCameAsAFileIsOne() throws {
        let draft = MessageDraft(to: "Agent-3", content: "Hello", priority: .urgent)
        let sent = try #require(try store.send(draft, by: setting.captain).first)
        let workspace = try TemporaryDirectory()
        try workspace.write(
            JSONValue.object(sent.document).pretty(),
            to: "agent_workspaces/Agent-3/inbox/processed/m.json")
        _ = try store.importWorkspace(workspace.path)
        let inbox = try store.inbox(of: "Agent-3", includingProcessed: true)
        #expect(inbox.map(\.id) == [sent.id])
        #expect(inbox.first?.content == "Hello")
    }

    @Test func whatIsProcessedIsWhatTheViewLeavesOut() throws {
        let statuses: [JSONValue] = [
            nil, "pending", "Processed", "READ", "done", "unread", "archived", "completed",
            "delivered",
        ]
        for (index, status) in statuses.enumerated() {
            try setting.put(
                "message/M\(index)", ["recipient": "Agent-1", "status": status, "body": "x"])
        }
        try setting.put("message/R", ["to": "Agent-1", "read_at": "2025-01-01"])
        let rows = try store.query(
            "SELECT message_id FROM inbox WHERE agent_id = 'Agent-1' ORDER BY message_id"
        ).rows
        let waiting = try store.inbox(of: "Agent-1").map(\.id).sorted()
        #expect(rows.compactMap(\.first?.asString) == waiting)
        #expect(waiting == ["M0", "M1", "M5", "M8"])
    }

    @Test func configuration() throws {
        #expect(try store.configuration("forecast") == nil)
        var entry = try store.setConfiguration(
            "forecast", to: ["days": 7, "updated_at": "old"], by: setting.captain)
        #expect(entry.version == 1)
        #expect(try setting.last("config/forecast")?.type.name == "config.created")
        entry = try store.setConfiguration(
            "forecast", to: 10, at: JSONPointer("/refresh/hours"), by: setting.captain)
        #expect(entry.value(at: try JSONPointer("/refresh")) == ["hours": 10])
        #expect(entry.document["days"] == 7)
        #expect(entry.document["updated_at"] == "old")
        #expect(try setting.last("config/forecast")?.type.name == "config.updated")
        #expect(throws: StoreError(.invalidPointer, "")) {
            try store.setConfiguration(
                "forecast", to: 1, at: JSONPointer("/days/x"), by: setting.captain)
        }
        try store.setConfiguration("list", to: [1, 2], by: setting.captain)
        #expect(try store.configuration("list")?.value == [1, 2])
        #expect(try store.configuration("list")?.document == ["value": [1, 2]])
        #expect(throws: StoreError(.invalidPointer, "")) {
            try store.setConfiguration(
                "list", to: 1, at: JSONPointer("/x"), by: setting.captain)
        }
        // A configuration may have a member of that name itself.
        try store.setConfiguration("own", to: ["value": ["a": 1]], by: setting.captain)
        entry = try store.setConfiguration(
            "own", to: 2, at: JSONPointer("/value/a"), by: setting.captain)
        #expect(entry.value == ["value": ["a": 2]])
        let version = try store.configuration("forecast")?.version
        try store.setConfiguration(
            "forecast", to: 10, at: JSONPointer("/refresh/hours"), by: setting.captain)
        #expect(try store.configuration("forecast")?.version == version)
        #expect(try store.configuration("forecast", at: .position(6))?.document["days"] == 7)
    }
}
