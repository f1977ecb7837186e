import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

@Suite(.storesChecked) struct MessageTests {
    private func claims(_ path: String, _ text: String) -> [Claim] {
        FileReader.read(WorkspacePath(bytes: path.utf8), Array(text.utf8)).claims
            .filter { $0.stream.category == "message" }
    }

    @Test func headsInMarkdown() throws {
        let text = """
            # 🚨 [A2A] Captain Agent-4 → Agent-6

            - **Priority**: HIGH
            📤 FROM: Agent-1 (Core)\r
            **Message ID**: `msg_7`
            **Tags**: A, B
            **Timestamp:** 2025-09-13 21:30:00
            ---
            **To**: nobody
            """
        let claim = try #require(
            claims("agent_workspaces/Agent-6/inbox/processed/x.md", text).first)
        #expect(
            claim.members == [
                "from_agent": "Agent-4", "from": "Captain Agent-4", "to_agent": "Agent-6",
                "priority": "HIGH", "claimed_id": "msg_7", "tags": "A, B",
                "sent_at": "2025-09-13 21:30:00", "content": .string(text), "status": "processed",
            ])
        #expect(claim.origins["from_agent"] == .derived("from"))
        #expect(claim.origins["from"] == .line(1))
        #expect(claim.origins["claimed_id"] == .line(5))
        #expect(claim.origins["status"] == .derived("folder"))
    }

    @Test(arguments: [
        ("# Message from Agent-8 to Captain (Agent-4)", "Agent-8"),
        ("From: Agent-2", "Agent-2"), ("**From**: discord bot", "discord bot"),
        ("# Report - Agent-3 -> Agent-1", "Agent-3"),
    ])
    func senders(line: String, sender: String) throws {
        let claim = try #require(claims("agent_workspaces/Agent-1/inbox/x.txt", line).first)
        #expect(claim.members["from_agent"]?.asString == sender)
        #expect(claim.members["to_agent"] == "Agent-1")
    }

    @Test func aMessageWithoutAHeadHasNoSender() throws {
        let claim = try #require(claims("agent_workspaces/Agent-1/inbox/x.md", "").first)
        #expect(claim.members.keys.sorted() == ["content", "status", "to_agent"])
        #expect(claim.members["content"] == "")
    }

    @Test func oneRowForEachDelivery() {
        let text = "From: Agent-2\nhello"
        let first = claims("agent_workspaces/Agent-1/inbox/a.md", text)
        let other = claims("agent_workspaces/Agent-3/inbox/a.md", text)
        let moved = claims("agent_workspaces/Agent-1/inbox/archive/2025/b.md", text)
        #expect(first.first?.stream != other.first?.stream)
        #expect(first.first?.stream == moved.first?.stream)
        #expect(moved.first?.members["status"] == "archived")
    }

    @Test func aChangedStatusIsTheSameMessage() {
        let before = claims(
            "agent_workspaces/Agent-1/inbox/a.json",
            #"{"sender": "Agent-2", "message_id": "m", "content": {"a": 1}, "status": "new"}"#)
        let after = claims(
            "agent_workspaces/Agent-1/inbox/a.json",
            #"{"message_id": "m", "sender": "Agent-2", "content": {"a": 1}, "status": "read"}"#)
        #expect(before.first?.stream == after.first?.stream)
        #expect(after.first?.members["status"] == "read")
        #expect(after.first?.members["claimed_id"] == "m")
        #expect(after.first?.members["content"] == ["a": 1])
    }

    @Test func queuesAndRecords() {
        let queue = claims(
            "message_queue/queue.json",
            """
            [{"queue_id": "1", "message": "hi", "status": "SENT", "metadata": {"a": 1}},
             {"queue_id": "2", "message": "hi", "status": "SENT"},
             {"queue_id": "3", "message": {"from": "Agent-1", "to": "agent_2", "message": "yo"}}]
            """)
        #expect(queue.count == 3)
        #expect(Set(queue.map(\.stream)).count == 3)
        #expect(queue[0].members["content"] == "hi")
        #expect(queue[0].members["status"] == "SENT")
        #expect(queue[0].members["queue"] == ["queue_id": "1", "metadata": ["a": 1]])
        #expect(queue[2].members["to_agent"] == "Agent-2")
        #expect(queue[2].members["to"] == "agent_2")
        let record = claims(
            "agent_workspaces/history/msg_1.json", #"{"sender": "Agent-1", "recipient": "Agent-2"}"#
        )
        #expect(record.first?.members == ["from_agent": "Agent-1", "to_agent": "Agent-2"])
        let stored = claims(
            "runtime/queue/x.json", #"{"from": "Agent-1", "to": "Agent-2", "content": "c"}"#)
        #expect(stored.first?.members["status"] == "pending")
        #expect(claims("runtime/queue/x.json", #"{"size": 3}"#).isEmpty)
    }

    @Test(arguments: [
        ("Agent-3", "Agent-3"), ("AGENT_3", "Agent-3"), ("agent3", "Agent-3"),
        ("Captain Agent-4", "Agent-4"), ("Agent-2 (Architecture)", "Agent-2"),
        ("Agent-7A", "Agent-7A"), ("reliability_agent_0", "reliability_agent_0"),
    ])
    func namesOfAgents(text: String, name: String) {
        #expect(AgentName.one(in: text) == name)
    }

    @Test(arguments: [
        "ALL-AGENTS", "Captain", "Agent-1 and Agent-2", "AGENT_ID_PLACEHOLDER", "", "4", "agents",
        "TEMPLATE_AGENT", "Agent-",
    ])
    func namesOfNobody(text: String) {
        #expect(AgentName.one(in: text) == nil)
    }
}
