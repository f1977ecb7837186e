import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// What files say, as a pure function of paths and bytes.
@Suite(.storesChecked) struct InterpretationTests {
    /// The documents of a set of files, and what was found.
    private func interpret(
        _ files: KeyValuePairs<String, String>
    ) throws -> (documents: [String: JSONObject], findings: [WorkspaceFinding]) {
        var interpreter = Interpreter()
        let readings = files.map { path, text in
            let path = WorkspacePath(bytes: path.utf8)
            return (path: path, reading: FileReader.read(path, Array(text.utf8)))
        }
        _ = interpreter.apply(readings.map { ($0.path, $0.reading) })
        var documents: [String: JSONObject] = [:]
        for stream in interpreter.streams {
            documents[stream.description] = interpreter.document(of: stream)
        }
        return (documents, readings.flatMap(\.reading.findings))
    }

    @Test func aTaskInTwoFilesIsOneDocument() throws {
        let (documents, findings) = try interpret([
            "agent_workspaces/Agent-3/future_tasks.json": """
            {"available_tasks": [
              {"id": "DB_2", "title": "Plan", "priority": "medium", "estimated_cycles": 5,
               "created_by": "system", "assigned_to": null}]}
            """,
            "agent_workspaces/Agent-3/working_tasks.json": """
            {"current_task": null, "completed_tasks": [
              {"task_id": "DB_1", "title": "First"},
              {"task_id": "DB_2", "title": "Plan it", "status": "completed",
               "completion_time": "2025-01-16", "estimated_duration": "3 cycles"}]}
            """,
        ])
        #expect(findings.isEmpty)
        #expect(documents.keys.sorted() == ["agent/Agent-3", "task/DB_1", "task/DB_2"])
        let working = "agent_workspaces/Agent-3/working_tasks.json"
        #expect(
            documents["task/DB_2"] == [
                "title": "Plan it", "status": "completed", "completed_at": "2025-01-16",
                "estimated_duration": "3 cycles", "agent_id": "Agent-3", "estimated_cycles": 3,
                "priority": "medium", "created_by": "system", "assigned_to": nil,
                "sources": [
                    ["file": .string(working), "pointer": "/completed_tasks", "as": "completed"],
                    [
                        "file": "agent_workspaces/Agent-3/future_tasks.json",
                        "pointer": "/available_tasks", "as": "future",
                    ],
                ],
                "origins": [
                    "completed_at": ["alias": "completion_time"],
                    "agent_id": ["derived": "folder"],
                    "estimated_cycles": ["derived": "estimated_duration"],
                    "priority": ["source": 1], "created_by": ["source": 1],
                    "assigned_to": ["source": 1],
                ],
            ])
        #expect(documents["task/DB_1"]?["status"] == "completed")
        #expect(
            documents["task/DB_1"]?["origins"]
                == [
                    "agent_id": ["derived": "folder"], "status": ["derived": "completed_tasks"],
                ])
    }

    @Test func everyShapeOfListGivesItsTasks() throws {
        let (documents, findings) = try interpret([
            "agent_workspaces/Agent-1/working_tasks.json": """
            {"current_task": {"task_id": "A", "agent_id": "Agent-9"},
             "previous_task": {"id": "B"}, "claimed_tasks": [{"id": "C"}],
             "available_tasks": [[{"task_id": "", "id": "D"}]]}
            """,
            "agent_workspaces/Agent-1/future_tasks.json": """
            {"pending_tasks": [{"id": "E"}], "completed_future_tasks": [{"id": "F"}],
             "task_categories": {"db": [{"task_id": "G"}, {"task_id": "{{task_id}}"}]},
             "future_tasks": [{"id": "A", "status": "open"}, {"id": 7}, "text"]}
            """,
            "agent_workspaces/Agent-2/future_tasks.json":
                #"[{"id": "H", "assigned_to": "Agent 4"}]"#,
        ])
        let tasks = documents.filter { $0.key.hasPrefix("task/") }
        #expect(tasks.count == 9)
        let statuses = tasks.mapValues { $0["status"]?.asString }
        #expect(statuses["task/A"] == "in_progress")
        #expect(statuses["task/B"] == .some(nil))
        #expect(statuses["task/C"] == "claimed")
        #expect(statuses["task/D"] == "available")
        #expect(statuses["task/E"] == "pending")
        #expect(statuses["task/F"] == "completed")
        #expect(statuses["task/G"] == "available")
        #expect(statuses["task/H"] == .some(nil))
        // A number is unique with its agent alone.
        #expect(statuses["task/Agent-1/7"] == "available")
        #expect(findings.map(\.kind) == [.unusableID])
        // Agents that only tasks name are known, and nothing is said of them.
        #expect(documents["agent/Agent-9"]?.keys == ["sources"])
        #expect(documents["agent/Agent-4"]?.keys == ["sources"])
    }

    @Test func idsAreComparedByTheirBytes() {
        let text = #"{"future_tasks": [{"id": "é"}, {"id": "e\u0301"}]}"#
        let claims = FileReader.read(
            "agent_workspaces/Agent-1/future_tasks.json", Array(text.utf8)
        ).claims.filter { $0.stream.category == "task" }
        #expect(Set(claims.map(\.stream)).count == 2)
    }

    @Test func anAgentIsItsFolderStatusAndLists() throws {
        let (documents, findings) = try interpret([
            "agent_workspaces/Agent-7/status.json": """
            {"agent_id": "Agent-7A", "role": "Tester", "current_mission": "Find it",
             "completed_tasks": ["a", "b"], "v2_compliance": "100%", "sources": 3}
            """,
            "agent_workspaces/Agent-7/future_tasks.json":
                #"{"team": "Alpha", "specialization": "x"}"#,
            "agent_workspaces/Agent-8/status.json": "{\"agent_id\": \"Agent-8\",\n<<<<<<< HEAD\n",
            "agent_workspaces/agent_5/notes/plan.txt": "plan",
            "agent_workspaces/meeting/notes.txt": "no agent",
            "agent_workspaces/--agent/status.json": #"{"status": "lost"}"#,
        ])
        #expect(
            documents.keys.sorted() == [
                "agent/--agent", "agent/Agent-7", "agent/Agent-8", "agent/agent_5",
            ])
        let seven = try #require(documents["agent/Agent-7"])
        #expect(seven["specialization"] == "Tester")
        #expect(seven["current_focus"] == "Find it")
        #expect(seven["tasks_completed"] == 2)
        #expect(seven["v2_compliance"] == "100%")
        #expect(seven["team"] == "Alpha")
        #expect(seven["agent_id"] == "Agent-7A")
        #expect(
            seven["origins"] == [
                "specialization": ["alias": "role"], "current_focus": ["alias": "current_mission"],
                "tasks_completed": ["derived": "completed_tasks"], "team": ["source": 1],
            ])
        #expect(
            documents["agent/Agent-8"] == [
                "sources": [["file": "agent_workspaces/Agent-8", "as": "folder"]]
            ])
        #expect(findings.map(\.kind) == [.otherAgent, .reservedMember, .notJSON])
        #expect(findings.last?.line == 2)
        #expect(findings.last?.message.contains("conflict markers") == true)
    }

    @Test func theLastOfDuplicateMembersCounts() throws {
        let (documents, findings) = try interpret([
            "agent_workspaces/Agent-1/status.json": "{\"status\": \"a\",\n \"status\": \"b\"}",
            "config/x/y.json": "\u{FEFF}{\"a\": 1.50, \"a\": 1.5}",
            "config/list.json": "[1]",
            "project_analysis.json": #"{"src\\web.js": {"lines": 3}}"#,
            "report.json": #"{"project_info": {"n": 1}}"#,
            "package.json": #"{"name": "x"}"#,
            "notes.json": "{\n\"a\": 1,\n}",
        ])
        #expect(documents["agent/Agent-1"]?["status"] == "b")
        #expect(
            documents["config/x/y.json"] == ["a": .number(try #require(JSONNumber(literal: "1.5")))]
        )
        #expect(documents["config/list.json"] == ["value": [1]])
        #expect(documents["analysis/project_analysis"] == ["src\\web.js": ["lines": 3]])
        #expect(documents["analysis/report"] == ["project_info": ["n": 1]])
        #expect(documents.count == 5)
        #expect(findings.map(\.kind) == [.duplicateMember, .duplicateMember, .notJSON])
        #expect(findings.map(\.line) == [2, 1, 3])
    }

    @Test func contractsAndTaskFilesAreTasks() throws {
        let (documents, _) = try interpret([
            "agent_contracts.json": """
            {"contracts": [{"contract_id": "C-1", "agent_id": "Agent-2", "task": "Do",
                            "progress": 0.0}]}
            """,
            "agent_workspaces/meeting/task_list.json": """
            {"T": {"id": "T-1", "title": "x", "status": "open"}, "x": {"id": "nothing"}}
            """,
            "config/task_template.json": #"{"task_structure": {"task_id": "string"}}"#,
            "agent_workspaces/Agent-1/templates/task_template.json":
                #"{"a": {"task_id": "string"}}"#,
            "agent_workspaces/Agent-1/status.json": """
            {"current_tasks": [{"task_id": "S-1"}], "plan": {"x": [{"task_id": "S-2"}]}}
            """,
        ])
        #expect(
            documents.keys.filter { $0.hasPrefix("task/") }.sorted() == [
                "task/C-1", "task/S-1", "task/S-2", "task/T-1",
            ])
        #expect(documents["task/C-1"]?["title"] == "Do")
        #expect(documents["task/S-1"]?["agent_id"] == "Agent-1")
        #expect(documents["task/S-2"]?["agent_id"] == nil)
    }
}
