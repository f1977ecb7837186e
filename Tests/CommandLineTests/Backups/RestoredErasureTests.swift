import AnnalsTesting
import Foundation
import Testing

/// What was erased after a backup was made does not come back with it.
@Suite(.storesChecked) struct RestoredErasureTests {
    private func filled() async throws -> StoreFolder {
        let store = try await StoreFolder()
        for number in 0..<6 {
            try await store.succeed(
                "append", "--stream", "note/N\(number % 3)", "--type", "note.made", "--data",
                #"{"text":"secret number \#(number), of Ada Lovelace"}"#)
        }
        try await store.succeed("backup", "-o", "copy.db")
        return store
    }

    @Test func isErasedAgain() async throws {
        let store = try await filled()
        for arguments in [
            ["note/N1"], ["--about", "secret number 3"], ["--position", "6"],
        ] {
            let result = try await store.run(
                ["erase"] + arguments + ["--apply", "--reason", "a request", "--by", "Maria"])
            #expect(result.status == 0, "\(result.error)")
        }
        try await store.succeed(
            "retention", "set", "--keep", "2y", "--reason", "the law", "--by", "Olaf")
        let result = try await store.run(
            "restore", "--from", "copy.db", "--older", "--format", "ndjson")
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("\"erased_again\":4"))
        #expect(try await store.succeed("verify").contains("Verified"))
        let said = try await store.succeed(
            "log", "--all", "--stream", "annals/erasures", "--format", "ndjson")
        #expect(said.matches(of: /"actor":"Maria"/).count == 3, "\(said)")
        #expect(said.matches(of: /"reason":"a request"/).count == 3)
        #expect(said.contains(#""scope":"stream","stream":"note/N1""#))
        #expect(said.contains("annals.erasure-completed"))
        let kept = try await store.succeed("retention", "show", "--format", "ndjson")
        #expect(kept.contains(#""keep":"2y""#))
        let log = try await store.succeed("log", "--format", "ndjson")
        #expect(log.matches(of: /"erased":true/).count == 4)
        let bytes = Data(try store.folder.read("annals.db"))
        for number in [0, 1, 3, 4] {
            let isThere = bytes.range(of: Data("secret number \(number)".utf8)) != nil
            #expect(!isThere, "\(number)")
        }
        // The backup that is there still has it, and so the preview says.
        let preview = try await store.run("erase", "note/N2")
        #expect(preview.error.contains("annals.db.before-restore, copy.db"))
    }

    /// The wrong backup first, then the right one: what was erased is known until then.
    @Test func isRememberedForABackupThatHasIt() async throws {
        let store = try await filled()
        try await store.succeed(
            "append", "--stream", "note/N9", "--type", "note.made", "--data",
            #"{"text":"secret number 9"}"#)
        try await store.succeed("backup", "-o", "newer.db")
        let erased = try await store.run(
            "erase", "note/N9", "--apply", "--reason", "a request", "--by", "Maria")
        #expect(erased.status == 0, "\(erased.error)")
        for _ in 0..<2 {
            let older = try await store.run(
                "restore", "--from", "copy.db", "--older", "--format", "ndjson")
            #expect(older.output.contains("\"erased_again\":0"), "\(older.error)")
        }
        let newer = try await store.run(
            "restore", "--from", "newer.db", "--older", "--format", "ndjson")
        #expect(newer.status == 0 && newer.output.contains("\"erased_again\":1"), "\(newer.error)")
        let log = try await store.succeed("log", "--stream", "note/N9", "--format", "ndjson")
        #expect(log.contains("\"erased\":true"))
        let said = try await store.succeed(
            "log", "--all", "--stream", "annals/erasures", "--format", "ndjson")
        #expect(said.contains(#""actor":"Maria""#) && said.contains(#""reason":"a request""#))
        #expect(try await store.succeed("verify").contains("Verified"))
        // All that holds the event still, however often the store was put back.
        try await store.run("restore", "--from", "copy.db", "--older")
        let preview = try await store.run("erase", "note/N2", "--format", "json")
        for copy in ["copy.db", "newer.db", "annals.db.before-restore", "before-restore.3"] {
            #expect(preview.output.contains(copy), "\(copy): \(preview.output)")
        }
    }

    @Test func isNotKnownWithoutTheStore() async throws {
        let store = try await filled()
        let drill = try await store.run("restore", "--from", "copy.db", "--store", "drill.db")
        #expect(drill.status == 0)
        #expect(drill.error.contains("there was no store at drill.db: erase it again"))
    }

    @Test func theFilesOfTheOldStoreBelongToIt() async throws {
        let store = try await filled()
        try await store.succeed("search-index", "add")
        let result = try await store.run("restore", "--from", "copy.db", "--older")
        #expect(result.status == 0, "\(result.error)")
        let names = try RestoreFromTests.names(store)
        #expect(names.contains("annals.db.before-restore-search-trigrams"))
        #expect(!names.contains("annals.db-search-trigrams"))
        #expect(
            try await store.succeed("log", "--search", "Ada", "--format", "ndjson")
                .split(separator: "\n").count == 6)
    }
}
