import Annals
import AnnalsTesting
import Foundation
import Testing

/// Creating, claiming, completing and listing tasks.
@Suite("Tasks", .storesChecked)
struct TaskTests {
    private let setting: AgentStore
    private var store: Store { setting.store }

    init() throws {
        setting = try AgentStore()
    }

    @Test func theFourCallsOfThePlan() throws {
        let agent = try Actor("Agent-3")
        #expect(try store.agentStatus("Agent-3") == nil)
        try store.updateAgentStatus("Agent-3", by: agent) { $0.status = "ACTIVE" }
        var draft = TaskDraft("Move the data", id: "DB_002", agent: "Agent-3", priority: .high)
        draft.estimatedCycles = 5
        draft.dependencies = ["DB_001"]
        try store.createTask(draft, by: setting.captain, reason: "planned", correlation: "run-1")
        let status = try #require(try store.agentStatus("Agent-3"))
        #expect(status.status == "ACTIVE")
        #expect(status.lastUpdated == nil)
        let task = try #require(try store.tasks(of: "Agent-3").first)
        #expect(task.id == "DB_002")
        #expect(task.status == .pending)
        #expect(task.createdBy == "Agent-4")
        #expect(task.dependencies == ["DB_001"])
        let event = try #require(try setting.last("task/DB_002"))
        #expect(event.type.name == "task.created")
        #expect(event.reason == "planned")
        #expect(event.correlation == "run-1")
        let rows = try store.query("SELECT task_id, agent_id, priority FROM agent_tasks").rows
        #expect(rows == [["DB_002", "Agent-3", "high"]])
    }

    @Test func creatingTwiceMakesOne() throws {
        let draft = TaskDraft("Move", id: "A")
        let first = try store.createTask(draft, by: setting.captain)
        try store.claim("A", by: Actor("Agent-1"))
        let again = try store.createTask(draft, by: Actor("Agent-2"))
        #expect(again.version == 2)
        #expect(again.createdAt == first.createdAt)
        var other = draft
        other.title = "Keep"
        let sentence = try setting.refusal(.taken) {
            try store.createTask(other, by: setting.captain)
        }
        #expect(sentence.contains("\"A\"") && sentence.contains("version 2"))
        #expect(try setting.count("task/A") == 2)
        let one = try store.createTask(TaskDraft("x"), by: setting.captain)
        let two = try store.createTask(TaskDraft("x"), by: setting.captain)
        #expect(one.id != two.id)
        #expect(one.id == one.id.lowercased())
        #expect(UUID(uuidString: one.id) != nil && one.id.dropFirst(14).first == "7")
    }

