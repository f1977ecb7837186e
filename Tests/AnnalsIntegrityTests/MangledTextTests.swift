import AnnalsIntegrity
import AnnalsModel
import AnnalsTesting
import Testing

/// Mangles valid texts at random: nothing traps, what is taken is written back byte for byte, and
/// what verifies says what was signed.
@Suite struct MangledTextTests {
    private static let rounds = 4_000

    @Test(arguments: Seeds.next()) func notes(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let keys = try VerifierKey.keys(Notes.peter, Notes.enoch)
        var taken = 0
        for _ in 0..<Self.rounds {
            let bytes = random.mutated(Array(Notes.problemNote.utf8))
            guard let note = try? SignedNote(parsing: bytes) else { continue }
            taken += 1
            #expect(Array(note.serialized.utf8) == bytes, "seed \(seed)")
            guard let verified = try? note.verified(by: keys) else { continue }
            #expect(note.text.hasSameBytes(as: Notes.problem), "seed \(seed)")
            #expect(!verified.isEmpty)
        }
        #expect(taken > Self.rounds / 100)
    }

    @Test(arguments: Seeds.next()) func checkpoints(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let keys = try VerifierKey.keys(Notes.log, Notes.witness)
        let original = try SignedCheckpoint(parsing: Notes.checkpoint.utf8)
        for _ in 0..<Self.rounds {
            let bytes = random.mutated(Array(Notes.checkpoint.utf8))
            guard let read = try? SignedCheckpoint(parsing: bytes) else { continue }
            #expect(Array(read.serialized.utf8) == bytes, "seed \(seed)")
            #expect(read.checkpoint.noteText.hasSameBytes(as: read.note.text))
            guard (try? read.signatures(by: keys)) != nil else { continue }
            #expect(read.checkpoint == original.checkpoint, "seed \(seed)")
        }
    }

    @Test(arguments: Seeds.next()) func proofs(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let keys = try VerifierKey.keys(Notes.log, Notes.witness)
        let original = try ProofBundle(parsing: Array(Notes.proof.utf8)).evidence()
        var proven = 0
        for _ in 0..<Self.rounds {
            let bytes = random.mutated(Array(Notes.proof.utf8))
            guard let bundle = try? ProofBundle(parsing: bytes) else { continue }
            #expect(Array(bundle.serialized.utf8) == bytes, "seed \(seed)")
            guard let evidence = try? bundle.evidence(),
                (try? bundle.verify(evidence.leaf, by: keys)) != nil
            else { continue }
            proven += 1
            // A signature may be doubled or gone; what is proven is the same.
            #expect(evidence.leaf == original.leaf, "seed \(seed)")
            #expect(evidence.header == original.header, "seed \(seed)")
        }
        #expect(proven < Self.rounds / 10)
    }

    @Test(arguments: Seeds.next()) func keysAndPaths(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let paths = ["tile/0/x001/x234/067.p/17", "tile/entries/000", "tile/63/x999/000.p/255"]
        for round in 0..<Self.rounds {
            for text in [Notes.log, Notes.witness] {
                let changed = random.mutated(Array(text.utf8))
                let key = try? VerifierKey(text: String(decoding: changed, as: UTF8.self))
                #expect(key == nil || changed == Array(text.utf8), "seed \(seed)")
            }
            let secret = random.mutated(Array((Notes.logSecret + "\n").utf8))
            if let key = try? SignerKey(file: secret) { #expect(key.file == secret) }
            let list = random.mutated(Array("# keys\n\(Notes.log)\n\n\(Notes.witness)\n".utf8))
            _ = try? VerifierKey.list(list)
            let path = random.mutated(Array(paths[round % paths.count].utf8))
            if let read = TilePath(path: String(decoding: path, as: UTF8.self)) {
                #expect(Array(read.path.utf8) == path, "seed \(seed)")
            }
            let bundle = random.mutated([0, 3, 1, 2, 3, 0, 0, 0, 1, 9])
            if let entries = try? EntryBundle.entries(of: bundle, count: 3) {
                #expect(try EntryBundle.bytes(of: entries) == bundle, "seed \(seed)")
            }
        }
    }
}
