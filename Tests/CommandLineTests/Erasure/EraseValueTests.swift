import AnnalsTesting
import Foundation
import Testing

/// What a value is looked for in, and what is not to be said of it.
@Suite(.storesChecked) struct EraseValueTests {
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try await store.succeed(
            "append", "--stream", "note/a", "--type", "note.made", "--data",
            #"{"who":"Ada: \"a, b\"","number":12.5,"list":[true,{"deep":"Grace"}]}"#, "--reason",
            "first", "--context", #"{"tool":"board"}"#)
        try await store.succeed(
            "append", "--stream", "note/a", "--type", "note.made", "--unset", "/who")
        try await store.succeed(
            "append", "--stream", "note/a", "--type", "note.made", "--deleted")
        return store
    }

    private func found(_ value: String, in store: StoreFolder) async throws -> Bool {
        let preview = try await store.run("erase", "--about", value, "--format", "ndjson")
        #expect(preview.status == 0, "\(preview.error)")
        return !preview.output.contains(#""events":0,"#)
    }

    @Test func isWhatSomebodyWrote() async throws {
        let store = try await filledStore()
        for value in ["Ada", #"Ada: "a, b""#, "12.5", "Grace", "deep", "first", "board", "/who"] {
            #expect(try await found(value, in: store), "\(value)")
        }
        for value in ["data", "reason", "context", "deleted", "true", "{", #"":"#, #""who":"#] {
            #expect(try await !found(value, in: store), "\(value)")
        }
    }

    @Test func isNotKeptAsAReason() async throws {
        let store = try await filledStore()
        let reason = "asked by Grace herself"
        for options in [[], ["--apply"]] {
            let refusal = try await store.run(
                ["erase", "--about", "Grace", "--reason", reason] + options)
            #expect(refusal.status != 0)
            #expect(refusal.error.contains("say why in other words"))
            #expect(!refusal.error.contains("Grace"))
        }
        let log = try await store.succeed("log", "--all", "--format", "ndjson")
        #expect(log.contains("Grace") && !log.contains(reason))
    }

    @Test func leavesNoFileWhereRetentionKeepsIt() async throws {
        let store = try await filledStore()
        try await store.succeed("retention", "set", "--keep", "1y")
        _ = try await store.refuse(
            "erase", "--about", "Grace", "--apply", "--reason", "asked", "--export", "held.ndjson")
        #expect(!FileManager.default.fileExists(atPath: store.folder.path("held.ndjson")))
    }
}
