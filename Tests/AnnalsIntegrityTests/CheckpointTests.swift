import AnnalsIntegrity
import AnnalsModel
import Testing

@Suite struct CheckpointTests {
    private let root = Digest(hashing: [1])

    @Test func aForeignCheckpointVerifies() throws {
        let signed = try SignedCheckpoint(parsing: Notes.checkpoint.utf8)
        #expect(signed.serialized == Notes.checkpoint)
        #expect(signed.checkpoint.origin == "example.org/annals")
        #expect(signed.checkpoint.size == 11)
        #expect(signed.checkpoint.extensions.isEmpty)
        let keys = try VerifierKey.keys(Notes.log, Notes.witness)
        let signatures = try signed.signatures(by: keys)
        #expect(signatures.log == [keys[0]])
        #expect(signatures.witnesses.map(\.key) == [keys[1]])
        #expect(signatures.witnesses.map(\.cosignedAt) == [Notes.witnessTime])
    }

    @Test func signingGivesTheForeignCheckpoint() throws {
        let foreign = try SignedCheckpoint(parsing: Notes.checkpoint.utf8).checkpoint
        var signed = try SignedCheckpoint(
            foreign, signedBy: SignerKey(secretText: Notes.logSecret))
        let witness = try SignerKey(secretText: Notes.witnessSecret)
        try signed.cosign(with: witness, seconds: Notes.witnessTime)
        #if !canImport(Darwin)
            #expect(signed.serialized == Notes.checkpoint)
        #endif
        let keys = try VerifierKey.keys(Notes.log, Notes.witness)
        #expect(try signed.signatures(by: keys).witnesses.count == 1)
        #expect(throws: StoreError(.invalidArgument, "")) {
            try signed.cosign(with: witness, seconds: -1)
        }
    }

    @Test func aWitnessAloneIsNotTheLog() throws {
        let signed = try SignedCheckpoint(parsing: Notes.checkpoint.utf8)
        let witness = try VerifierKey.keys(Notes.witness)
        #expect(throws: StoreError(.notFound, "")) { try signed.signatures(by: witness) }
        #expect(throws: StoreError(.notFound, "")) { try signed.signatures(by: []) }
        // A key of another name may sign the note, but does not speak for the log.
        let stranger = try SignerKey(secretText: Notes.goldenSecret)
        var note = signed.note
        try note.sign(with: stranger)
        let read = try SignedCheckpoint(parsing: note.serialized.utf8)
        #expect(throws: StoreError(.notFound, "")) {
            try read.signatures(by: [stranger.verifier] + witness)
        }
        #expect(throws: StoreError(.invalidArgument, "")) {
            try SignedCheckpoint(signed.checkpoint, signedBy: stranger)
        }
    }

    @Test func aWitnessCountsOnce() throws {
        let checkpoint = try Checkpoint(origin: "example.org/annals", size: 3, root: root)
        var signed = try SignedCheckpoint(
            checkpoint, signedBy: SignerKey(secretText: Notes.logSecret))
        let witness = try SignerKey(secretText: Notes.witnessSecret)
        for seconds in [20, 30, 10] as [Int64] {
            try signed.cosign(with: witness, seconds: seconds)
        }
        #expect(signed.note.signatures.count == 4)
        // The same key under another name: what it signs does not say a name.
        let alias = try #require(
            VerifierKey(
                name: KeyName("witness.example/w2"), algorithm: .cosignature,
                publicKey: witness.verifier.publicKey))
        let line = try #require(signed.note.signatures.last)
        let id = withUnsafeBytes(of: alias.id.value.bigEndian, Array.init)
        try signed.add(cosignatureLine: "\u{2014} \(alias.name) \(base64(id + line.bytes))")
        let keys = [try VerifierKey(text: Notes.log), witness.cosignatureVerifier, alias]
        #expect(try signed.note.verified(by: keys).count == 3)
        let signatures = try signed.signatures(by: keys)
        #expect(signatures.witnesses.map(\.cosignedAt) == [30])
        #expect(throws: StoreError(.invalidArgument, "")) {
            try signed.add(cosignatureLine: "no signature")
        }
    }

    @Test func cosignaturesCoverTheirTime() throws {
        let keys = try VerifierKey.keys(Notes.log, Notes.witness)
        let signed = try SignedCheckpoint(parsing: Notes.checkpoint.utf8)
        let cosignature = try #require(signed.note.signatures.last)
        let id = withUnsafeBytes(of: cosignature.id.value.bigEndian, Array.init)
        for index in cosignature.bytes.indices {
            var bytes = cosignature.bytes
            bytes[index] ^= 0x80
            let line = "\u{2014} witness.example/w1 \(base64(id + bytes))\n"
            let note = try SignedCheckpoint(parsing: (Notes.checkpoint + line).utf8)
            #expect(throws: StoreError(.corrupt, "")) { try note.signatures(by: keys) }
        }
        for count in [1, 8, 63, 64, 71] {
            let line =
                "\u{2014} witness.example/w1 "
                + base64(id + cosignature.bytes.prefix(count)) + "\n"
            let note = try SignedCheckpoint(parsing: (Notes.checkpoint + line).utf8)
            #expect(throws: StoreError(.corrupt, "")) { try note.signatures(by: keys) }
        }
        // Below its line the time of a witness is not negative, whatever it signed.
        let time = [UInt8](repeating: 0xFF, count: 8)
        let bytes = id + time + [UInt8](repeating: 0, count: 64)
        let line = "\u{2014} witness.example/w1 \(base64(bytes))\n"
        let note = try SignedCheckpoint(parsing: (Notes.checkpoint + line).utf8)
        #expect(throws: StoreError(.corrupt, "")) { try note.signatures(by: keys) }
    }

    @Test func textsComeBackAsTheyAre() throws {
        for (origin, size, lines) in [
            ("a", 0, []), ("example.com/log +é", Int64.max, ["x"]), ("e\u{301}", 10, ["b", "ä c"]),
        ] as [(String, Int64, [String])] {
            let checkpoint = try Checkpoint(
                origin: origin, size: size, root: root, extensions: lines)
            #expect(try Checkpoint(noteText: checkpoint.noteText) == checkpoint)
            #expect(checkpoint.noteText == checkpoint.description)
        }
        #expect(
            try Checkpoint(origin: "é", size: 1, root: root)
                != Checkpoint(origin: "e\u{301}", size: 1, root: root))
        for origin in ["", "a\nb", "a\n", "\u{1}"] {
            #expect(throws: StoreError(.invalidArgument, "")) {
                try Checkpoint(origin: origin, size: 1, root: root)
            }
            #expect(throws: StoreError(.invalidArgument, "")) {
                try Checkpoint(origin: "a", size: 1, root: root, extensions: [origin])
            }
        }
        #expect(throws: StoreError(.invalidArgument, "")) {
            try Checkpoint(origin: "a", size: -1, root: root)
        }
    }

    @Test func malformedTextsAreRefused() {
        let hash = base64(root.bytes)
        for (text, line) in [
            ("", nil), ("a\n", 2), ("a\n1\n", 3), ("\n1\n\(hash)\n", 1), ("a\n\n\(hash)\n", 2),
            ("a\n01\n\(hash)\n", 2), ("a\n-1\n\(hash)\n", 2), ("a\n+1\n\(hash)\n", 2),
            ("a\n1 \n\(hash)\n", 2), ("a\n1.0\n\(hash)\n", 2), ("a\n0x1\n\(hash)\n", 2),
            ("a\n9223372036854775808\n\(hash)\n", 2), ("a\n\(UInt64.max)\n\(hash)\n", 2),
            ("a\n1\n\(hash.dropLast())\n", 3), ("a\n1\n\(hash) \n", 3), ("a\n1\n\n", 3),
            ("a\n1\nAAAA\n", 3), ("a\n1\n\(hash)", 3), ("a\n1\n\(hash)\n\n", 4),
            ("a\n1\n\(hash)\nx\n\ny\n", 5), ("a\n1\n\(hash)\nx", 4),
        ] as [(String, Int?)] {
            do {
                _ = try Checkpoint(noteText: text, firstLine: 11)
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.code == .invalidArgument)
                #expect(
                    line.map { error.message.contains("line \(10 + $0)") } ?? true,
                    "\(text): \(error.message)")
            }
        }
    }

    @Test func checkpointsExtendEachOther() throws {
        let all = leaves(40)
        let hashes = StoredTree(all).hashes
        func checkpoint(_ size: Int64, origin: String = "a") throws -> Checkpoint {
            try Checkpoint(origin: origin, size: size, root: hashes.root(size: size))
        }
        for older in Int64(0)...40 {
            for newer in older...40 {
                let proof = try hashes.consistencyProof(from: older, to: newer)
                #expect(try checkpoint(newer).extends(checkpoint(older), proof: proof))
                let other = try checkpoint(newer, origin: "b")
                #expect(try !other.extends(checkpoint(older), proof: proof))
                if older < newer {
                    #expect(try !checkpoint(older).extends(checkpoint(newer), proof: proof))
                }
            }
        }
    }
}
