import AnnalsIntegrity
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// Keys, checkpoints, proofs and tiles on the command line.
@Suite(.storesChecked) struct ProofCommandTests {
    @Test func keys() async throws {
        let store = try await StoreFolder()
        let printed = try await store.succeed("key", "new", "a.key")
        #expect(printed.hasPrefix("test+") && printed.split(separator: "\n").count == 1)
        #expect(try await store.succeed("key", "show", "a.key") == printed)
        let json = try await store.succeed("key", "show", "a.key", "--format", "json")
        #expect(json.contains("\"verifier_key\": \"\(printed.dropLast())\""))
        let before = try store.folder.read("a.key")
        #expect(try await store.refuse("key", "new", "a.key").contains("not overwritten"))
        #expect(try store.folder.read("a.key") == before)
        let secret = String(decoding: before.dropLast(), as: UTF8.self)
        var status = stat()
        #expect(stat(store.folder.path("a.key"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        // A key for a log that is elsewhere needs no store.
        let named = try await store.succeed(
            "key", "new", "b.key", "--name", "example.com/log", "--store", "none.db")
        #expect(named.hasPrefix("example.com/log+"))
        _ = try await store.refuse("key", "new", "c.key", "--name", "my log")
        // A private key in the wrong place is never shown.
        for words in [
            ["check-proof", "a.key", "--key", secret], ["check-proof", "a.key", "--key", "a.key"],
            ["key", "show", secret],
        ] {
            let result = try await store.run(words)
            #expect(result.status == 1)
            let shown = words[0] == "key" ? "" : result.error + result.output
            #expect(!shown.contains(secret.suffix(30)))
        }
        #expect(
            try await store.refuse("init", "--origin", "my log", "--store", "x.db")
                .contains("cannot be the name of a log"))
    }

    @Test func checkpoints() async throws {
        let made = try await ProofFolder()
        let store = made.store
        let unsigned = try await store.succeed("checkpoint")
        #expect(unsigned.hasPrefix("test\n25\n") && unsigned.split(separator: "\n").count == 3)
        let refusal = try await store.refuse("checkpoint", "--to", "notes")
        #expect(refusal.contains("annals key new"))
        let note = try await store.succeed("checkpoint", "--key", "test.key")
        #expect(note.hasPrefix(unsigned + "\n— test "))
        #expect(
            try await store.succeed("checkpoint", "--key", "test.key", "--to", "notes")
                .contains("file:      notes"))
        try await store.succeed("checkpoint", "--key", "test.key", "--to", "notes")
        #expect(String(decoding: try store.folder.read("notes"), as: UTF8.self) == note)
        try await store.succeed("checkpoint", "--key", "test.key", "-o", "one.note")
        #expect(String(decoding: try store.folder.read("one.note"), as: UTF8.self) == note)
        #expect(
            try await store.refuse("checkpoint", "--key", "test.key", "-o", "one.note")
                .contains("not overwritten"))
        for own in ["annals.db", "annals.db-wal", "annals.db-lock"] {
            _ = try await store.refuse("checkpoint", "--key", "test.key", "--to", own)
            _ = try await store.refuse("checkpoint", "--key", "test.key", "-o", own)
        }
        try await store.succeed("append", "--stream", "task/T", "--type", "task.changed")
        let json = try await store.succeed(
            "checkpoint", "--key", "test.key", "--to", "notes", "--format", "json")
        #expect(json.contains("\"size\": 27") && json.contains("\"position\": 28"))
        let both = String(decoding: try store.folder.read("notes"), as: UTF8.self)
        #expect(both.hasPrefix(note + "test\n27\n"))
        try store.folder.write("rubbish\n", to: "rubbish")
        let sentence = try await store.refuse(
            "checkpoint", "--key", "test.key", "--to", "rubbish")
        #expect(sentence.hasPrefix("rubbish is no file of checkpoints"))
        _ = try await store.refuse("checkpoint", "--key", "none.key")
    }

    @Test func cosignatures() async throws {
        let made = try await ProofFolder()
        let note = try await made.store.succeed("checkpoint", "--key", "test.key")
        let witness = try SignerKey.random(name: try KeyName("w.example/1"))
        var cosigned = try SignedCheckpoint(parsing: Array(note.utf8))
        let vkey = witness.cosignatureVerifier.text
        try made.store.folder.write(note, to: "plain.note")
        #expect(
            try await made.store.refuse(
                "checkpoint", "--cosigned", "plain.note", "--witness", vkey
            )
            .contains("w.example/1") == false)
        try cosigned.cosign(with: witness, seconds: 1_700_000_000)
        try made.store.folder.write(cosigned.serialized, to: "cosigned.note")
        try made.store.folder.write("# our witness\n\(vkey)\n", to: "witness.vkey")
        let kept = try await made.store.succeed(
            "checkpoint", "--cosigned", "cosigned.note", "--witness", "witness.vkey")
        #expect(kept == cosigned.serialized)
        _ = try await made.store.refuse(
            "checkpoint", "--cosigned", "cosigned.note", "--witness", made.verifier)
        // A proof against it can ask for the witness.
        try made.store.folder.write(
            try await made.proof(7), to: "7.tlog-proof")
        let checked = try await made.store.succeed(
            "check-proof", "7.tlog-proof", "--key", made.verifier, "--witness", vkey, "--format",
            "json")
        #expect(checked.contains("\"name\": \"w.example/1\""))
        #expect(checked.contains("\"cosigned_at\": \"2023-11-14T22:13:20.000000Z\""))
        let other = try SignerKey.random(name: try KeyName("w.example/2")).cosignatureVerifier.text
        let missing = try await made.store.run(
            "check-proof", "7.tlog-proof", "--key", made.verifier, "--witness", other)
        #expect(missing.status == 2 && missing.output.isEmpty, "\(missing.error)")
    }

    @Test func proofsSayWhatTheyShow() async throws {
        let made = try await ProofFolder()
        let store = made.store
        try await store.succeed("prove", "9", "--key", "test.key", "-o", "h.tlog-proof")
        try store.folder.write(try await made.proof(9, "--with-body"), to: "body.tlog-proof")
        let header = try await store.succeed(
            "check-proof", "h.tlog-proof", "--key", made.verifier, "--format", "json")
        #expect(header.contains("\"proven\": \"header\"") && !header.contains("\"body\""))
        #expect(header.contains("what the event says: the proof does not show its body"))
        try store.folder.write(made.verifier, to: "key")
        let body = try await store.succeed(
            "check-proof", "body.tlog-proof", "--key", "key", "--format", "json")
        #expect(body.contains("\"proven\": \"header_and_body\""))
        #expect(body.contains(#""body": "{\"data\":{\"n\":3}}""#))
        try store.folder.write(#"{"data":{"n":3}}"#, to: "same")
        try store.folder.write(#"{"data":{"n":4}}"#, to: "other")
        for (proof, given, status) in [
            ("body", "same", 0), ("body", "other", 1), ("h", "same", 2), ("h", "none", 2),
        ] as [(String, String, Int32)] {
            let result = try await store.run(
                "check-proof", "\(proof).tlog-proof", "--key", "key", "--body", given)
            #expect(result.status == status, "\(proof) \(given): \(result.error)")
        }
        // No store is needed, and no known key tells nothing.
        let alone = try await store.run(
            "check-proof", "-", "--key", made.verifier, "--store", "/none/at/all",
            input: String(decoding: try store.folder.read("h.tlog-proof"), as: UTF8.self))
        #expect(alone.status == 0, "\(alone.error)")
        let stranger = try SignerKey.random(name: try KeyName("test")).verifier.text
        let unknown = try await store.run("check-proof", "h.tlog-proof", "--key", stranger)
        #expect(unknown.status == 2 && unknown.error.contains("give the verifier key of \"test\""))
        _ = try await store.refuse("prove", "999", "--key", "test.key")
        _ = try await store.refuse("check-proof", "none.tlog-proof", "--key", "key")
    }

    /// The key of the environment signs whatever opens a cycle, and fails nothing.
    @Test func cyclesAreSigned() async throws {
        let made = try await ProofFolder()
        let store = made.store
        let closes: [[String]] = [
            ["cycle", "next"],
            ["append", "--stream", "task/T", "--type", "task.changed", "--cycle", "2"],
        ]
        for words in closes {
            let result = try await store.run(words, environment: ["ANNALS_KEY": "test.key"])
            #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
            let last = try await store.succeed("log", "--all", "--reverse", "--limit", "1")
            #expect(last.contains("annals.checkpoint-signed"))
        }
        for key in ["none.key", "", "annals.db"] {
            let result = try await store.run(
                ["cycle", "next"], environment: ["ANNALS_KEY": key])
            #expect(result.status == 0 && result.output.contains("cycle:"))
            let lines = result.error.split(separator: "\n")
            #expect(lines.count == 1 && lines[0].hasPrefix("annals: warning: the cycle was closed"))
        }
        // What opens no cycle needs no key.
        let plain = try await store.run(
            ["append", "--stream", "task/T", "--type", "task.changed"],
            environment: ["ANNALS_KEY": "none.key"])
        #expect(plain.status == 0 && plain.error.isEmpty)
    }

    /// The three commands that the README promises something with.
    @Test func theReadmeIsTrue() async throws {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let script = try #require(
            readme.components(separatedBy: "```sh\n").dropFirst()
                .compactMap { $0.components(separatedBy: "```").first }
                .first { $0.hasPrefix("annals key new") })
        #expect(script.split(separator: "\n").count == 3)
        let folder = try TemporaryDirectory()
        let annals = try CommandLineTool.built().executable.deletingLastPathComponent()
        let shell = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let path = "\(annals.path(percentEncoded: false)):/usr/bin:/bin"
        let result = try await shell.run(
            ["-euo", "pipefail", "-c", "annals init >&2\n\(script)"],
            environment: ["PATH": path], in: folder)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("proven:      header_and_body"))
    }
}
