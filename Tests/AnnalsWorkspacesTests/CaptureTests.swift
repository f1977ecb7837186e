import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

@Suite(.storesChecked) struct CaptureTests {
    private let status = "agent_workspaces/Agent-1/status.json"

    @Test func theSameFilesAgainAppendNothing() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "a"}"#, to: status)
        try workspace.write("text", to: "notes.txt")
        let first = try workspace.importAnew()
        #expect(first.captured == 2)
        let head = try workspace.head()
        let second = try workspace.importAnew()
        #expect(second.captured == 0)
        #expect(second.unchanged == 2)
        #expect(second.events == 0)
        #expect(try workspace.head() == head)
    }

    @Test func documentsFollowFromFilesAndNameTheirCause() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "a", "extra": {"x": 1, "y": 2}}"#, to: status)
        try workspace.importAnew()
        try workspace.write(#"{"status": "b", "extra": {"x": 1}}"#, to: status)
        let summary = try workspace.importAnew()
        #expect(summary.captured == 1)
        #expect(summary.documentsChanged == ["agent": 1])
        let events = try workspace.events("agent/Agent-1")
        #expect(events.map(\.type.name) == ["agent.created", "agent.updated"])
        #expect(events.last?.change.data == ["status": "b"])
        #expect(events.last?.change.unset.map(\.description) == ["/extra/y"])
        let file = try #require(try workspace.events("file/\(status)").last)
        #expect(events.last?.causation == file.position)
        #expect(file.actor.name == "Agent-1")
        #expect(file.reason == Attribution.inferred)
        #expect(file.change.data["text"] == #"{"status": "b", "extra": {"x": 1}}"#)
    }

    @Test func attributionIsGivenOrInferred() throws {
        let workspace = try Workspace()
        try workspace.write("{}", to: status)
        try workspace.write("{}", to: "x.json")
        try workspace.importAnew()
        #expect(try workspace.events("file/x.json").first?.actor.kind == .system)
        try workspace.write("{ }", to: status)
        let maria = try Actor("maria", kind: .human)
        try workspace.importAnew(Attribution(actor: maria, reason: "by hand"))
        let event = try workspace.events("file/\(status)").last
        #expect(event?.actor == maria)
        #expect(event?.reason == "by hand")
    }

    @Test func aChangeMadeOtherwiseStandsUntilAFileSpeaksOfIt() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "a", "team": "x"}"#, to: status)
        try workspace.importAnew()
        let change = NewEvent(
            stream: try StreamName("agent/Agent-1"), type: try EventType("agent.updated"),
            actor: try Actor("maria", kind: .human),
            change: Change(data: ["status": "mine", "note": "n"]))
        _ = try workspace.log.append([change])
        try workspace.importAnew()
        #expect(try workspace.document("agent/Agent-1")?["status"] == "mine")
        try workspace.write(#"{"status": "a", "team": "y"}"#, to: status)
        try workspace.importAnew()
        #expect(try workspace.document("agent/Agent-1")?["status"] == "mine")
        #expect(try workspace.document("agent/Agent-1")?["team"] == "y")
        try workspace.write(#"{"status": "b", "team": "y"}"#, to: status)
        try workspace.importAnew()
        #expect(try workspace.document("agent/Agent-1")?["status"] == "b")
        // The file goes; what somebody else wrote does not.
        try workspace.remove("agent_workspaces")
        try workspace.importAnew()
        #expect(try workspace.document("agent/Agent-1")?["note"] == "n")
        #expect(try workspace.document("agent/Agent-1")?["sources"] == nil)
    }

    @Test func twoFilesAboutOneTaskDoNotFlipFlop() throws {
        let workspace = try Workspace()
        let future = "agent_workspaces/Agent-1/future_tasks.json"
        let working = "agent_workspaces/Agent-1/working_tasks.json"
        try workspace.write(#"{"future_tasks": [{"id": "T", "title": "one"}]}"#, to: future)
        try workspace.write(#"{"current_task": {"id": "T", "title": "two"}}"#, to: working)
        try workspace.importAnew()
        #expect(try workspace.events("task/T").count == 1)
        #expect(try workspace.document("task/T")?["title"] == "two")
        try workspace.write(#"{"future_tasks": [{"id": "T", "title": "three"}]}"#, to: future)
        try workspace.importAnew()
        #expect(try workspace.document("task/T")?["title"] == "two")
        #expect(try workspace.events("task/T").count == 1)
        // The task goes from one list to the other: it does not end on the way.
        try workspace.write(#"{"future_tasks": []}"#, to: future)
        try workspace.write(#"{"completed_tasks": [{"id": "T", "title": "two"}]}"#, to: working)
        try workspace.importAnew()
        #expect(
            try workspace.events("task/T").map(\.type.name) == ["task.created", "task.updated"])
        try workspace.write("{}", to: working)
        try workspace.importAnew()
        #expect(try workspace.document("task/T") == nil)
        #expect(try workspace.events("task/T").last?.type.name == "task.withdrawn")
    }

    @Test func aHalfWrittenFileTakesNothingBack() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "a"}"#, to: status)
        try workspace.importAnew()
        try workspace.write(#"{"status": "b""#, to: status)
        let broken = try workspace.importAnew()
        #expect(broken.captured == 1)
        #expect(broken.findings.map(\.kind) == [.notJSON])
        #expect(try workspace.document("agent/Agent-1")?["status"] == "a")
        // A new process knows what the last whole version said.
        try workspace.write(#"{"status": "b"}"#, to: status)
        try workspace.importAnew()
        #expect(try workspace.events("agent/Agent-1").last?.change.data == ["status": "b"])
        #expect(try workspace.events("agent/Agent-1").count == 2)
    }

    @Test func aMovedFileIsRecognised() throws {
        let workspace = try Workspace()
        try workspace.write("From: Agent-2\nhi", to: "agent_workspaces/Agent-1/inbox/a.md")
        try workspace.write("From: Agent-2\nhi", to: "agent_workspaces/Agent-3/inbox/a.md")
        try workspace.importAnew()
        try FileManager.default.createDirectory(
            atPath: workspace.path + "/agent_workspaces/Agent-1/inbox/processed",
            withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: workspace.path + "/agent_workspaces/Agent-1/inbox/a.md",
            toPath: workspace.path + "/agent_workspaces/Agent-1/inbox/processed/a.md")
        let summary = try workspace.importAnew()
        #expect(summary.moved == 1)
        #expect(summary.captured == 0)
        #expect(summary.deleted == 0)
        let moved = try workspace.events("file/agent_workspaces/Agent-1/inbox/processed/a.md")
        #expect(moved.map(\.type.name) == ["file.moved"])
        #expect(moved[0].change.data["moved_from"] == "agent_workspaces/Agent-1/inbox/a.md")
        let messages = try workspace.events().filter { $0.stream.category == "message" }
        #expect(
            messages.map(\.type.name) == ["message.created", "message.created", "message.updated"])
        #expect(messages.last?.change.data["status"] == "processed")
        #expect(messages.last?.causation == moved[0].position)
        #expect(moved[0].causation == moved[0].position - 1)
    }

    @Test func aHistoryCanBeCapturedVersionByVersion() throws {
        let workspace = try Workspace()
        func version(_ text: String) -> FileVersion {
            FileVersion(content: .bytes(Array(text.utf8)))
        }
        let path: WorkspacePath = "config/a.json"
        let summary = try workspace.capture.capture(
            [
                FileChange(path: path, version: version("1")),
                FileChange(path: path, version: version("2")),
                FileChange(path: path, version: nil),
                FileChange(path: path, version: version("2")),
                FileChange(path: "never/was.txt", version: nil),
            ], Attribution(cycle: 3))
        #expect(summary.captured == 3)
        #expect(summary.deleted == 1)
        let events = try workspace.events("file/config/a.json")
        #expect(events.map(\.type.verb) == ["captured", "captured", "deleted", "captured"])
        #expect(events.allSatisfy { $0.cycle == 3 })
        #expect(try workspace.document("config/a.json") == ["value": 2])
    }

    @Test func twoCapturesIntoOneStoreSeeEachOther() throws {
        let workspace = try Workspace()
        let other = WorkspaceCapture(workspace.log)
        func change(_ text: String) -> [FileChange] {
            [
                FileChange(
                    path: "config/a.json",
                    version: FileVersion(content: .bytes(Array(text.utf8))))
            ]
        }
        _ = try workspace.capture.capture(change(#"{"a": 1}"#))
        _ = try other.capture(change(#"{"a": 2}"#))
        #expect(try workspace.capture.capture(change(#"{"a": 2}"#)).unchanged == 1)
        _ = try workspace.capture.capture(change(#"{"a": 3}"#))
        #expect(try other.capture(change(#"{"a": 3}"#)).unchanged == 1)
        #expect(try workspace.events("config/a.json").count == 3)
    }

    @Test func aFolderWhoseNameIsTooLongForAnActorIsCaptured() throws {
        let workspace = try Workspace()
        let name = "Agent-1" + String(repeating: "\n", count: 100)
        try workspace.write(#"{"status": "a"}"#, to: "agent_workspaces/\(name)/status.json")
        let summary = try workspace.importAnew()
        #expect(summary.captured == 1)
        let event = try workspace.events().first { $0.stream.category == "file" }
        #expect(event?.actor.name == "workspace")
        #expect(event?.actor.kind == .system)
    }
}
