import AnnalsTesting
import Foundation
import Testing

/// Searching, and the indexes that make it fast, on the command line.
@Suite(.storesChecked) struct SearchIndexCommandTests {
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        for text in ["the old pump", "pumps of \\\"old\\\" gauges", "a gauge"] {
            try await store.succeed(
                "append", "--stream", "note/a", "--type", "note.made", "--data",
                "{\"text\":\"\(text)\"}")
        }
        return store
    }

    private func versions(_ store: StoreFolder, _ arguments: String...) async throws -> [String] {
        let output = try await store.run(["log", "--format", "csv"] + arguments).output
        return output.split(whereSeparator: \.isNewline).dropFirst().map { line in
            String(line.split(separator: ",")[2])
        }
    }

    @Test func findsWordsAndTextsWithAndWithoutIndexes() async throws {
        let store = try await filledStore()
        for kinds in [[], ["trigrams"], ["words"]] {
            for kind in kinds { try await store.succeed("search-index", "add", kind) }
            #expect(try await versions(store, "--match", "pump") == ["1"])
            #expect(try await versions(store, "--match", "pum* OLD") == ["1", "2"])
            #expect(try await versions(store, "--match", "\"old pump\"") == ["1"])
            #expect(try await versions(store, "--match", "old", "--reverse") == ["2", "1"])
            #expect(try await versions(store, "--search", "PUMP") == ["1", "2"])
            #expect(try await versions(store, "--search", "\"old\"") == ["2"])
            #expect(try await versions(store, "--search", "e g", "--match", "a") == [])
        }
        let refusal = try await store.refuse("log", "--match", "\"old")
        #expect(refusal.contains("has no end: close it with"))
    }

    @Test func addsListsAndRemoves() async throws {
        let store = try await filledStore()
        #expect(try await store.succeed("search-index", "--format", "ndjson").isEmpty)
        let made = try await store.succeed("search-index", "add", "--format", "ndjson")
        #expect(made.hasPrefix(#"{"kind":"trigrams","position":"#))
        #expect(made.contains(#""usable":true"#))
        #expect(try await store.succeed("search-index", "list", "--format", "ndjson") == made)
        let names = try FileManager.default.contentsOfDirectory(atPath: store.folder.path)
        #expect(names.contains("annals.db-search-trigrams"))
        // The store itself is as it was, and so is a backup.
        try await store.succeed("verify")
        try await store.succeed("backup", "-o", "copy.db")
        #expect(
            try await store.succeed("search-index", "remove", "--format", "ndjson")
                .hasPrefix(#"{"kind":"trigrams""#))
        #expect(
            try await store.refuse("search-index", "remove")
                .contains("has no index of trigrams: there is nothing to remove"))
        // No folder takes it for a file of its own.
        try await store.succeed("search-index", "add", "words")
        let captured = try await store.run("import", ".", "--format", "ndjson")
        #expect(captured.status == 0)
        #expect(captured.output.contains(#"{"path":"annals.db-search-words","reason":"store"}"#))
        let streams = try await store.succeed("streams", "--format", "csv")
        #expect(!streams.contains("search-words"))
    }
}
