import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// The settings of programs, in which hooks are called.
@Suite(.storesChecked) struct HookSettingsTests {
    private let files = [
        "claude-code": ".claude/settings.json", "codex": ".codex/hooks.json",
        "cursor": ".cursor/hooks.json",
    ]

    private func read(_ name: String, _ store: StoreFolder) throws -> String {
        String(decoding: try store.folder.read(name), as: UTF8.self)
    }

    @Test(arguments: ["claude-code", "codex", "cursor"])
    func itIsShownAndThenWritten(tool: String) async throws {
        let store = try await StoreFolder()
        let file = try #require(files[tool])
        let preview = try await store.run("hook", "install", tool)
        #expect(preview.status == 0 && preview.error.contains("preview"))
        #expect(preview.output.contains("+++ ./\(file)") && preview.output.contains("@@ "))
        #expect(!FileManager.default.fileExists(atPath: store.folder.path(file)))
        let applied = try await store.run("hook", "install", tool, "--apply")
        #expect(applied.status == 0 && applied.error.isEmpty)
        #expect(applied.output == preview.output)
        let text = try read(file, store)
        #expect(try JSONValue(parsing: text).asObject?["hooks"]?.asObject?.isEmpty == false)
        #expect(text.contains("hook \(tool) --store") && text.contains("annals.db"))
        let again = try await store.succeed("hook", "install", tool, "--apply")
        #expect(again.contains("as it should be"))
        #expect(try read(file, store) == text)
        let gone = try await store.run("hook", "uninstall", tool, "--apply")
        #expect(gone.status == 0)
        #expect(try !read(file, store).contains("annals"))
    }

    @Test func theCommandWorks() async throws {
        let store = try await StoreFolder()
        try await store.succeed("hook", "install", "--apply")
        let settings = try JSONValue(parsing: try read(".claude/settings.json", store))
        let hook = settings.asObject?["hooks"]?.asObject?["Stop"]?.asArray?.first?.asObject
        let command = try #require(
            hook?["hooks"]?.asArray?.first?.asObject?["command"]?.asString)
        let shell = CommandLineTool(executable: URL(filePath: "/bin/sh"))
        let result = try await shell.run(
            ["-c", command], input: Array(#"{"session_id":"S","hook_event_name":"Stop"}"#.utf8),
            in: store.folder)
        #expect(result.status == 0 && result.output.isEmpty && result.error.isEmpty)
        let log = try await store.succeed("log", "--correlation", "S", "--format", "ndjson")
        #expect(log.contains("session.stopped"))
    }

    @Test func whatElseIsInTheFileStays() async throws {
        let store = try await StoreFolder()
        let mine = """
            {
               "model": "opus",
               "hooks": {
                  "Stop": [ { "hooks": [ { "type": "command", "command": "say done" } ] } ],
                  "Mine": [1]
               },
               "n": 1.50
            }

            """
        try store.folder.write(mine, to: ".claude/settings.json")
        chmod(store.folder.path(".claude/settings.json"), 0o640)
        try await store.succeed("hook", "install", "--apply", "--by", "Plover O'Hara")
        let text = try read(".claude/settings.json", store)
        #expect(text.contains("   \"model\": \"opus\"") && text.contains("\"n\": 1.50"))
        #expect(text.contains("say done") && text.contains("\"Mine\": [1]"))
        var status = stat()
        #expect(stat(store.folder.path(".claude/settings.json"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o640)
        // Another command takes the place of the first one.
        try await store.succeed("hook", "install", "--apply")
        #expect(try !read(".claude/settings.json", store).contains("Plover"))
        try await store.succeed("hook", "uninstall", "--apply")
        let left = try JSONValue(parsing: try read(".claude/settings.json", store))
        #expect(left == (try JSONValue(parsing: mine)))
    }

    @Test func aFileThatIsNoneIsLeftAlone() async throws {
        let store = try await StoreFolder()
        for text in ["{", "[]", "{\"hooks\":[]}", "{\"hooks\":{\"Stop\":1}}"] {
            try store.folder.write(text, to: ".claude/settings.json")
            let refusal = try await store.refuse("hook", "install", "--apply")
            #expect(refusal.contains("settings.json"))
            #expect(try read(".claude/settings.json", store) == text)
        }
        _ = try await store.refuse("hook", "install", "vim")
    }
}
