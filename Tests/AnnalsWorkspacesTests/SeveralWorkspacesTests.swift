import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

/// Several folders in one store, each under a name.
@Suite(.storesChecked) struct SeveralWorkspacesTests {
    private let status = "agent_workspaces/Agent-1/status.json"

    private func folder(_ workspace: Workspace, _ name: String) throws -> WorkspaceFolder {
        try WorkspaceFolder(workspace.place.path(name), storePath: workspace.storePath)
    }

    private func capture(_ workspace: Workspace, _ name: String?) throws -> WorkspaceCapture {
        let registry = WorkspaceRegistry(workspace.log)
        if let name {
            try registry.remember(WorkspaceDescription(name: name), by: nil)
        }
        return WorkspaceCapture(workspace.log, try WorkspaceMount(named: name))
    }

    @Test func twoFleetsWithEqualAgentsDoNotMix() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "first"}"#, to: status)
        try workspace.place.write(#"{"status": "second"}"#, to: "other/\(status)")
        try workspace.place.write(
            #"{"current_task": {"task_id": "T-1", "title": "One"}}"#,
            to: "other/agent_workspaces/Agent-1/working_tasks.json")
        try workspace.importAnew()
        let named = try capture(workspace, "beta").capture(folder(workspace, "other"))
        #expect(named.captured == 2 && named.deleted == 0)
        #expect(try workspace.document("agent/Agent-1")?["status"] == "first")
        #expect(try workspace.document("agent//beta/Agent-1")?["status"] == "second")
        #expect(try workspace.document("task//beta/T-1")?["title"] == "One")
        #expect(try workspace.document("file//beta/\(status)") != nil)
        #expect(try workspace.document("folders//beta/workspace") != nil)
        let event = try #require(try workspace.events("file//beta/\(status)").first)
        #expect(event.actor.name == "/beta/Agent-1")
        // Neither knows of the other, also when it is read from the log alone.
        #expect(try workspace.importAnew().events == 0)
        #expect(try capture(workspace, "beta").capture(folder(workspace, "other")).events == 0)
        try workspace.remove(status)
        #expect(try workspace.importAnew().deleted == 1)
        #expect(try workspace.document("agent//beta/Agent-1")?["status"] == "second")
        #expect(try capture(workspace, "beta").check(folder(workspace, "other")).isSame)
    }

    /// Members that name agents do so as the streams of the agents do.
    @Test func agentsOfTwoWorkspacesAreTwo() throws {
        let workspace = try Workspace()
        let tasks = #"{"current_task": {"task_id": "T-1", "title": "One", "note": "x"}}"#
        let path = "agent_workspaces/Agent-1/working_tasks.json"
        try workspace.write(tasks, to: path)
        try workspace.place.write(tasks, to: "other/\(path)")
        try workspace.importAnew()
        _ = try capture(workspace, "beta").capture(folder(workspace, "other"))
        #expect(try workspace.document("task/T-1")?["agent_id"] == "Agent-1")
        #expect(try workspace.document("task//beta/T-1")?["agent_id"] == "/beta/Agent-1")
        #expect(try workspace.document("agent//beta/Agent-1") != nil)
        // A change made otherwise reaches the file by the name that the file has for the agent.
        let stream = try StreamName("task//beta/T-1")
        _ = try workspace.log.append(
            [
                NewEvent(
                    stream: stream, type: try EventType("task.updated"), actor: try Actor("ada"),
                    change: Change(data: ["assigned_to": "/beta/Agent-2"]))
            ])
        let out = workspace.place.path("out")
        let export = WorkspaceExport(workspace.log, try WorkspaceMount(named: "beta"))
        let result = try export.write(to: out, at: workspace.head(), isCurrent: true)
        // Nobody but the file knows of the other agent then.
        #expect(result.unwritten.allSatisfy { $0.stream.hasPrefix("agent/") })
        let written = try String(contentsOfFile: "\(out)/\(path)", encoding: .utf8)
        #expect(written.contains(#""assigned_to": "Agent-2""#) && !written.contains("beta"))
        // With its file the document ends: nothing else was said of it but that.
        try workspace.place.write("{}", to: "other/\(path)")
        _ = try capture(workspace, "beta").capture(folder(workspace, "other"))
        #expect(try workspace.document("task//beta/T-1")?["assigned_to"] == "/beta/Agent-2")
    }

    @Test func eachIsExportedByItself() throws {
        let workspace = try Workspace()
        try workspace.write("first", to: "a.txt")
        try workspace.place.write(#"{"status": "second"}"#, to: "other/\(status)")
        try workspace.importAnew()
        _ = try capture(workspace, "beta").capture(folder(workspace, "other"))
        let mount = try WorkspaceMount(named: "beta")
        for (mount, source) in [(WorkspaceMount.unnamed, "fleet"), (mount, "other")] {
            let out = workspace.place.path("out-\(source)")
            _ = try WorkspaceExport(workspace.log, mount).write(to: out, at: workspace.head())
            #expect(try tree(out) == tree(workspace.place.path(source)))
        }
        // A document that changed otherwise is rendered into its own workspace's file.
        let change = NewEvent(
            stream: try StreamName("agent//beta/Agent-1"), type: try EventType("agent.updated"),
            actor: try Actor("somebody"), change: Change(data: ["status": "api"]))
        _ = try workspace.log.append([change])
        let out = workspace.place.path("out-current")
        let export = try WorkspaceExport(workspace.log, mount).write(
            to: out, at: workspace.head(), isCurrent: true)
        #expect(export.rendered.map(\.path) == [status])
        #expect(export.unwritten.isEmpty)
        let text = try String(contentsOfFile: "\(out)/\(status)", encoding: .utf8)
        #expect(text == #"{"status": "api"}"#)
    }

    @Test func anotherFolderIsRefusedUntilItIsNamedOrMayReplace() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "first"}"#, to: status)
        try workspace.importAnew()
        try workspace.place.write("other", to: "other/b.txt")
        try workspace.place.write(#"{"status": "first"}"#, to: "moved/renamed.json")
        func take(_ name: String, mayReplace: Bool = false) throws -> WorkspaceImport {
            try WorkspaceCapture(workspace.log).capture(
                folder(workspace, name), mayReplace: mayReplace)
        }
        let head = try workspace.head()
        #expect(throws: StoreError(.invalidArgument, "")) { try take("other") }
        #expect(try workspace.head() == head)
        // The same bytes under another name: the folder was rearranged.
        #expect(try take("moved").captured + take("moved").moved <= 1)
        #expect(try take("other", mayReplace: true).captured == 1)
        #expect(try workspace.document("agent/Agent-1") == nil)
    }

    @Test(arguments: ["", ".", "..", "a/b", "-a", "a b", "é", String(repeating: "a", count: 64)])
    func noName(name: String) {
        #expect(throws: StoreError(.invalidName, "")) { try WorkspaceMount(named: name) }
    }

    @Test func aStoreRemembersItsWorkspaces() throws {
        let made = try TestLog()
        let registry = WorkspaceRegistry(made.log)
        var first = WorkspaceDescription(name: nil)
        first.excluding = ["*.log"]
        first.redactsSecrets = true
        var second = WorkspaceDescription(name: "beta")
        second.folder = "/somewhere"
        second.usesDefaultExcludes = false
        second.readsGitIgnore = true
        for workspace in [second, first] {
            #expect(try registry.remember(workspace, by: nil))
            #expect(try !registry.remember(workspace, by: nil))
        }
        #expect(try registry.all() == [first, second])
        first.excluding = []
        #expect(try registry.remember(first, by: nil))
        #expect(try registry.workspace(named: nil) == first)
        #expect(try registry.workspace(named: "gamma") == nil)
        #expect(try registry.names() == ["beta"])
    }

    @Test func aRollbackOfOneLeavesTheOthers() throws {
        let workspace = try Workspace()
        try workspace.write(#"{"status": "first"}"#, to: status)
        try workspace.place.write(#"{"status": "second"}"#, to: "other/\(status)")
        try workspace.importAnew()
        _ = try capture(workspace, "beta").capture(folder(workspace, "other"))
        let before = try workspace.head()
        try workspace.write(#"{"status": "first!"}"#, to: status)
        try workspace.place.write(#"{"status": "second!"}"#, to: "other/\(status)")
        try workspace.importAnew()
        _ = try capture(workspace, "beta").capture(folder(workspace, "other"))
        var scope = RollbackScope(includesFiles: true)
        scope.workspace = "beta"
        #expect(scope.admits(try StreamName("task//beta/T-1")))
        #expect(!scope.admits(try StreamName("task/T-1")))
        #expect(!scope.admits(try StreamName("task//beta2/T-1")))
        let restoration = try FolderRestoration(
            workspace.log, folder(workspace, "other"), WorkspaceMount(named: "beta"))
        let history = History(log: workspace.log)
        _ = try history.rollbackPreview(
            to: .position(before), scope, onStep: { _ = try restoration.plan($0) })
        try restoration.check()
        let summary = try history.rollback(
            to: .position(before), scope, by: Actor("somebody"), reason: "a test")
        #expect(try restoration.restore(after: summary).written == [status])
        #expect(try workspace.document("agent//beta/Agent-1")?["status"] == "second")
        #expect(try workspace.document("agent/Agent-1")?["status"] == "first!")
        #expect(try capture(workspace, "beta").capture(folder(workspace, "other")).events == 0)
    }
}
