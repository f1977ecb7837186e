import Annals
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// What an agent's tool does to a file is known by line, and can be taken back by session.
@Suite(.storesChecked) struct HookFileTests {
    private let store: StoreFolder

    init() async throws {
        store = try await StoreFolder()
        try store.folder.write("one\ntwo\nthree\n", to: "work/a.txt")
        try store.folder.write("alpha\n", to: "work/b.txt")
        try await store.succeed("import", "work", "--by", "maria")
    }

    private func hook(_ payload: JSONObject) async throws {
        var payload = payload
        payload["cwd"] = .string(store.folder.path("work"))
        let result = try await store.run("hook", "claude-code", input: payload.compact)
        #expect(result.status == 0 && result.error.isEmpty && result.output.isEmpty)
    }

    private func tool(_ event: String, _ name: String, _ use: String, _ file: String) -> JSONObject
    {
        [
            "session_id": "S1", "hook_event_name": .string(event), "tool_name": .string(name),
            "tool_use_id": .string(use), "tool_input": ["file_path": .string(file)],
        ]
    }

    private func edit(_ file: String, _ text: String, _ use: String) async throws {
        let path = store.folder.path("work/\(file)")
        try await hook(tool("PreToolUse", "Edit", use, path))
        try store.folder.write(text, to: "work/\(file)")
        try await hook(tool("PostToolUse", "Edit", use, path))
    }

    private func text(_ file: String) throws -> String {
        String(decoding: try store.folder.read("work/\(file)"), as: UTF8.self)
    }

    private func lines(_ output: String) throws -> [JSONObject] {
        try output.split(separator: "\n").map { line in
            try #require(try JSONValue(parsing: String(line)).asObject)
        }
    }

    @Test func fromALineToItsPromptAndBack() async throws {
        try await hook([
            "session_id": "S1", "hook_event_name": "UserPromptSubmit", "prompt": "Shout two",
        ])
        // Nobody has captured what somebody wrote before the session changes it.
        try store.folder.write("alpha\nbeta\n", to: "work/b.txt")
        try await edit("a.txt", "one\nTWO\nthree\n", "t1")
        try await edit("b.txt", "alpha\nbeta\nGAMMA\n", "t2")
        try await edit("new/c.txt", "new\n", "t3")
        let blamed = try lines(try await store.succeed("blame", "a.txt", "--format", "ndjson"))
        #expect(blamed.map { $0["actor"]?.asString } == ["maria", "claude-code:S1", "maria"])
        #expect(blamed[1]["correlation"] == "S1" && blamed[1]["reason"] == "Shout two")
        let cause = try #require(blamed[1]["causation"]?.asInt64)
        let trace = try await store.succeed("trace", "\(cause)", "--format", "ndjson")
        #expect(trace.contains("session.prompted") && trace.contains("session.tool-called"))
        let other = try lines(try await store.succeed("blame", "b.txt", "--format", "ndjson"))
        #expect(other.map { $0["correlation"]?.asString } == [nil, nil, "S1"])
        let log = try await store.succeed("log", "--correlation", "S1", "--format", "ndjson")
        #expect(try lines(log).filter { $0["type"] == "file.captured" }.count == 3)
        // Nothing is left for those who look at the folder.
        let check = try await store.run("import", "work", "--check")
        #expect(check.status == 0 || !check.output.contains("a.txt"), "\(check.output)")

        let before = try #require(try lines(log).first?["position"]?.asInt64) - 1
        let result = try await store.run(
            "rollback", "--to", "\(before)", "--correlation", "S1", "--files", "work", "--reason",
            "not asked for", "--apply")
        #expect(result.status == 0, "\(result.error)")
        #expect(try text("a.txt") == "one\ntwo\nthree\n")
        #expect(try text("b.txt") == "alpha\nbeta\n")
        #expect(!FileManager.default.fileExists(atPath: store.folder.path("work/new/c.txt")))
    }

