import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// Files that go and come back, and files that break on their way.
@Suite(.storesChecked) struct SilenceTests {
    private let tasks = "agent_workspaces/Agent-1/working_tasks.json"
    private let status = "agent_workspaces/Agent-1/status.json"

    private func append(
        _ workspace: Workspace, _ stream: String, _ data: JSONObject
    ) throws {
        let stream = try StreamName(stream)
        let event = NewEvent(
            stream: stream, type: try EventType("\(stream.category).changed"),
            actor: try Actor("api"), change: Change(data: data))
        _ = try workspace.log.write { transaction in try transaction.append([event], .lenient) }
    }

    /// What becomes of a document whose file says `text`, is changed through the API, goes, and
    /// comes back saying `then`.
    private func comeBack(
        _ path: String, _ stream: String, _ text: String, _ data: JSONObject, then: String
    ) throws -> (left: JSONObject?, back: JSONObject?, workspace: Workspace) {
        let workspace = try Workspace()
        try workspace.write(text, to: path)
        try workspace.write("stays", to: "agent_workspaces/Agent-1/notes.txt")
        try workspace.importAnew()
        try append(workspace, stream, data)
        try workspace.remove(path)
        try workspace.importAnew()
        let left = try workspace.document(stream)
        try workspace.write(then, to: path)
        try workspace.importAnew()
        return (left, try workspace.document(stream), workspace)
    }

    @Test(arguments: ["task", "agent", "config"])
    func whatIsSaidAgainIsNothingNew(sort: String) throws {
        let (path, stream, text) =
            switch sort {
            case "task":
                (tasks, "task/T", #"{"current_task": {"task_id": "T", "status": "A", "n": 1}}"#)
            case "agent": (status, "agent/Agent-1", #"{"status": "A", "n": 1}"#)
            default: ("config/c.json", "config/c.json", #"{"status": "A", "n": 1}"#)
            }
        let change: JSONObject = ["status": "API", "more": true]
        var (left, back, workspace) = try comeBack(path, stream, text, change, then: text)
        #expect(left?["status"] == "API" && left?["n"] == 1)
        #expect(back?["status"] == "API" && back?["n"] == 1 && back?["more"] == true)
        let isInFiles = JSONValue.string(path)
        if sort != "config" {
            #expect(back?["sources"]?.asArray?[0].asObject?["file"] == isInFiles)
            #expect(left?["sources"]?.asArray?[0].asObject?["file"] != isInFiles)
        }
        // A new value of another member is new, and so is another value of the same one.
        (_, back, workspace) = try comeBack(
            path, stream, text, change, then: text.replacing("\"n\": 1", with: "\"n\": 2"))
        #expect(back?["status"] == "API" && back?["n"] == 2)
        (_, back, _) = try comeBack(
            path, stream, text, change, then: text.replacing("\"A\"", with: "\"B\""))
        #expect(back?["status"] == "B" && back?["more"] == true)
        // Once more, now that the files spoke again.
        try workspace.remove(path)
        try workspace.importAnew()
        try workspace.write(text, to: path)
        try workspace.importAnew()
        back = try workspace.document(stream)
        #expect(back?["status"] == "API" && back?["n"] == 1)
    }

    @Test func whatOnlyFilesMadeEndsAndBeginsWithThem() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"current_task": {"task_id": "T", "status": "A"}}"#, to: tasks)
        try workspace.write(#"{"status": "A"}"#, to: status)
        try workspace.importAnew()
        try workspace.remove(tasks)
        try workspace.remove(status)
        try workspace.importAnew()
        #expect(try workspace.document("task/T") == nil)
        #expect(try workspace.document("agent/Agent-1")?["status"] == nil)
        try append(workspace, "task/T", ["status": "API"])
        try workspace.write(#"{"current_task": {"task_id": "T", "status": "A"}}"#, to: tasks)
        try workspace.importAnew()
        #expect(try workspace.document("task/T")?["status"] == "A")
    }

    @Test func aFileThatMovesWhileItIsBrokenSaysWhatItSaid() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "A", "n": 1}"#, to: status)
        try workspace.importAnew()
        try workspace.write(#"{"status": "A", "n": "#, to: status)
        try workspace.importAnew()
        #expect(try workspace.document("agent/Agent-1")?["status"] == "A")
        let moved = "agent_workspaces/Agent-2/status.json"
        try workspace.remove("agent_workspaces/Agent-1")
        try workspace.write(#"{"status": "A", "n": "#, to: moved)
        #expect(try workspace.importAnew().moved == 1)
        #expect(try workspace.document("agent/Agent-2")?["status"] == "A")
        try append(workspace, "agent/Agent-2", ["status": "API"])
        // Another process reads what it said from the log alone; it was said before.
        try workspace.write(#"{"status": "A", "n": 2}"#, to: moved)
        try workspace.importAnew()
        #expect(try workspace.document("agent/Agent-2")?["status"] == "API")
        #expect(try workspace.document("agent/Agent-2")?["n"] == 2)
    }

    @Test func whatARollbackTookBackWasNeverSaid() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "A"}"#, to: status)
        try workspace.importAnew()
        try workspace.write("broken", to: status)
        try workspace.importAnew()
        let head = try workspace.head()
        try workspace.write(#"{"status": "B"}"#, to: status)
        try workspace.importAnew()
        _ = try History(log: workspace.log).rollback(
            to: .position(head), RollbackScope(includesFiles: true), by: Actor("m"), reason: "r")
        #expect(try workspace.document("agent/Agent-1")?["status"] == "A")
        try workspace.write(#"{"status": "B"}"#, to: status)
        try workspace.importAnew()
        #expect(try workspace.document("agent/Agent-1")?["status"] == "B")
    }
}
