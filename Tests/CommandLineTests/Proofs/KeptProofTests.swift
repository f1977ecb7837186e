import AnnalsTesting
import Foundation
import Testing

/// What is kept elsewhere is compared with the store as it was kept.
@Suite(.storesChecked) struct KeptProofTests {
    /// The newest event is the one that keeps the last checkpoint: it can be proven too.
    @Test func theNewestEventIsProven() async throws {
        let made = try await ProofFolder()
        let store = made.store
        try await store.succeed("checkpoint", "--key", "test.key")
        let refusal = try await store.refuse("prove", "head")
        #expect(refusal.contains("sign a newer one"))
        for _ in 0..<2 {
            try await store.succeed("prove", "head", "--key", "test.key", "-o", "head.tlog-proof")
            let proven = try await store.succeed(
                "check-proof", "head.tlog-proof", "--key", made.verifier)
            #expect(proven.contains("annals.checkpoint-signed"))
            try FileManager.default.removeItem(atPath: store.folder.path("head.tlog-proof"))
        }
    }

    @Test func aFolderOfNotesIsComparedLikeAFile() async throws {
        let made = try await ProofFolder()
        let store = made.store
        try FileManager.default.createDirectory(
            atPath: store.folder.path("notes"), withIntermediateDirectories: false)
        let empty = try await store.run("verify", "--against", "notes")
        #expect(empty.status == 2 && empty.error.contains("has no checkpoint-"))
        for place in ["notes", "file", "notes", "file"] {
            try await store.succeed("checkpoint", "--key", "test.key", "--to", place)
            try await store.succeed("append", "--stream", "task/T", "--type", "task.changed")
        }
        for place in ["notes", "file"] {
            let found = try await store.succeed(
                "verify", "--against", place, "--key", made.verifier)
            #expect(found.hasPrefix("Verified: "), "\(place)")
            #expect(!found.contains("No signature was checked"))
            let unsigned = try await store.succeed("verify", "--against", place)
            #expect(unsigned.contains("No signature was checked"))
        }
        let other = try await store.succeed("key", "new", "other.key", "--name", "test")
        let wrong = try await store.run(
            "verify", "--against", "notes", "--key", other.trimmingCharacters(in: .newlines))
        #expect(wrong.status == 2)
    }

    /// A checkpoint in the store that another key signed says nothing to whoever gives a key.
    @Test func keysThatSignedNothingDecideNothing() async throws {
        let made = try await ProofFolder()
        let store = made.store
        let none = try await store.run("verify", "--key", made.verifier)
        #expect(none.status == 2 && none.output.contains("None of the keys"))
        let other = try await store.succeed("key", "new", "other.key", "--name", "test")
        try await store.succeed("checkpoint", "--key", "other.key")
        let foreign = try await store.run("verify", "--key", made.verifier)
        #expect(foreign.status == 2 && foreign.output.contains("None of the keys"))
        try await store.succeed("verify", "--key", other.trimmingCharacters(in: .newlines))
        try await store.succeed("append", "--stream", "task/T", "--type", "task.changed")
        try await store.succeed("checkpoint", "--key", "test.key")
        let mixed = try await store.succeed("verify", "--key", made.verifier)
        #expect(mixed.contains("1 of the checkpoints in the store were signed by none"))
    }

    @Test func notesOfOtherLogsArePassedOver() async throws {
        let (made, other) = (try await ProofFolder(), try await ProofFolder())
        let place = made.store.folder.path("notes")
        try await other.store.succeed("init", "--store", "other.db", "--origin", "other")
        try await other.store.succeed("key", "new", "o.key", "--name", "other")
        try await other.store.succeed(
            "checkpoint", "--store", "other.db", "--key", "o.key", "--to", place)
        // Of this log nothing was kept there: it may be another one.
        let strange = try await made.store.run("verify", "--against", place)
        #expect(strange.status == 1 && strange.output.contains("about another log"))
        try await made.store.succeed("checkpoint", "--key", "test.key", "--to", place)
        let found = try await made.store.succeed(
            "verify", "--against", place, "--key", made.verifier)
        #expect(found.contains("1 of the checkpoints that were given are about other logs"))
    }

    @Test func aPipeKeepsNoCheckpoints() async throws {
        let made = try await ProofFolder()
        #expect(mkfifo(made.store.folder.path("pipe"), 0o600) == 0)
        let refusal = try await made.store.refuse(
            "checkpoint", "--key", "test.key", "--to", "pipe")
        #expect(refusal.contains("is no file"))
    }

    /// Messages quote the paths that they are about.
    @Test func aPrivateKeyInPlaceOfAPathIsNotRepeated() async throws {
        let made = try await ProofFolder()
        let key = String(decoding: try made.store.folder.read("test.key"), as: UTF8.self)
            .trimmingCharacters(in: .newlines)
        for arguments in [
            ["checkpoint", "--key", key], ["prove", "3", "--key", key],
            ["tiles", "out", "--key", key], ["key", "show", key], ["key", "new", key],
            ["checkpoint", "--key", "test.key", "--to", key],
            // A key in base64 may end like a folder.
            ["checkpoint", "--key", "test.key", "--to", key + "/"],
            ["verify", "--against", key + "/"],
            ["checkpoint", "--key", "test.key", "-o", key], ["check-proof", key, "--key", key],
            ["check-proof", "-", "--key", made.verifier, "--body", key],
            ["verify", "--against", key], ["verify", "--key", key], ["health", "--store", key],
            ["backup", "-o", key], ["restore", "--at", "3", "-o", key], ["tiles", key],
        ] {
            let result = try await made.store.run(arguments)
            #expect(result.status != 0)
            #expect(!(result.error + result.output).contains(key.suffix(20)), "\(arguments)")
        }
        let cycle = try await made.store.run(["cycle", "next"], environment: ["ANNALS_KEY": key])
        #expect(cycle.status == 0 && cycle.error.contains("the path of the file"))
        #expect(!cycle.error.contains(key.suffix(20)))
    }
}
