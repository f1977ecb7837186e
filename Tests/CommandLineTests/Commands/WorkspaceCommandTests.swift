import AnnalsTesting
import Foundation
import Testing

/// Files in, changes through the store, files out.
@Suite(.storesChecked) struct WorkspaceCommandTests {
    private let status = "fleet/agent_workspaces/Agent-3/status.json"
    private let tasks = "fleet/agent_workspaces/Agent-3/working_tasks.json"

    /// A store with the files of one agent.
    private func importedStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try write(store, "{ \"status\":\"ACTIVE\",\n  \"points\": 1.50 }\n", to: status)
        try write(
            store,
            #"{"current_task": {"task_id": "T-1", "title": "One"}, "completed_tasks": []}"#,
            to: tasks)
        try write(
            store, "# Hello\nFROM: Agent-1\n", to: "fleet/agent_workspaces/Agent-3/inbox/m.md")
        try await store.succeed("import", "fleet", "--format", "json")
        return store
    }

    private func write(_ store: StoreFolder, _ text: String, to path: String) throws {
        let folder = (store.folder.path(path) as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        try store.folder.write(text, to: path)
    }

    private func text(_ store: StoreFolder, _ path: String) throws -> String {
        String(
            decoding: try Data(contentsOf: URL(filePath: store.folder.path(path))), as: UTF8.self)
    }

    @Test func rollingBackWithFiles() async throws {
        let store = try await importedStore()
        let old = try text(store, tasks)
        try await store.succeed("tag", "set", "good", "--format", "json")
        try await store.succeed(
            "append", "--stream", "agent/Agent-3", "--type", "agent.updated", "--data",
            #"{"status":"API"}"#)
        try write(store, #"{"current_task": null}"#, to: tasks)
        try write(store, "new", to: "fleet/made/new.txt")
        try await store.succeed("import", "fleet", "--format", "json")
        try write(store, "precious", to: "fleet/made/new.txt")
        var transcript = Transcript(store)
        let command = ["rollback", "--to", "tag:good", "--files", "fleet"]
        try await transcript.run(command)
        try write(store, "new", to: "fleet/made/new.txt")
        for format in Transcript.formats {
            try await transcript.run(command + ["--format", format])
        }
        let apply = ["--apply", "--reason", "a bad day", "--format"]
        try await transcript.run("rollback", "--to", "tag:good", "--files", "none")
        try await transcript.run(
            "rollback", "--to", "tag:good", "--category", "task", "--files", "fleet")
        try await transcript.run(command + apply + ["json"])
        for format in Transcript.formats { try await transcript.run(command + apply + [format]) }
        try await transcript.run("import", "fleet", "--format", "json")
        try await transcript.run("import", "fleet", "--check", "--format", "json")
        expectSnapshot(transcript.normalized, named: "rollback-files")
        #expect(try text(store, tasks) == old)
        #expect(!FileManager.default.fileExists(atPath: store.folder.path("fleet/made")))
    }

    @Test func exportingCurrentValues() async throws {
        let store = try await importedStore()
        var transcript = Transcript(store)
        try await transcript.run("export", "same", "--current")
        try await transcript.run(
            "append", "--stream", "agent/Agent-3", "--type", "agent.updated", "--data",
            #"{"status":"DONE"}"#, "--format", "json")
        try await transcript.run(
            "append", "--stream", "task/T-1", "--type", "task.completed", "--data",
            #"{"status":"completed"}"#, "--format", "json")
        try await transcript.run(
            "append", "--stream", "task/T-2", "--type", "task.created", "--data",
            #"{"title":"No file"}"#, "--format", "json")
        for format in Transcript.formats {
            try await transcript.run("export", "out-\(format)", "--current", "--format", format)
        }
        try await transcript.run("export", "then", "--current", "--at", "tag:none")
        expectSnapshot(transcript.normalized, named: "export-current")
        #expect(
            try text(store, "out-json" + status.dropFirst(5))
                == "{ \"status\":\"DONE\",\n  \"points\": 1.50 }\n")
        #expect(
            try text(store, "out-json" + tasks.dropFirst(5))
                == #"{"current_task": {"task_id": "T-1", "title": "One", "status": "completed"},"#
                + #" "completed_tasks": []}"#)
        #expect(try text(store, "same" + status.dropFirst(5)) == (try text(store, status)))
    }
}
