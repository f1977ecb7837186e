import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsWorkspaces

/// Rollbacks that give a folder its files back.
@Suite(.storesChecked) struct RestorationTests {
    private let status = "agent_workspaces/Agent-1/status.json"

    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write("{ \"status\":\"A\" }\r\n", to: status)
        try workspace.write("notes", to: "notes/n.txt")
        try workspace.write("x", to: "x")
        try workspace.importAnew()
        return workspace
    }

    private func plan(
        _ workspace: Workspace, to position: Int64, _ scope: RollbackScope = .everything
    ) throws -> (restoration: FolderRestoration, actions: [String: WorkspaceRollback.Action]) {
        var scope = scope
        scope.includesFiles = true
        let restoration = FolderRestoration(workspace.log, try workspace.folder())
        var actions: [String: WorkspaceRollback.Action] = [:]
        _ = try History(log: workspace.log).rollbackPreview(
            to: .position(position), scope,
            onStep: { step in actions[step.stream.id] = try restoration.plan(step) })
        return (restoration, actions)
    }

    /// Rolls back with files, as `Store.rollback(files:)` does.
    @discardableResult
    private func rollBack(
        _ workspace: Workspace, to position: Int64, _ scope: RollbackScope = .everything,
        meanwhile: () throws -> Void = {}
    ) throws -> WorkspaceRollback {
        let (restoration, _) = try plan(workspace, to: position, scope)
        try restoration.check()
        var scope = scope
        scope.includesFiles = true
        let done = try History(log: workspace.log).rollback(
            to: .position(position), scope, by: Actor("maria", kind: .human), reason: "back")
        try meanwhile()
        return try restoration.restore(after: done)
    }

    private func expectNothingToImport(_ workspace: Workspace) throws {
        let head = try workspace.head()
        let again = try workspace.importAnew()
        #expect(again.events == 0)
        #expect(try workspace.head() == head)
    }

    private func documents(_ workspace: Workspace, at position: Int64) throws -> [String:
        JSONObject]
    {
        var documents: [String: JSONObject] = [:]
        let stored = StoredDocuments(workspace.log, at: position)
        for stream in try stored.streams() {
            documents[stream.description] = try stored.document(of: stream)
        }
        return documents
    }

    @Test func theOldBytesAreBack() throws {
        let workspace = try workspace()
        let head = try workspace.head()
        let before = try tree(workspace.path)
        let documents = try documents(workspace, at: head)
        try workspace.write(#"{"status": "B"}"#, to: status)
        try workspace.write("new", to: "made/deep/new.txt")
        try workspace.remove("x")
        try workspace.remove("notes")
        try workspace.write("now a file", to: "notes")
        let files = FileManager.default
        try files.createDirectory(
            atPath: "\(workspace.path)/empty", withIntermediateDirectories: false)
        try files.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: "\(workspace.path)/\(status)")
        try workspace.importAnew()
        let (_, actions) = try plan(workspace, to: head)
        #expect(
            actions == [
                status: .write, "made/deep/new.txt": .remove, "x": .write, "notes": .remove,
                "notes/n.txt": .write,
            ])
        let summary = try rollBack(workspace, to: head)
        #expect(summary.refused.isEmpty, "\(summary.refused)")
        #expect(summary.written == [status, "notes/n.txt", "x"])
        #expect(summary.removed == ["made/deep/new.txt", "notes"])
        #expect(summary.removedFolders == ["made/deep", "made", "empty"])
        #expect(try tree(workspace.path) == before)
        #expect(try self.documents(workspace, at: .max) == documents)
        try expectNothingToImport(workspace)
        let again = try rollBack(workspace, to: head)
        #expect(again.written.isEmpty && again.removed.isEmpty && again.same == 5)
    }

    @Test func whatWasNotWrittenIsWrittenByTheNextTime() throws {
        let workspace = try workspace()
        let head = try workspace.head()
        let before = try tree(workspace.path)
        try workspace.write(#"{"status": "B"}"#, to: status)
        try workspace.write("new", to: "made/new.txt")
        try workspace.importAnew()
        // As if the process had been killed between the commit and the first file.
        _ = try History(log: workspace.log).rollback(
            to: .position(head), RollbackScope(includesFiles: true), by: Actor("m"), reason: "r")
        #expect(try tree(workspace.path) != before)
        let summary = try rollBack(workspace, to: head)
        #expect(summary.written == [status])
        #expect(summary.removed == ["made/new.txt"])
        #expect(try tree(workspace.path) == before)
        try expectNothingToImport(workspace)
    }

    @Test func whatIsNotCapturedIsNotOverwritten() throws {
        let workspace = try workspace()
        let head = try workspace.head()
        try workspace.write(#"{"status": "B"}"#, to: status)
        try workspace.write("new", to: "new.txt")
        try workspace.importAnew()
        func refusal() throws -> StoreError? {
            let restoration = try plan(workspace, to: head).restoration
            do {
                try restoration.check()
                return nil
            } catch { return error as? StoreError }
        }
        for path in [status, "new.txt"] {
            try workspace.write("precious", to: path)
            let error = try #require(try refusal())
            #expect(error.code == .versionConflict)
            #expect(error.message.contains(path) && error.message.contains("import the folder"))
            #expect(error.remedy?.description.contains("import the folder") == true)
            try workspace.write(path == status ? #"{"status": "B"}"# : "new", to: path)
        }
        #expect(try refusal() == nil)
        // Bytes of an older version are in the store, and what is gone cannot be lost.
        try workspace.write("{ \"status\":\"A\" }\r\n", to: status)
        try workspace.remove("new.txt")
        #expect(try refusal() == nil)
    }

    @Test func aFileThatChangesMeanwhileIsLeftAlone() throws {
        let workspace = try workspace()
        let head = try workspace.head()
        try workspace.write(#"{"status": "B"}"#, to: status)
        try workspace.write("2", to: "x")
        try workspace.importAnew()
        let summary = try rollBack(workspace, to: head) {
            try workspace.write("precious", to: status)
        }
        #expect(summary.refused.map(\.path) == [status])
        #expect(summary.written == ["x"])
        #expect(try tree(workspace.path)[status]?.hasSuffix("cHJlY2lvdXM=") == true)
    }

    @Test func anotherFolderIsRefused() throws {
        let workspace = try workspace()
        let head = try workspace.head()
        try workspace.write("2", to: "x")
        try workspace.importAnew()
        let other = try Workspace()
        for text in [nil, "other"] {
            if let text { try other.write(text, to: "unknown.txt") }
            let restoration = FolderRestoration(workspace.log, try other.folder())
            _ = try History(log: workspace.log).rollbackPreview(
                to: .position(head), RollbackScope(includesFiles: true),
                onStep: { _ = try restoration.plan($0) })
            #expect(throws: StoreError(.invalidArgument, "")) { try restoration.check() }
        }
        #expect(throws: StoreError(.notFound, "")) {
            try WorkspaceFolder("\(other.path)/none", storePath: nil)
        }
    }

    @Test func documentsThatNoFileSaidRollBackAlone() throws {
        let workspace = try workspace()
        let head = try workspace.head()
        let before = try tree(workspace.path)
        let event = NewEvent(
            stream: try StreamName("agent/Agent-1"), type: try EventType("agent.updated"),
            actor: try Actor("api"), change: Change(data: ["status": "API", "mood": "calm"]))
        _ = try workspace.log.write { transaction in try transaction.append([event], .lenient) }
        let summary = try rollBack(workspace, to: head)
        #expect(summary.written.isEmpty && summary.removed.isEmpty && summary.same == 0)
        #expect(try workspace.document("agent/Agent-1")?["status"] == "A")
        #expect(try tree(workspace.path) == before)
        try expectNothingToImport(workspace)
    }

    @Test func onlyTheScopeComesBack() throws {
        let workspace = try workspace()
        let head = try workspace.head()
        try workspace.write("2", to: "x")
        try workspace.importAnew(Attribution(actor: try Actor("bad")))
        try workspace.write("3", to: "notes/n.txt")
        try workspace.importAnew(Attribution(actor: try Actor("good")))
        let summary = try rollBack(workspace, to: head, RollbackScope(actor: "bad"))
        #expect(summary.written == ["x"])
        #expect(try tree(workspace.path)["notes/n.txt"]?.hasSuffix("Mw==") == true)
        try expectNothingToImport(workspace)
        let files = RollbackScope(category: "task", includesFiles: true)
        #expect(throws: StoreError(.invalidArgument, "")) { try files.validate() }
        #expect(!RollbackScope.everything.admits(category: "folders"))
        #expect(RollbackScope(category: "folders").admits(category: "folders"))
    }

    @Test func pathsOfAStrangersStoreLeadNowhere() throws {
        let workspace = try workspace()
        let head = try workspace.head()
        let outside = workspace.place.path("outside")
        try workspace.place.write("safe", to: "outside/victim")
        let evil = FileVersion(content: .bytes(Array("evil".utf8)))
        let digest = FileRecord(evil).digest.hexadecimal
        for id in ["../outside/victim", ".git/hooks/post-commit", "link/victim", "a/../../b"] {
            let document: JSONObject = [
                "text": "evil",
                "sha256": .string(digest),
            ]
            let stream = try StreamName(category: "file", id: id)
            for change in [Change(data: document), Change(deleted: true)] {
                let event = NewEvent(
                    stream: stream, type: try EventType("file.captured"), actor: try Actor("x"),
                    change: change)
                _ = try workspace.log.write { transaction in
                    try transaction.append([event], .lenient)
                }
            }
        }
        try FileManager.default.createSymbolicLink(
            atPath: "\(workspace.path)/link", withDestinationPath: outside)
        // Of each stream the first event stays and the second is taken back: it shall be written.
        let end = try workspace.head()
        for position in (head + 1)..<end where (position - head) % 2 == 1 {
            let event = try workspace.events()[Int(position) - 1]
            let scope = RollbackScope(stream: event.stream, includesFiles: true)
            let restoration = try plan(workspace, to: position, scope).restoration
            #expect(throws: StoreError.self, "\(event.stream)") { try restoration.check() }
            _ = try? restoration.restore(after: RollbackSummary(to: position, head: end))
        }
        #expect(try tree(outside).count == 1)
        #expect(try String(contentsOfFile: "\(outside)/victim", encoding: .utf8) == "safe")
        #expect(!FileManager.default.fileExists(atPath: "\(workspace.path)/.git"))
    }

    @Test func linksAndModesComeBack() throws {
        let workspace = try workspace()
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: "\(workspace.path)/link", withDestinationPath: "notes/n.txt")
        try files.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: "\(workspace.path)/notes/n.txt")
        try workspace.importAnew()
        let head = try workspace.head()
        let before = try tree(workspace.path)
        try workspace.remove("link")
        try workspace.write("a file now", to: "link")
        try files.setAttributes(
            [.posixPermissions: 0o640], ofItemAtPath: "\(workspace.path)/notes/n.txt")
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(workspace.path)/notes")
        try workspace.importAnew()
        let summary = try rollBack(workspace, to: head)
        #expect(summary.refused.isEmpty)
        #expect(try tree(workspace.path) == before)
        try expectNothingToImport(workspace)
    }
}