    @Test func whatWasDeletedMayBeCreatedAnew() throws {
        try store.createTask(TaskDraft("x", id: "A"), by: setting.captain)
        try store.append(
            NewEvent(
                stream: StreamName("task/A"), type: EventType("task.removed"),
                actor: setting.captain, change: Change(deleted: true)))
        #expect(try store.task("A") == nil)
        #expect(try store.createTask(TaskDraft("y", id: "A"), by: setting.captain).version == 3)
        #expect(throws: StoreError(.versionConflict, "")) {
            try store.createTask(TaskDraft("z", id: "A"), by: setting.captain, expected: .none)
        }
    }

    @Test func claiming() throws {
        try setting.put("task/A", ["title": "x", "assigned_to": nil, "status": "available"])
        let task = try store.claim("A", by: Actor("agent_3"), reason: "free hands")
        #expect(task.agent == "Agent-3")
        #expect(task.status == .claimed)
        #expect(task.document["assigned_to"] == "Agent-3")
        #expect(task.document["agent_id"] == nil)
        #expect(task.startedAt != nil)
        #expect(try setting.last("task/A")?.type.name == "task.claimed")
        // Again is no news; somebody else is told who has it.
        #expect(try store.claim("A", by: Actor("Agent-3")).version == 2)
        let sentence = try setting.refusal(.taken) { try store.claim("A", by: Actor("Agent-5")) }
        #expect(sentence.contains("\"Agent-3\" has") && sentence.contains("version 2"))
        let late = try setting.refusal(.versionConflict) {
            try store.claim("A", by: Actor("Agent-5"), expected: .exactly(1))
        }
        #expect(late.contains("version 2") && late.contains("expected 1"))
        #expect(late.contains("\"Agent-3\" has it"))
        #expect(throws: StoreError(.notFound, "")) { try store.claim("B", by: setting.captain) }
        // Work that has begun stays begun.
        try store.updateTask("A", by: setting.captain) { $0.status = .inProgress }
        #expect(try store.claim("A", by: Actor("Agent-3")).status == .inProgress)
        #expect(try setting.count("task/A") == 3)
    }

    @Test func whatIsAvailableIsForAll() throws {
        // As an import makes it of a captain's list: in the captain's folder, assigned to nobody.
        try setting.put(
            "task/A", ["agent_id": "Agent-4", "assigned_to": nil, "status": "available"])
        try setting.put("task/B", ["agent_id": "Agent-4", "status": "pending"])
        #expect(try store.tasks(isFree: true).map(\.id) == ["A"])
        #expect(throws: StoreError(.taken, "")) { try store.claim("B", by: Actor("Agent-1")) }
        let task = try store.claim("A", by: Actor("Agent-1"))
        #expect(task.document["assigned_to"] == "Agent-1")
        #expect(task.document["agent_id"] == "Agent-4")
        #expect(try store.tasks(of: "Agent-1").map(\.id) == ["A"])
        #expect(try store.tasks(of: "Agent-4").map(\.id) == ["B"])
        #expect(throws: StoreError(.taken, "")) { try store.claim("A", by: Actor("Agent-4")) }
    }

    @Test func completing() throws {
        try setting.put("task/A", ["task": "x", "final_status": "open", "claimed_by": "Agent-1"])
        let done = try store.complete("A", deliverables: ["a.swift"], by: Actor("Agent-1"))
        #expect(done.document["final_status"] == "completed")
        #expect(done.deliverables == ["a.swift"])
        #expect(done.completedAt != nil)
        #expect(try store.complete("A", by: Actor("Agent-1")).version == 2)
        #expect(throws: StoreError(.taken, "")) {
            try store.complete("A", deliverables: ["b"], by: Actor("Agent-1"))
        }
        #expect(throws: StoreError(.taken, "")) { try store.claim("A", by: Actor("Agent-1")) }
        #expect(try setting.count("task/A") == 2)
    }

    @Test func listsFindEverySpelling() throws {
        try setting.put("agent/Agent-5", [:])
        try setting.put("agent/agent_5", [:])
        try setting.put("task/A", ["assigned_agent": "Agent-3", "status": "In Progress"])
        try setting.put("task/B", ["agent_id": "Agent-1", "assignee": "Captain Agent-3"])
        try setting.put("task/C", ["agent_id": "agent_3", "assigned_to": "Agent-1"])
        try setting.put("task/D", ["agent_id": "AGENT-3", "assigned_to": "ALL-AGENTS"])
        try setting.put("task/E", ["agent_id": "agent_5", "status": "in_progress"])
        try setting.put("task/F", ["agent_id": "Agent 5"])
        try setting.put("task/G", ["title": "free"])
        #expect(try store.tasks(of: "Agent-3").map(\.id) == ["A", "B", "D"])
        #expect(try store.tasks(of: "agent3").map(\.id) == ["A", "B", "D"])
        #expect(try store.tasks(of: "agent_5").map(\.id) == ["E"])
        #expect(try store.tasks(of: "Agent-5").map(\.id) == ["F"])
        #expect(try store.tasks(of: "Agent-3", status: .inProgress).map(\.id) == ["A"])
        #expect(try store.tasks(status: .inProgress).map(\.id) == ["A", "E"])
        #expect(try store.tasks(isFree: true).map(\.id) == ["G"])
        #expect(try store.tasks().count == 7)
        try store.removeProjection("agent_tasks", by: setting.captain)
        let sentence = try setting.refusal(.notFound) { _ = try store.tasks(of: "Agent-3") }
        #expect(sentence.contains("agent_tasks was removed"))
        #expect(try store.task("A")?.status == "In Progress")
    }

    @Test func expectedVersionsAreKept() throws {
        let task = try store.createTask(TaskDraft("x", id: "A"), by: setting.captain)
        try store.updateTask("A", by: setting.captain, expected: .exactly(task.version)) {
            $0.priority = .low
        }
        var calls = 0
        let sentence = try setting.refusal(.versionConflict) {
            try store.updateTask("A", by: setting.captain, expected: .exactly(task.version)) {
                calls += 1
                $0.priority = .high
            }
        }
        #expect(calls == 0)
        #expect(sentence.contains("version 2") && sentence.contains("expected 1"))
        #expect(try store.task("A")?.priority == .low)
        // Somebody who comes between the look and the append is seen too.
        #expect(throws: StoreError(.versionConflict, "")) {
            try store.updateTask("A", by: setting.captain, expected: .exactly(2)) { task in
                calls += 1
                try setting.put("task/A", ["note": .string("\(calls)")])
                task.priority = .high
            }
        }
        #expect(calls == 1)
        #expect(try store.task("A")?.document["note"] == "1")
    }

    @Test func cyclesAndReasonsAreInTheLog() throws {
        try store.createTask(TaskDraft("x", id: "A"), by: setting.captain, cycle: 3)
        try store.claim("A", by: Actor("Agent-1"), reason: "mine", correlation: "r", cycle: 4)
        let event = try #require(try setting.last("task/A"))
        #expect(event.cycle == 4 && event.reason == "mine" && event.correlation == "r")
        #expect(throws: StoreError(.cycleBehind, "")) {
            try store.complete("A", by: Actor("Agent-1"), cycle: 3)
        }
    }
}
