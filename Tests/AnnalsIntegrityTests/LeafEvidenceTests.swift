import AnnalsIntegrity
import AnnalsModel
import AnnalsTesting
import Testing

@Suite struct LeafEvidenceTests {
    @Test func evidenceKeepsItsBytes() throws {
        let salt = try #require(Salt(bytes: Array(1...16)))
        let bare = LeafHeader(
            position: 1, stream: "", version: 0, type: "é", actor: "e\u{301}", kind: "", cycle: -1,
            recordedAt: .min, occurredAt: .max, correlation: "", causation: nil, id: nil)
        for header in [LeafTests.header, bare] {
            for body in [[], [0], Array("{}".utf8)] as [[UInt8]] {
                let open = LeafEvidence(header: header, salt: salt, body: body)
                #expect(try LeafEvidence(bytes: open.bytes) == open)
                #expect(open.opening?.body == body)
                let closed = LeafEvidence(header: header, bodyDigest: open.bodyDigest)
                #expect(try LeafEvidence(bytes: closed.bytes) == closed)
                #expect(closed.leaf == open.leaf)
                #expect(closed.entry == open.entry)
                #expect(closed.bytes == closed.entry)
                var hasher = LeafHasher()
                #expect(closed.leaf == hasher.leaf(header, bodyDigest: open.bodyDigest))
            }
        }
    }

    /// A header is read back only from the very bytes that it is written as.
    @Test func otherBytesAreOtherEvidence() throws {
        let salt = try #require(Salt(bytes: Array(1...16)))
        let evidence = LeafEvidence(header: LeafTests.header, salt: salt, body: Array("{}".utf8))
        let bytes = evidence.bytes
        for index in bytes.indices {
            for bit in UInt8(0)..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                // A change of the header gives another event; salt, body and digest fit no more.
                guard let read = try? LeafEvidence(bytes: changed) else { continue }
                #expect(read.bytes == changed)
                #expect(read.leaf != evidence.leaf)
            }
        }
        for count in bytes.indices where count != evidence.entry.count {
            #expect(throws: StoreError.self) { try LeafEvidence(bytes: Array(bytes[..<count])) }
        }
        #expect(throws: StoreError(.corrupt, "")) { try LeafEvidence(bytes: bytes + [0]) }
        #expect(throws: StoreError(.corrupt, "")) { try LeafEvidence(bytes: bytes.dropLast()) }
        #expect(throws: StoreError(.invalidArgument, "")) { try LeafEvidence(bytes: []) }
    }

    @Test(arguments: Seeds.next()) func manglingNeverTraps(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let bytes = LeafEvidence(
            header: LeafTests.header, bodyDigest: Digest(hashing: [])
        ).bytes
        for _ in 0..<5_000 {
            let changed = random.mutated(bytes)
            guard let read = try? LeafEvidence(bytes: changed) else { continue }
            #expect(read.bytes == changed, "seed \(seed)")
        }
    }
}
