import Annals
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// Documents that came from files, read and changed through the agent API, and written back.
@Suite("Imported agents", .storesChecked)
struct ImportedAgentsTests {
    private let setting: AgentStore
    private let fleet: TemporaryDirectory
    private var store: Store { setting.store }

    init() throws {
        setting = try AgentStore()
        fleet = try TemporaryDirectory()
        try fleet.write(
            """
            {
                "agent_name": "gauge data",
                "state": "WAITING",  "current_mission": "",
                "cycle": "C-047",
                "timestamp": "2026-03-02 06:14:37"
            }
            """, to: "agent_workspaces/Agent-3/status.json")
        try fleet.write(
            """
            {"future_tasks": [
              {"task_id": "TIDE-1", "name": "Read the format", "assigned_to": null},
              {"id": "TIDE-2", "title": "Warn", "state": "open", "assigned_agent": "agent_1",
               "estimated_duration": "2 cycles", "completion_time": null}]}
            """, to: "agent_workspaces/Agent-3/future_tasks.json")
        try fleet.write(
            "# 📨 [C2A] Captain Agent-4 → agent_3\n\nLook at TIDE-1.\n",
            to: "agent_workspaces/Agent-3/inbox/a.md")
        try fleet.write("{\"datum\": \"chart\", \"days\": 7}", to: "config/forecast.json")
        _ = try store.importWorkspace(fleet.path)
    }

    private func exported(_ path: String) throws -> String {
        let folder = try TemporaryDirectory()
        _ = try store.exportWorkspace(to: folder.path("out"), isCurrent: true)
        return String(decoding: try folder.read("out/\(path)"), as: UTF8.self)
    }

