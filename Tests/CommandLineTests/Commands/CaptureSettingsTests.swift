import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// What is said on the command line about what is captured, and remembered.
@Suite(.storesChecked) struct CaptureSettingsTests {
    private func imported(_ store: StoreFolder, _ arguments: String...) async throws -> JSONObject {
        // Notes about patterns may go to standard error.
        let result = try await store.run(["import", "fleet", "--format", "json"] + arguments)
        #expect(result.status == 0)
        return try #require(try JSONValue(parsing: result.output).asObject)
    }

    private func patterns(_ summary: JSONObject) -> [String] {
        (summary["patterns"]?.asArray ?? []).map { use in
            let use = use.asObject
            return "\(use?["pattern"]?.asString ?? "") \(use?["count"]?.asInt64 ?? -1)"
        }
    }

    @Test func patternsAreRememberedCountedAndForgotten() async throws {
        let store = try await StoreFolder()
        for path in ["a.log", "b.md", ".env"] { try store.folder.write("x", to: "fleet/\(path)") }
        let first = try await imported(store, "--exclude", "./*.log", "--exclude", "none")
        #expect(first["captured"] == 1)
        #expect(patterns(first) == ["./*.log 1", "none 0", ".env 1"])
        let second = try await store.run("import", "fleet", "--format", "json")
        #expect(second.status == 0)
        #expect(second.error.contains("an earlier import"))
        #expect(second.error.contains("\"none\""))
        #expect(second.output.contains(#""settings_remembered": true"#))
        let listed = try await store.succeed("workspace", "list", "--format", "json")
        #expect(listed.contains(#""exclude":["/*.log","none"]"#))
        #expect(try await imported(store, "--forget-excludes")["captured"] == 1)
        #expect(try await imported(store)["settings_remembered"] == false)
        #expect(try await imported(store, "--no-default-excludes")["captured"] == 1)
        #expect(try await imported(store)["events"] == 0)
        for pattern in ["!x", "../x"] {
            let refused = try await store.run("import", "fleet", "--exclude", pattern)
            #expect(refused.status == 1)
        }
    }

    @Test func whatIsNeverCapturedIsNoDifference() async throws {
        let store = try await StoreFolder()
        try store.folder.write("x", to: "fleet/a.md")
        try store.folder.write("0123456789", to: "fleet/large.md")
        mkfifo(store.folder.path("fleet/pipe"), 0o600)
        let limit = ["--max-file-size", "5"]
        #expect(try await store.run(["import", "fleet"] + limit).status == 0)
        let check = try await store.run(["import", "fleet", "--check"] + limit)
        #expect(check.status == 0)
        #expect(check.output.contains("pipe"))
        try store.folder.write("y", to: "fleet/a.md")
        #expect(try await store.run(["import", "fleet", "--check"] + limit).status == 1)
        #expect(try await store.run(["import", "fleet"] + limit).status == 0)
        // A file that is captured and becomes something else differs.
        try FileManager.default.removeItem(atPath: store.folder.path("fleet/a.md"))
        mkfifo(store.folder.path("fleet/a.md"), 0o600)
        #expect(try await store.run(["import", "fleet", "--check"] + limit).status == 1)
    }

    @Test func oldFindingsAreCountedAndNotRepeated() async throws {
        let store = try await StoreFolder()
        try store.folder.write("{", to: "fleet/a.json")
        #expect(try await imported(store)["not_understood"]?.asArray?.count == 1)
        let second = try await imported(store)
        #expect(second["not_understood"] == [])
        #expect(second["not_understood_before"] == 1)
        #expect(try await imported(store, "--all-findings")["not_understood"]?.asArray?.count == 1)
    }

    @Test func anotherFolderNeedsAName() async throws {
        let store = try await StoreFolder()
        try store.folder.write("x", to: "fleet/a.md")
        try store.folder.write("y", to: "other/b.md")
        try await store.succeed("import", "fleet")
        let refused = try await store.run("import", "other")
        #expect(refused.status == 1)
        #expect(refused.error.contains("--as NAME"))
        try await store.succeed("import", "other", "--as", "beta")
        try await store.succeed("import", "other", "--as", "beta", "--check")
        try await store.succeed("import", "fleet", "--check")
        try await store.succeed("export", "out", "--as", "beta")
        #expect(
            try String(contentsOfFile: store.folder.path("out/b.md"), encoding: .utf8) == "y")
        #expect(try await store.run("export", "none", "--as", "gamma").status == 1)
        let listed = try await store.succeed("workspace", "list", "--format", "ndjson")
        #expect(listed.contains(#""name":"beta""#))
        try await store.succeed("import", "other", "--replace")
        #expect(try await store.run("state", "file/a.md").status == 1)
    }

    @Test func jsonMayBeginWithAByteOrderMark() async throws {
        let store = try await StoreFolder()
        let mark = "\u{FEFF}"
        try store.folder.write("\(mark){\"n\": 1}", to: "data.json")
        try store.folder.write(
            "\(mark){\"stream\":\"task/B\",\"type\":\"task.created\",\"data\":{\"n\": 2}}\n",
            to: "batch.ndjson")
        try store.folder.write("\(mark){\"n\": 3}", to: "fleet/config/a.json")
        try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.created", "--data", "@data.json")
        try await store.succeed("append", "--batch", "batch.ndjson")
        try await store.succeed("config", "set", "b", "\(mark){\"n\": 4}")
        try await store.succeed("import", "fleet")
        for (stream, n) in [("task/A", 1), ("task/B", 2), ("config/a.json", 3), ("config/b", 4)] {
            let state = try await store.succeed("state", stream, "--format", "ndjson")
            #expect(state.contains("\"n\":\(n)"))
        }
        try await store.succeed("import", "fleet", "--check")
    }
}
