import AnnalsIntegrity
import AnnalsModel
import Foundation
import Testing

@Suite struct ProofBundleTests {
    @Test func aForeignProofHolds() throws {
        let bundle = try ProofBundle(parsing: Array(Notes.proof.utf8))
        #expect(bundle.serialized == Notes.proof)
        #expect(bundle.index == 6)
        let evidence = try bundle.evidence()
        #expect(evidence.header == LeafTests.header)
        #expect(
            evidence.leaf.hex == "9de01215da7835fbc697983a1504f5954686a49a8f2ff20c569d3d3f6b6060c3")
        let body = #"{"data":{"status":"claimed"},"reason":"next in line"}"#
        #expect(evidence.opening?.body == Array(body.utf8))
        let keys = try VerifierKey.keys(Notes.log, Notes.witness)
        let finding = try bundle.verify(evidence.leaf, by: keys)
        #expect(finding.checkpoint.size == 11)
        #expect(finding.signatures.log == [keys[0]])
        #expect(finding.signatures.witnesses.map(\.cosignedAt) == [Notes.witnessTime])
        #expect(throws: StoreError(.notFound, "")) { try bundle.verify(evidence.leaf, by: []) }
        #expect(throws: StoreError(.corrupt, "")) {
            try bundle.verify(MerkleTree.leaf([1]), by: keys)
        }
    }

    /// The page shows the very proof and keys that the tests use.
    @Test func theFormatPageShowsTheProof() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appending(path: "Sources/Annals/Annals.docc/FORMAT.md"),
            encoding: .utf8)
        #expect(page.contains("```\n\(Notes.proof)```\n"))
        #expect(page.contains("```\n\(Notes.log)\n\(Notes.witness)\n```\n"))
    }

    @Test func theForeignProofIsMadeAgain() throws {
        var all = leaves(11)
        let foreign = try ProofBundle(parsing: Array(Notes.proof.utf8))
        let evidence = try foreign.evidence()
        all[6] = evidence.leaf
        let hashes = try StoredTree(all).hashes.inclusionProof(index: 6, size: 11)
        let made = try ProofBundle(
            proving: evidence, hashes: hashes, checkpoint: foreign.checkpoint)
        #expect(made == foreign)
        #expect(made.serialized == Notes.proof)
        // The same without the body: the header alone is proven.
        let closed = LeafEvidence(header: evidence.header, bodyDigest: evidence.bodyDigest)
        let bundle = try ProofBundle(
            proving: closed, hashes: hashes, checkpoint: foreign.checkpoint)
        let read = try ProofBundle(parsing: Array(bundle.serialized.utf8))
        #expect(try read.evidence().opening == nil)
        #expect(try read.evidence().leaf == evidence.leaf)
        #expect(!bundle.serialized.contains("Y2xhaW1lZCJ9"), "the body is not in the file")
        // Another event, or another place, is not proven, and no bundle says so.
        var header = evidence.header
        header.actor = "Agent-4"
        let other = LeafEvidence(header: header, bodyDigest: evidence.bodyDigest)
        #expect(throws: StoreError(.corrupt, "")) {
            try ProofBundle(proving: other, hashes: hashes, checkpoint: foreign.checkpoint)
        }
        for position in [0, -1, 12, .max, .min] as [Int64] {
            header.position = position
            let beyond = LeafEvidence(header: header, bodyDigest: evidence.bodyDigest)
            #expect(throws: StoreError(.invalidArgument, "")) {
                try ProofBundle(proving: beyond, hashes: hashes, checkpoint: foreign.checkpoint)
            }
        }
    }

    @Test func everyProofOfALogHolds() throws {
        let key = try SignerKey(secretText: Notes.logSecret)
        let all = leaves(20)
        let hashes = StoredTree(all).hashes
        for size in Int64(1)...20 {
            let checkpoint = try SignedCheckpoint(
                Checkpoint(
                    origin: "example.org/annals", size: size, root: hashes.root(size: size)),
                signedBy: key)
            for index in 0..<size {
                let bundle = try ProofBundle(
                    extra: nil, index: index,
                    hashes: hashes.inclusionProof(index: index, size: size), checkpoint: checkpoint)
                let read = try ProofBundle(parsing: Array(bundle.serialized.utf8))
                #expect(read == bundle)
                _ = try read.verify(all[Int(index)], by: [key.verifier])
                #expect(throws: StoreError(.corrupt, "")) {
                    try read.verify(all[Int(index) ^ 1], by: [key.verifier])
                }
            }
        }
    }

    @Test func nothingIsBelievedOfAnotherEvent() throws {
        let bundle = try ProofBundle(parsing: Array(Notes.proof.utf8))
        var header = LeafTests.header
        header.position = 8
        let other = LeafEvidence(header: header, bodyDigest: try bundle.evidence().bodyDigest)
        let moved = try ProofBundle(
            extra: other.bytes, index: bundle.index, hashes: bundle.hashes,
            checkpoint: bundle.checkpoint)
        #expect(throws: StoreError(.invalidArgument, "")) { try moved.evidence() }
        let bare = try ProofBundle(
            extra: [], index: bundle.index, hashes: bundle.hashes, checkpoint: bundle.checkpoint)
        #expect(bare.extra == nil)
        #expect(!bare.serialized.contains("extra"))
        #expect(throws: StoreError(.notFound, "")) { try bare.evidence() }
        header.position = .min
        let extreme = LeafEvidence(header: header, bodyDigest: other.bodyDigest)
        let last = try ProofBundle(
            extra: extreme.bytes, index: bundle.index, hashes: bundle.hashes,
            checkpoint: bundle.checkpoint)
        #expect(throws: StoreError(.invalidArgument, "")) { try last.evidence() }
    }

    @Test func malformedBundlesAreRefused() {
        let proof = Notes.proof
        let hash = "T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34="
        for (text, line) in [
            ("", nil), ("\n\n", nil), (String(proof.prefix(100)), nil),
            (Notes.checkpoint, 1), (proof.replacing("proof@v1\n", with: "proof@v2\n"), 1),
            (proof.replacing("proof@v1\n", with: "proof@v1 \n"), 1), ("\n" + proof, 1),
            (proof.replacing("extra ", with: "extra  "), 2),
            (proof.replacing("extra ", with: "Extra "), 2),
            (proof.replacing(Notes.extra, with: ""), 2), (proof.replacing(" fQ==", with: " "), nil),
            (proof.replacing("index 6\n", with: ""), 3),
            (proof.replacing("index 6\n", with: "index 06\n"), 3),
            (proof.replacing("index 6\n", with: "index -6\n"), 3),
            (proof.replacing("index 6\n", with: "index 6 \n"), 3),
            (proof.replacing("index 6\n", with: "index 9223372036854775808\n"), 3),
            (proof.replacing("index 6\n", with: "index 6\nextra AAAA\n"), 4),
            (proof.replacing("index 6\n", with: "index 6\nindex 6\n"), 4),
            (proof.replacing(hash, with: String(hash.dropLast())), 6),
            (proof.replacing(hash, with: "AAAA"), 6),
            (proof.replacing(hash + "\n", with: hash + "\n\n"), 9),
            (proof.replacing("\n\nexample", with: "\nexample"), 8),
            (proof.replacing("\n\nexample", with: "\n\n\nexample"), 9),
            (proof.replacing("\n11\n", with: "\n011\n"), 10), (proof + "\n", nil),
            (String(proof.dropLast()), 14), (proof.replacing("— witness", with: "- witness"), 14),
        ] as [(String, Int?)] where text != proof {
            do {
                _ = try ProofBundle(parsing: Array(text.utf8))
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.code == .invalidArgument)
                #expect(
                    line.map { error.message.contains("line \($0) ") } ?? true,
                    "\(text): \(error.message)")
            }
        }
    }

    @Test func sizesHaveBounds() throws {
        let bundle = try ProofBundle(parsing: Array(Notes.proof.utf8))
        let hash = Notes.proof.split(separator: "\n")[3]
        let long = Notes.proof.replacing(
            hash + "\n", with: String(repeating: hash + "\n", count: 61))
        #expect(throws: StoreError(.tooLarge, "")) { try ProofBundle(parsing: Array(long.utf8)) }
        let most = Notes.proof.replacing(
            hash + "\n", with: String(repeating: hash + "\n", count: 60))
        let read = try ProofBundle(parsing: Array(most.utf8))
        #expect(read.hashes.count == Limits.inclusionHashesMax)
        #expect(throws: StoreError(.corrupt, "")) {
            try read.verify(read.evidence().leaf, by: VerifierKey.keys(Notes.log))
        }
        for index in [11, -1, .max] as [Int64] {
            #expect(throws: StoreError(.invalidArgument, "")) {
                try ProofBundle(
                    extra: nil, index: index, hashes: bundle.hashes, checkpoint: bundle.checkpoint)
            }
        }
        let beyond = Notes.proof.replacing("index 6\n", with: "index 11\n")
        #expect(throws: StoreError(.invalidArgument, "")) {
            try ProofBundle(parsing: Array(beyond.utf8))
        }
    }
}