    @Test func whatLiesElsewhereIsLeftAlone() async throws {
        try store.folder.write("secret\n", to: "elsewhere/x.txt")
        let outside = store.folder.path("elsewhere/x.txt")
        try await hook(tool("PostToolUse", "Write", "t1", outside))
        try await hook(tool("PostToolUse", "Write", "t2", "../elsewhere/x.txt"))
        symlink(outside, store.folder.path("work/link.txt"))
        symlink(store.folder.path("elsewhere"), store.folder.path("work/linked"))
        try await hook(tool("PostToolUse", "Write", "t3", "linked/x.txt"))
        try await hook(tool("PostToolUse", "Read", "t4", "a.txt"))
        try await hook(tool("PostToolUse", "Write", "t5", "annals.db-spool/x"))
        let files = try await store.succeed("streams", "--category", "file")
        #expect(!files.contains("x.txt"))
    }

    /// A file that speaks of documents changes them as an import does, in the session's name.
    @Test func whatAFileSaysFollows() async throws {
        try store.folder.write(
            #"{"status":"a"}"#, to: "work/agent_workspaces/Agent-3/status.json")
        try await store.succeed("import", "work", "--by", "maria")
        try await edit("agent_workspaces/Agent-3/status.json", #"{"status":"b"}"#, "t1")
        let state = try await store.succeed("state", "agent/Agent-3", "--format", "ndjson")
        #expect(state.contains(#""status":"b""#))
        let blamed = try await store.succeed(
            "blame", "agent/Agent-3", "/status", "--format", "ndjson")
        #expect(blamed.contains("claude-code:S1"))
        try await store.succeed("import", "work", "--check")
    }

    /// Of cursor, only the file that was edited is told.
    @Test func anEditThatIsToldAfterwards() async throws {
        try store.folder.write("one\ntwo\nTHREE\n", to: "work/a.txt")
        let payload: JSONObject = [
            "conversation_id": "C1", "hook_event_name": "afterFileEdit",
            "file_path": .string(store.folder.path("work/a.txt")),
            "workspace_roots": [.string(store.folder.path("work"))],
        ]
        let result = try await store.run("hook", "cursor", input: payload.compact)
        #expect(result.status == 0 && result.output == "{}\n")
        let blamed = try lines(try await store.succeed("blame", "a.txt", "--format", "ndjson"))
        #expect(blamed[2]["actor"] == "cursor:C1" && blamed[2]["correlation"] == "C1")
    }

    /// A watch that sees a change before the hook tells that it is done knows whose it is.
    @Test func aWatchKnowsWhoseChangeItSees() async throws {
        let watch = try store.start("watch", "work", "--format", "ndjson")
        try await wait("it watches") { watch.outputSoFar.contains("watching") }
        try await hook([
            "session_id": "S1", "hook_event_name": "UserPromptSubmit", "prompt": "Shout one",
        ])
        try await hook(tool("PreToolUse", "Edit", "t1", store.folder.path("work/a.txt")))
        try store.folder.write("ONE\ntwo\nthree\n", to: "work/a.txt")
        try store.folder.write("omega\n", to: "work/b.txt")
        try await wait("it sees the changes") {
            let log = try await store.succeed("log", "--category", "file", "--format", "ndjson")
            return log.contains("ONE") && log.contains("omega")
        }
        try await hook(tool("PostToolUse", "Edit", "t1", store.folder.path("work/a.txt")))
        watch.interrupt()
        #expect(try await watch.result().status == 0)
        let blamed = try lines(try await store.succeed("blame", "a.txt", "--format", "ndjson"))
        #expect(blamed[0]["actor"] == "claude-code:S1" && blamed[0]["correlation"] == "S1")
        #expect(blamed[0]["reason"] == "Shout one")
        let other = try lines(try await store.succeed("blame", "b.txt", "--format", "ndjson"))
        #expect(other[0]["correlation"] == nil)
    }

    private func wait(_ what: String, until isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !isSo() {
            try #require(ContinuousClock.now < deadline, "\(what)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
