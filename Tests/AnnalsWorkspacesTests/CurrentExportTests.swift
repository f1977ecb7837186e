import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsWorkspaces

/// Files written so that they say what documents hold.
@Suite(.storesChecked) struct CurrentExportTests {
    private let status = "agent_workspaces/Agent-3/status.json"
    private let working = "agent_workspaces/Agent-3/working_tasks.json"
    private let future = "agent_workspaces/Agent-3/future_tasks.json"

    /// A workspace whose files are laid out in every ugly way, imported.
    private func uglyWorkspace() throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(
            "\u{FEFF}{\r\n\t\"agent_id\" : \"Agent-3\",\"current_mission\":\"old\",\r\n"
                + "\t\"status\":\"A\",  \"status\": \"ACTIVE\",\r\n\t\"points\": 1.50E+2,\r\n"
                + "\t\"note\": \"\\ud83d\\udea8\",\r\n\t\"current_tasks\":[ {"
                + "\"task_id\":\"M-1\",\r\n"
                + "\t\t\"title\":\"in passing\"} ]\r\n}\r\n\r\n", to: status)
        try workspace.write(
            """
            {"agent_id": "Agent-3", "team": "Alpha",
              "current_task": null,
              "completed_tasks": [
                {"task_id": "DB_1", "title": "First", "completion_time" : "2025-01-16"}
                ,{"task_id": "DB_2", "title": "Plan it",   "status": "completed"}
              ]}
            """, to: working)
        try workspace.write(
            #"{"future_tasks":[{"id":"DB_2","title":"Plan it","n":1},{"id":"DB_3","title":"T"}]}"#,
            to: future)
        try workspace.write("[ 1,2 ,3 ]\n", to: "config/list.json")
        try workspace.write("{\"a\": {\"b\": [1, 2]},\n \"c\": 0.10}", to: "config/deep.json")
        try workspace.write(
            #"[{"queue_id":"q1","status":"PENDING","message":{"from":"Agent-1","to":"Agent-2","#
                + #""content":"hi"}}]"#,
            to: "message_queue/queue.json")
        try workspace.write("# Message\nFROM: Agent-1\n", to: "agent_workspaces/Agent-3/inbox/m.md")
        try workspace.importAnew()
        return workspace
    }

    private func append(
        _ workspace: Workspace, _ stream: String, _ data: JSONObject = [:],
        unset: [String] = [], deleted: Bool = false
    ) throws {
        let stream = try StreamName(stream)
        let event = NewEvent(
            stream: stream, type: try EventType("\(stream.category).changed"),
            actor: try Actor("Agent-9"),
            change: Change(
                data: data, unset: try unset.map { try JSONPointer($0) }, deleted: deleted))
        _ = try workspace.log.write { transaction in try transaction.append([event], .lenient) }
    }

    /// Exports as documents are now, and checks the law: importing what was written makes the
    /// stored documents, but for what is listed.
    private func export(_ workspace: Workspace) throws -> (WorkspaceExportResult, [String: String])
    {
        let out = workspace.place.path("out-\(try workspace.head())")
        let summary = try WorkspaceExport(workspace.log).write(
            to: out, at: workspace.head(), isCurrent: true)
        let again = try Workspace()
        _ = try WorkspaceCapture(again.log).capture(
            WorkspaceFolder(out, storePath: again.storePath))
        let stores = [workspace, again].map { StoredDocuments($0.log, at: .max) }
        let listed = Set(summary.unwritten.map(\.stream))
        for stream in try Set(stores[0].streams() + stores[1].streams()) {
            let both = try stores.map { try $0.values(of: stream) }
            #expect(
                (both[0] == both[1]) == !listed.contains(stream.description),
                "\(stream): \(both) \(summary.unwritten)")
        }
        var files: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: out) {
            guard let data = FileManager.default.contents(atPath: "\(out)/\(name)") else {
                continue
            }
            files[name] = String(decoding: data, as: UTF8.self)
        }
        return (summary, files)
    }

    private func text(_ workspace: Workspace, _ path: String) throws -> String {
        String(
            decoding: try Data(contentsOf: URL(filePath: "\(workspace.path)/\(path)")),
            as: UTF8.self)
    }

    @Test func unchangedDocumentsGiveTheCapturedBytes() throws {
        let workspace = try uglyWorkspace()
        let (summary, _) = try export(workspace)
        #expect(summary.rendered.isEmpty && summary.unwritten.isEmpty && summary.leftOut.isEmpty)
        let plain = workspace.place.path("plain")
        let head = try workspace.head()
        _ = try WorkspaceExport(workspace.log).write(to: plain, at: head)
        #expect(try tree(plain) == tree(workspace.place.path("out-\(head)")))
    }

    @Test func onlyTheChangedValuesDiffer() throws {
        let workspace = try uglyWorkspace()
        try append(
            workspace, "agent/Agent-3",
            ["status": "DONE", "current_focus": "new 🚀", "points": .number(JSONNumber(7))])
        try append(workspace, "task/DB_1", ["completed_at": "later", "status": "verified"])
        try append(workspace, "config/list.json", ["value": [1, 3]])
        try append(workspace, "config/deep.json", ["a": ["b": [1, 9]]])
        let (summary, files) = try export(workspace)
        #expect(summary.unwritten.isEmpty, "\(summary.unwritten)")
        #expect(
            files[status]
                == (try text(workspace, status))
                .replacing("\"ACTIVE\"", with: "\"DONE\"").replacing("1.50E+2", with: "7")
                .replacing(":\"old\"", with: ":\"new \\ud83d\\ude80\""))
        #expect(
            files[working]
                == (try text(workspace, working)).replacing(
                    #""2025-01-16"}"#, with: #""later", "status": "verified"}"#))
        #expect(files["config/list.json"] == "[ 1 ,3 ]\n")
        #expect(files["config/deep.json"] == "{\"a\": {\"b\": [1, 9]},\n \"c\": 0.10}")
        #expect(files[future] == (try text(workspace, future)))
        #expect(
            summary.rendered.map(\.path) == [
                status, working, "config/deep.json", "config/list.json",
            ])
        #expect(
            Set(summary.rendered[0].pointers) == ["/current_mission", "/status", "/points"])
    }

    @Test func aValueThatTwoFilesGiveChangesInBoth() throws {
        let workspace = try uglyWorkspace()
        try append(workspace, "task/DB_2", ["title": "Both", "n": 2])
        let (summary, files) = try export(workspace)
        #expect(summary.unwritten.isEmpty)
        #expect(
            files[working] == (try text(workspace, working)).replacing("Plan it", with: "Both"))
        #expect(
            files[future]
                == (try text(workspace, future)).replacing("Plan it", with: "Both")
                .replacing(#""n":1"#, with: #""n":2"#))
    }

    @Test func membersAndElementsGoWithTheirCommas() throws {
        let workspace = try uglyWorkspace()
        try append(workspace, "agent/Agent-3", unset: ["/points", "/note"])
        try append(workspace, "task/DB_1", deleted: true)
        try append(workspace, "task/DB_2", deleted: true)
        try append(workspace, "config/deep.json", deleted: true)
        let (summary, files) = try export(workspace)
        #expect(
            files[status]
                == (try text(workspace, status))
                .replacing(
                    ",\r\n\t\"points\": 1.50E+2,\r\n\t\"note\": \"\\ud83d\\udea8\"", with: ""))
        #expect(files[future] == #"{"future_tasks":[{"id":"DB_3","title":"T"}]}"#)
        #expect(files[working]?.contains("\"completed_tasks\": []") == true)
        #expect(files["config/deep.json"] == nil)
        #expect(summary.leftOut.map(\.path) == ["config/deep.json"])
        #expect(summary.leftOut.map(\.stream) == ["config/deep.json"])
        #expect(summary.unwritten.isEmpty, "\(summary.unwritten)")
    }

    @Test func queueEntriesAreWrittenWhereTheyAre() throws {
        let workspace = try uglyWorkspace()
        let stream = try #require(
            workspace.events().last {
                $0.stream.category == "message" && $0.change.data["queue"] != nil
            }
        ).stream.description
        try append(
            workspace, stream,
            ["status": "processed", "processed_at": "now", "queue": ["attempts": 2]])
        let (summary, files) = try export(workspace)
        #expect(summary.unwritten.isEmpty)
        #expect(
            files["message_queue/queue.json"]
                == #"[{"queue_id":"q1","status":"processed","message":{"from":"Agent-1","#
                + #""to":"Agent-2","content":"hi","processed_at":"now"},"attempts":2}]"#)
    }

    @Test func whatNoFileCanSayIsListed() throws {
        let workspace = try uglyWorkspace()
        let messages = try workspace.events().filter { $0.stream.category == "message" }
        let queued = try #require(messages.first { $0.change.data["queue"] != nil }).stream
        let text = try #require(messages.first { $0.change.data["queue"] == nil }).stream
        try append(workspace, queued.description, ["content": "other"])
        try append(workspace, text.description, ["status": "read"])
        try append(workspace, "task/NEW", ["title": "no file"])
        try append(workspace, "note/1", ["text": "never a file"])
        try append(workspace, "task/M-1", ["title": "else"])
        try append(workspace, "agent/Agent-3", ["role": "x"])
        let (summary, files) = try export(workspace)
        let listed = Dictionary(
            grouping: summary.unwritten, by: { "\($0.stream) \($0.pointer)" })
        #expect(
            Set(listed.keys) == [
                "\(queued) /content", "\(text) /status", "task/NEW ", "note/1 ", "task/M-1 /title",
                "agent/Agent-3 /role",
            ])
        #expect(listed["\(queued) /content"]?[0].reason.contains("another message") == true)
        #expect(listed["\(text) /status"]?[0].reason.contains("not JSON") == true)
        #expect(listed["task/NEW "]?[0].reason == "no file speaks of it")
        #expect(
            listed["task/M-1 /title"]?[0].reason.contains("agent/Agent-3#/current_tasks") == true)
        #expect(summary.rendered.isEmpty)
        #expect(files[status] == (try self.text(workspace, status)))
    }

    @Test func aFileThatIsNoJSONNowIsListedAndKeptAsItIs() throws {
        let workspace = try uglyWorkspace()
        try workspace.write("<<<<<<< HEAD\n", to: future)
        try workspace.importAnew()
        #expect(try export(workspace).0.rendered.isEmpty)
        try append(workspace, "task/DB_3", ["title": "X"])
        let (summary, files) = try export(workspace)
        #expect(
            summary.unwritten.contains {
                $0.stream == "task/DB_2" && $0.pointer.description == "/n"
            })
        #expect(files[future] == "<<<<<<< HEAD\n")
        #expect(
            summary.unwritten.contains { $0.stream == "task/DB_3" && $0.reason.contains(future) })
        #expect(summary.rendered.isEmpty)
    }

    @Test func aRollbackIsWrittenToo() throws {
        let workspace = try uglyWorkspace()
        try workspace.write(
            text(workspace, status).replacing("ACTIVE", with: "BUSY"), to: status)
        try workspace.importAnew()
        try append(workspace, "agent/Agent-3", ["status": "ACTIVE"])
        let (summary, files) = try export(workspace)
        #expect(summary.rendered.map(\.path) == [status])
        #expect(
            files[status] == (try text(workspace, status)).replacing("BUSY", with: "ACTIVE"))
    }
}
