import AnnalsIntegrity
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// Who holds the key of a log can sign what no store appends: both verifiers refuse that.
@Suite(.storesChecked) struct ImpossibleEventTests {
    private static let tools = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }.appending(path: "tools").path(percentEncoded: false)

    /// An event at position 1 that is all of its log, signed.
    private struct SignedEvent {
        var position: Int64 = 1
        var stream = "task/T"
        var version: Int64 = 1
        var type = "task.changed"
        var actor = "A"
        var kind = "agent"
        var cycle: Int64 = 0
        var occurredAt: Int64?
        var correlation: String?
        var causation: Int64?
        var body = Array("{}".utf8)

        func proof(_ key: SignerKey, signatures: Int = 1) throws -> [UInt8] {
            let header = LeafHeader(
                position: position, stream: stream, version: version, type: type, actor: actor,
                kind: kind, cycle: cycle, recordedAt: 0, occurredAt: occurredAt,
                correlation: correlation, causation: causation, id: nil)
            let salt = try #require(Salt(bytes: Array(1...16)))
            let evidence = LeafEvidence(header: header, salt: salt, body: body)
            let note = try SignedCheckpoint(
                Checkpoint(origin: "test", size: 1, root: evidence.leaf), signedBy: key)
            let bundle = try ProofBundle(
                extra: evidence.bytes, index: 0, hashes: [], checkpoint: note)
            var text = bundle.serialized
            let last = try #require(text.split(separator: "\n").last)
            for _ in 1..<signatures { text += "\(last)\n" }
            return Array(text.utf8)
        }
    }

    private static var impossible: [(SignedEvent) -> SignedEvent] {
        [
            { changed($0) { $0.kind = "god" } }, { changed($0) { $0.actor = "" } },
            { changed($0) { $0.actor = " " } }, { changed($0) { $0.stream = "task" } },
            { changed($0) { $0.stream = "Task/T" } }, { changed($0) { $0.stream = "task/" } },
            { changed($0) { $0.type = "note.changed" } }, { changed($0) { $0.type = "task" } },
            { changed($0) { $0.version = 0 } }, { changed($0) { $0.version = -3 } },
            { changed($0) { $0.version = 2 } }, { changed($0) { $0.cycle = -1 } },
            { changed($0) { $0.causation = 99 } }, { changed($0) { $0.causation = 1 } },
            { changed($0) { $0.correlation = "a\nb" } }, { changed($0) { $0.correlation = "" } },
            { changed($0) { $0.occurredAt = .max } },
            { changed($0) { $0.body = [0x7B, 0xFF, 0x7D] } },
        ]
    }

    private static func changed(
        _ event: SignedEvent, _ change: (inout SignedEvent) -> Void
    ) -> SignedEvent {
        var event = event
        change(&event)
        return event
    }

    private func statuses(
        _ proof: [UInt8], _ key: String, _ folder: TemporaryDirectory
    ) async throws -> (ours: Int32, theirs: CommandResult) {
        let path = try folder.write(proof, to: "made.tlog-proof")
        let ours = try await CommandLineTool.built().run(
            "check-proof", path, "--key", key, in: folder)
        let theirs = try await CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
            .run("\(Self.tools)/check_proof.py", key, path, in: folder)
        return (ours.status, theirs)
    }

    @Test func isRefusedByBothVerifiers() async throws {
        let folder = try TemporaryDirectory()
        let key = try SignerKey.random(name: KeyName("test"))
        let (ours, theirs) = try await statuses(
            SignedEvent().proof(key), key.verifier.text, folder)
        #expect(ours == 0 && theirs.status == 0, "\(theirs.error)")
        for (number, make) in Self.impossible.enumerated() {
            let (ours, theirs) = try await statuses(
                make(SignedEvent()).proof(key), key.verifier.text, folder)
            #expect(ours == 1, "number \(number)")
            #expect(
                theirs.status == 1 && theirs.error.hasPrefix("check_proof: "),
                "number \(number): \(theirs.error)")
        }
        let many = try await statuses(
            SignedEvent().proof(key, signatures: 101), key.verifier.text, folder)
        #expect(many.ours == 1 && many.theirs.status == 1)
    }

    /// With a point of small order everything is signed.
    @Test func aKeyThatNobodyHasIsRefused() async throws {
        let folder = try TemporaryDirectory()
        let signer = try SignerKey.random(name: KeyName("test"))
        let proof = try SignedEvent().proof(signer)
        for first in [UInt8(0), 1, 0xEC, 0xED, 0xEE] {
            for sign in [UInt8(0), 0x80] {
                let fill: UInt8 = first < 2 ? 0 : 0xFF
                let end: UInt8 = first < 2 ? 0 : 0x7F
                let bytes = [first] + [UInt8](repeating: fill, count: 30) + [end | sign]
                let key = try #require(
                    VerifierKey(
                        name: signer.verifier.name, algorithm: .ed25519, publicKey: bytes))
                let (ours, theirs) = try await statuses(proof, key.text, folder)
                #expect(ours != 0 && theirs.status == 1)
                #expect(!theirs.error.contains("Traceback"), "\(theirs.error)")
                #expect(throws: StoreError(.invalidArgument, "")) {
                    try VerifierKey(text: key.text)
                }
            }
        }
    }
}