    @Test func agentsOfAnotherWorkspaceAreOthers() throws {
        let other = try TemporaryDirectory()
        try other.write(
            #"{"status": "BUSY"}"#, to: "agent_workspaces/Agent-3/status.json")
        try other.write(
            #"{"current_task": {"task_id": "TIDE-1", "title": "Something else"}}"#,
            to: "agent_workspaces/Agent-3/working_tasks.json")
        try other.write("From: Agent-9\nhi", to: "agent_workspaces/Agent-3/inbox/b.md")
        var options = WorkspaceOptions()
        options.name = "beta"
        _ = try store.importWorkspace(other.path, options: options)
        #expect(try store.agentStatus("Agent-3")?.status == "WAITING")
        #expect(try store.agentStatus("/beta/Agent-3")?.status == "BUSY")
        #expect(try store.tasks(of: "Agent-3").map(\.id) == ["TIDE-1"])
        #expect(try store.tasks(of: "/beta/Agent-3").map(\.id) == ["/beta/TIDE-1"])
        #expect(try store.inbox(of: "Agent-3").count == 1)
        // Who wrote is an agent of that fleet too.
        #expect(try store.inbox(of: "/beta/Agent-3").map(\.from) == ["/beta/Agent-9"])
        #expect(try store.workspaces().map(\.name) == [nil, "beta"])
        #expect(try store.workspaces().map { $0.folder == nil } == [true, false])
        // Where nothing is remembered of the first, it is still there.
        #expect(try store.importWorkspace(fleet.path).events == 0)
    }

    @Test func filesAreReadAsTheyAreMeant() throws {
        let agent = try #require(try store.agentStatus("agent_3"))
        #expect(agent.id == "Agent-3")
        #expect(agent.status == "WAITING")
        #expect(agent.specialization == "gauge data")
        #expect(agent.currentFocus == "")
        #expect(agent.cycleCount == nil)
        #expect(agent.document["cycle"] == "C-047")
        // Agent-1 is known since a task names it.
        #expect(try store.agentStatuses().map(\.id) == ["Agent-1", "Agent-3"])
        #expect(try store.tasks(of: "Agent-3").map(\.id) == ["TIDE-1"])
        let task = try #require(try store.tasks(of: "Agent-1").first)
        #expect(task.id == "TIDE-2" && task.status == "open" && task.estimatedCycles == 2)
        #expect(task.sources == ["agent_workspaces/Agent-3/future_tasks.json"])
        #expect(task.extra["origins"] != nil)
        #expect(task.ownExtra.keys == ["estimated_duration", "completion_time"])
        let message = try #require(try store.inbox(of: "Agent-3").first)
        #expect(message.from == "Agent-4" && message.to == "Agent-3")
        #expect(message.content?.hasSuffix("Look at TIDE-1.\n") == true)
        #expect(try store.configuration("forecast.json")?.value(at: JSONPointer("/days")) == 7)
    }

    @Test func changesGoBackToWhereTheFilesSayIt() throws {
        let me = try Actor("Agent-3")
        try store.updateAgentStatus("Agent-3", by: me) { agent in
            agent.status = "ACTIVE"
            agent.currentFocus = "TIDE-1"
            agent.cycleCount = 48
            agent.lastUpdated = "2026-03-02 07:00:00"
        }
        try store.claim("TIDE-1", by: me)
        try store.complete("TIDE-2", by: Actor("Agent-1"))
        try store.setConfiguration(
            "forecast.json", to: 10, at: JSONPointer("/days"), by: setting.captain)
        let status = try exported("agent_workspaces/Agent-3/status.json")
        #expect(
            status == """
                {
                    "agent_name": "gauge data",
                    "state": "ACTIVE",  "current_mission": "TIDE-1",
                    "cycle": 48,
                    "timestamp": "2026-03-02 07:00:00"
                }
                """)
        #expect(try exported("config/forecast.json") == "{\"datum\": \"chart\", \"days\": 10}")
        let text = try exported("agent_workspaces/Agent-3/future_tasks.json")
        let tasks = try JSONValue(parsing: text).value(at: JSONPointer("/future_tasks"))?.asArray
        let first = tasks?.first?.asObject
        #expect(first?["assigned_to"] == "Agent-3")
        #expect(first?["status"] == "claimed")
        #expect(first?["agent_id"] == nil)
        #expect(first?["name"] == "Read the format")
        let second = tasks?.last?.asObject
        #expect(second?["state"] == "completed")
        #expect(second?["status"] == nil)
        #expect(second?["completed_at"]?.asString?.hasSuffix("Z") == true)
        #expect(second?["assigned_agent"] == "agent_1")
    }

    @Test func filesThatSaySomethingNewAreHeard() throws {
        try store.updateAgentStatus("Agent-3", by: setting.captain) { $0.status = "ACTIVE" }
        try fleet.write(
            "{\"agent_name\": \"gauge data\", \"state\": \"WAITING\", \"current_mission\": \"x\"}",
            to: "agent_workspaces/Agent-3/status.json")
        _ = try store.importWorkspace(fleet.path)
        let agent = try #require(try store.agentStatus("Agent-3"))
        // The file said nothing new of the status, so what was said through the API stands.
        #expect(agent.status == "ACTIVE")
        #expect(agent.currentFocus == "x")
        #expect(try store.checkProjection("agent_workspaces").isEmpty)
    }

    @Test func listsUseTheIndexes() throws {
        let plans = [
            "SELECT task_id FROM agent_tasks WHERE assigned_to = 'x'": "agent_tasks_by_assignee",
            "SELECT task_id FROM agent_tasks WHERE agent_id = 'x'": "agent_tasks_by_agent",
            "SELECT min(agent_id) FROM agent_tasks WHERE agent_id > 'x'": "agent_tasks_by_agent",
            "SELECT task_id FROM agent_tasks WHERE status = 'x'": "agent_tasks_by_status",
            "SELECT message_id FROM agent_messages WHERE to_agent = 'x'":
                "agent_messages_by_recipient",
        ]
        for (sql, index) in plans {
            let rows = try store.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)")
            }
            let plan = rows.map { row in "\(row)" }.joined()
            #expect(plan.contains("SEARCH") && plan.contains(index), "\(plan)")
        }
    }
}
