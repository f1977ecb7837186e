import AnnalsHistory
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog
@testable import AnnalsWorkspaces

/// Streams that callers name so that no file can have them are listed, and hold up nothing.
@Suite(.storesChecked) struct UnusablePathTests {
    private static let ids = ["../x", "a//b", "%ZZ", "%41", "/etc/x", ".git/hooks/x", "a/", "./a"]

    private func append(_ workspace: Workspace, _ stream: String, _ change: Change) throws {
        let name = try StreamName(stream)
        let event = NewEvent(
            stream: name, type: try EventType("\(name.category).captured"),
            actor: try Actor("somebody"), change: change)
        _ = try workspace.log.write { try $0.append([event], .lenient) }
    }

    /// A workspace with one file, and streams that no file can have.
    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(#"{"status":"ACTIVE"}"#, to: "agent_workspaces/A/status.json")
        try workspace.importAnew()
        for id in Self.ids { try append(workspace, "file/\(id)", Change(data: ["text": "evil"])) }
        try append(
            workspace, "folders/workspace",
            Change(data: ["folders": ["../out": "0755", "a//b": "0755"]]))
        return workspace
    }

    private func names(_ findings: [WorkspaceFinding]) -> Set<String> {
        Set(findings.filter { $0.kind == .unusablePath }.map(\.path))
    }

    private static let all = Set(ids).union(["../out"])

    @Test func anImportListsThem() throws {
        let workspace = try workspace()
        try workspace.write("new", to: "notes/n.txt")
        let summary = try workspace.importAnew()
        #expect(names(summary.findings) == Self.all)
        #expect(try workspace.document("file/notes/n.txt") != nil)
        #expect(try workspace.document("file/../x") != nil)
        #expect(try workspace.importAnew().events == 0)
    }

    @Test func aComparisonListsThem() throws {
        let workspace = try workspace()
        let check = try WorkspaceCapture(workspace.log).check(workspace.folder())
        #expect(check.differences.isEmpty)
        #expect(names(check.findings) == Self.all)
        for id in Self.ids { try append(workspace, "file/\(id)", Change(deleted: true)) }
        try append(
            workspace, "folders/workspace",
            Change(unset: [try JSONPointer("/folders/..~1out"), try JSONPointer("/folders/a~1~1b")])
        )
        let clean = try WorkspaceCapture(workspace.log).check(workspace.folder())
        #expect(clean.isSame)
    }

    @Test func anExportListsThemAndWritesTheRest() throws {
        let workspace = try workspace()
        for isCurrent in [false, true] {
            let target = workspace.place.path("out-\(isCurrent)")
            let summary = try WorkspaceExport(workspace.log).write(
                to: target, at: try workspace.head(), isCurrent: isCurrent)
            #expect(names(summary.refused) == Self.all)
            #expect(
                summary.refused.count == summary.refused.filter { $0.kind == .unusablePath }.count)
            #expect(summary.files == 1)
            #expect(try Set(tree(target).keys.filter { !$0.hasPrefix("agent") }).isEmpty)
        }
        #expect(!FileManager.default.fileExists(atPath: workspace.place.path("x")))
    }

    @Test func aRollbackPassesOverThem() throws {
        let workspace = try workspace()
        let good = try workspace.head()
        let path = "agent_workspaces/A/status.json"
        try workspace.write("broken", to: path)
        try workspace.importAnew()
        for id in Self.ids { try append(workspace, "file/\(id)", Change(deleted: true)) }
        let restoration = FolderRestoration(workspace.log, try workspace.folder())
        var scope = RollbackScope.everything
        scope.includesFiles = true
        let history = History(log: workspace.log)
        var actions: [String: WorkspaceRollback.Action?] = [:]
        let preview = try history.rollbackPreview(
            to: .position(good), scope,
            onStep: { step in actions[step.stream.id] = try restoration.plan(step) })
        for id in Self.ids { #expect(actions[id] == .refused, "\(id)") }
        #expect(actions[path] == .write)
        try restoration.check()
        let done = try history.rollback(
            to: .position(preview.to), scope, by: Actor("Agent-1"), reason: "test")
        let summary = try restoration.restore(after: done)
        #expect(summary.written == [path])
        #expect(names(summary.refused) == Set(Self.ids))
        #expect(summary.refused.count == Self.ids.count)
        #expect(!FileManager.default.fileExists(atPath: workspace.place.path("x")))
    }

    @Test func whereAFileCameFromMayBeNoPath() throws {
        let workspace = try workspace()
        let path = "agent_workspaces/A/status.json"
        let long = String(repeating: "x", count: 2_000)
        for from in ["", "../x", long, path, "a\u{1}b"] {
            let stream = try StreamName("file/\(path)")
            var event = NewEvent(
                stream: stream, type: try EventType("file.moved"), actor: try Actor("somebody"),
                change: Change(data: ["text": "no JSON", "moved_from": .string(from)]))
            event.causation = .position(1)
            let moved = event
            _ = try workspace.log.write { try $0.append([moved], .lenient) }
            _ = try workspace.importAnew()
            _ = try workspace.log.write { try $0.append([moved], .lenient) }
            _ = try WorkspaceCapture(workspace.log).interpretations(at: workspace.head())
        }
    }
}

/// Permissions that are not set again are listed.
@Suite(.storesChecked) struct ReducedModeTests {
    @Test func setuidAndSetgidAreListed() throws {
        let workspace = try Workspace()
        for (name, mode) in [
            ("plain", 0o755), ("user", 0o4755), ("group", 0o2750), ("sticky", 0o1755),
        ] {
            try workspace.write(name, to: name)
            chmod("\(workspace.path)/\(name)", mode_t(mode))
        }
        try workspace.write("x", to: "folder/file")
        chmod("\(workspace.path)/folder", 0o6755)
        try workspace.importAnew()
        let target = workspace.place.path("out")
        let summary = try WorkspaceExport(workspace.log).write(to: target, at: try workspace.head())
        let reduced = summary.reducedModes.map {
            [$0.path, $0.mode, $0.written]
        }
        #expect(
            reduced == [
                ["folder", "6755", "2755"], ["group", "2750", "0750"], ["user", "4755", "0755"],
            ])
        #expect(summary.reducedModes.allSatisfy { $0.reason.contains("setuid") })
        #expect(summary.refused.isEmpty)
        #expect(try tree(target)["user"]?.hasPrefix("file 755 ") == true)

        let good = try workspace.head()
        for name in ["plain", "user", "group", "sticky"] { try workspace.write("other", to: name) }
        try workspace.importAnew()
        let restoration = FolderRestoration(workspace.log, try workspace.folder())
        var scope = RollbackScope.everything
        scope.includesFiles = true
        let history = History(log: workspace.log)
        let preview = try history.rollbackPreview(
            to: .position(good), scope, onStep: { step in _ = try restoration.plan(step) })
        try restoration.check()
        let done = try history.rollback(
            to: .position(preview.to), scope, by: Actor("Agent-1"), reason: "test")
        let files = try restoration.restore(after: done)
        #expect(files.reducedModes.map(\.path) == ["group", "user"])
    }
}
