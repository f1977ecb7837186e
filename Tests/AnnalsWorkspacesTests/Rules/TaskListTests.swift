import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// Task lists of no tool in particular: every task of a list is there, whoever has it, and what two
/// files tell differently is said.
@Suite(.storesChecked) struct TaskListTests {
    private func tasks(_ workspace: Workspace) throws -> Set<String> {
        Set(try workspace.events().map(\.stream).filter { $0.category == "task" }.map(\.id))
    }

    @Test(arguments: ["x/tasks.json", "x/todo.json", "agents/ada/tasks.json"])
    func aTaskThatSomebodyTakesHidesNoOther(path: String) throws {
        let workspace = try Workspace()
        let open = #"{"id": 1, "title": "A", "status": "pending"}"#
        try workspace.write(
            #"{"tasks": [\#(open), {"id": 2, "title": "B", "status": "pending"}]}"#, to: path)
        try workspace.importAnew()
        let ids = try tasks(workspace)
        #expect(ids.count == 2)
        for member in ["assigned_to", "agent_id", "claimed_by", "assignee"] {
            let taken = #"{"id": 2, "title": "B", "status": "pending", "\#(member)": "bob"}"#
            try workspace.write(#"{"tasks": [\#(open), \#(taken)]}"#, to: path)
            try workspace.importAnew()
            #expect(try tasks(workspace) == ids, "\(member)")
            for id in ids { #expect(try workspace.document("task/\(id)") != nil, "\(member)") }
        }
    }

    @Test func aFileThatIsAListIsOne() throws {
        let workspace = try Workspace()
        let task = #"{"id": 1, "title": "A", "status": "pending"}"#
        try workspace.write("[\(task)]", to: "x/tasks.json")
        try workspace.write(task + "\n" + task.replacing("1", with: "2"), to: "y/tasks.jsonl")
        try workspace.write("- {id: 1, title: A, status: open}\n", to: "z/tasks.yaml")
        try workspace.write("[\(task)]", to: "agents/ada/tasks.json")
        try workspace.importAnew()
        #expect(try tasks(workspace) == ["x/1", "y/1", "y/2", "z/1", "ada/1"])
    }

    /// Texts of a user interface name the members that tasks have.
    @Test(arguments: [
        "src/i18n/task.json", "app/locales/en/tasks.json", "__snapshots__/tasks.json",
    ])
    func whatMembersAreCalledIsNoTask(path: String) throws {
        let workspace = try Workspace()
        try workspace.write(
            #"{"id": "ID", "title": "Title", "assigned_to": "Assigned to", "status": "Status"}"#,
            to: path)
        try workspace.importAnew()
        #expect(try tasks(workspace).isEmpty)
    }

    @Test func twoTitlesOfOneTaskAreSaidOnce() throws {
        let workspace = try Workspace()
        func write(_ title: String, _ folder: String) throws {
            try workspace.write(
                "---\nid: 1\nstatus: open\ntitle: \(title)\n---\n", to: "x/tasks/\(folder)/1.md")
        }
        func importNew() throws -> WorkspaceImport {
            try WorkspaceCapture(workspace.log).capture(
                workspace.folder(), listsAllFindings: false)
        }
        try write("Keel", "a")
        try write("Rudder", "b")
        let first = try importNew()
        #expect(first.findings.map(\.kind) == [.conflictingTitles])
        let second = try importNew()
        #expect(second.findings.isEmpty && second.findingsBefore == 1)
        try write("Keel", "b")
        let third = try importNew()
        #expect(third.findings.isEmpty && third.findingsBefore == 0)
    }

    @Test(arguments: ["todo.yaml", "todos.yaml", "tasks.yml"])
    func aListThatBreaksKeepsItsTasksAndIsNamed(name: String) throws {
        let workspace = try Workspace()
        try workspace.write("- {id: 1, title: A, status: open}\n", to: "x/\(name)")
        try workspace.importAnew()
        #expect(try workspace.document("task/x/1") != nil)
        try workspace.write("- {id: 1, title: A, status: open}\n{\n", to: "x/\(name)")
        let summary = try workspace.importAnew()
        #expect(summary.findings.map(\.kind) == [.notYAML])
        #expect(try workspace.document("task/x/1") != nil)
    }
}
