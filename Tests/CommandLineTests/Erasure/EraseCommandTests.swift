import AnnalsTesting
import Foundation
import Testing

/// Erasing, retention and compaction on the command line.
@Suite(.storesChecked) struct EraseCommandTests {
    private func filledStore() async throws -> StoreFolder {
        let store = try await StoreFolder()
        for (name, stream) in [("Ada", "note/a"), ("Grace", "note/b"), ("Ada", "note/c")] {
            try await store.succeed(
                "append", "--stream", stream, "--type", "note.made", "--data",
                #"{"text":"by \#(name) Lovelace"}"#, "--by", "tester")
        }
        return store
    }

    @Test func previewsThenErases() async throws {
        let store = try await filledStore()
        try await store.succeed("backup", "-o", "copy.db")
        let before = try await store.succeed("log", "--all", "--format", "ndjson")
        let preview = try await store.run("erase", "note/a", "--format", "ndjson")
        #expect(preview.status == 0)
        #expect(preview.output.contains(#""events":1,"#))
        #expect(preview.output.contains(#""path":"copy.db""#))
        #expect(
            preview.error.contains(
                "nothing was changed: 1 event would lose its content; add --apply"))
        #expect(try await store.succeed("log", "--all", "--format", "ndjson") == before)
        let refusal = try await store.refuse("erase", "note/a", "--apply")
        #expect(refusal.contains("say with --reason why"))
        let done = try await store.run(
            "erase", "note/a", "--apply", "--reason", "asked", "--by", "tester", "--format",
            "ndjson")
        #expect(done.status == 0, "\(done.error)")
        #expect(done.output.contains(#""events":1,"streams":1,"#))
        #expect(done.error.contains("copies that hold it are not reached: copy.db"))
        let log = try await store.succeed("log", "--stream", "note/a", "--format", "ndjson")
        #expect(log.contains(#""erased":true"#) && !log.contains("Ada"))
        let absent = try await store.run("state", "note/a")
        #expect(absent.status == 1)
        #expect(absent.error.contains("the content of its events up to there was erased"))
        let shown = try await store.succeed("log", "--all", "--stream", "annals/erasures")
        #expect(shown.contains("annals.erased") && shown.contains("annals.erasure-completed"))
        let again = try await store.refuse("erase", "note/a", "--apply", "--reason", "asked")
        #expect(again.contains("nothing to erase"))
        let script = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }.appending(path: "tools/read_events.py")
        let outside = try await CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
            .run(script.path, "annals.db", in: store.folder)
        #expect(
            outside.output == (try await store.succeed("log", "--all", "--format", "ndjson")))
    }

    @Test func erasesAllThatHoldsAValue() async throws {
        let store = try await filledStore()
        try await store.succeed(
            "erase", "--about", "Ada Lovelace", "--export", "about.ndjson", "--apply", "--reason",
            "asked")
        let held = try String(decoding: store.folder.read("about.ndjson"), as: UTF8.self)
        #expect(held.split(separator: "\n").count == 2)
        let log = try await store.succeed("log", "--format", "ndjson")
        #expect(!log.contains("Ada") && log.contains("Grace"))
        let taken = try await store.refuse("erase", "--about", "Grace", "--export", "about.ndjson")
        #expect(taken.contains("about.ndjson"))
    }

    @Test func whatComesBackIsWhatIsLeft() async throws {
        let store = try await StoreFolder()
        for (name, value) in [("a", 1), ("b", 2), ("a", 3)] {
            try await store.succeed(
                "append", "--stream", "note/n", "--type", "note.made", "--data",
                #"{"\#(name)":\#(value)}"#)
        }
        try await store.succeed("erase", "--position", "6", "--apply", "--reason", "asked")
        let done = try await store.run(
            "rollback", "--to", "7", "--apply", "--reason", "back", "--format", "ndjson")
        #expect(done.status == 0 && done.output.contains(#""erased":1,"#))
        #expect(done.error.contains("1 events of these streams were erased"))
        #expect(try await store.succeed("state", "note/n", "--format", "ndjson") == "{\"b\":2}\n")
        let differences = try await store.succeed("diff", "5..7", "--format", "ndjson")
        #expect(!differences.contains(#""/a""#) && differences.contains(#""/b""#))
    }

    @Test func retentionIsKept() async throws {
        let store = try await filledStore()
        #expect(try await store.succeed("retention", "--format", "ndjson").contains("null"))
        let set = try await store.succeed(
            "retention", "set", "--keep", "6mo", "--format", "ndjson")
        #expect(set.contains(#"{"keep":"6mo","position":"#))
        let kept = try await store.refuse("erase", "note/a", "--apply", "--reason", "asked")
        #expect(kept.contains("the store keeps events for 6mo: wait, or add --override"))
        let preview = try await store.run("erase", "note/a", "--format", "ndjson")
        #expect(preview.output.contains(#""retained":1,"#))
        #expect(preview.error.contains("and retention keeps it; wait, or add --apply --override"))
        try await store.succeed("erase", "note/a", "--apply", "--reason", "asked", "--override")
        let event = try await store.succeed(
            "log", "--all", "--stream", "annals/erasures", "--format", "ndjson")
        #expect(event.contains(#""override":true"#))
        let wrong = try await store.refuse("retention", "set", "--keep", "long")
        #expect(wrong.contains("is no period"))
        try await store.succeed("retention", "set", "--keep", "none")
        try await store.succeed("erase", "note/b", "--apply", "--reason", "asked")
    }

    @Test func compactsInEveryFormat() async throws {
        let store = try await filledStore()
        let before = try await store.succeed("log", "--all", "--format", "ndjson")
        for format in Transcript.formats {
            #expect(
                try await store.succeed("compact", "--format", format).contains("stored_after"))
        }
        #expect(try await store.succeed("log", "--all", "--format", "ndjson") == before)
    }
}
