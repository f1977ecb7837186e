import AnnalsIntegrity
import Testing

@Suite struct LeafTests {
    /// The worked example of the page FORMAT, computed there by an outside program.
    static let header = LeafHeader(
        position: 7, stream: "task/DB_002", version: 2, type: "task.claimed", actor: "Agent-3",
        kind: "agent", cycle: 12, recordedAt: 1_735_689_600_123_456, occurredAt: nil,
        correlation: "run-1", causation: 5,
        id: [
            0x01, 0x90, 0x16, 0x3D, 0x86, 0x94, 0x73, 0x9B, 0xAE, 0xA5, 0x96, 0x6C, 0x26, 0xF8,
            0xAD, 0x91,
        ])

    @Test func theWorkedExampleHolds() throws {
        let secret = try #require(StreamSecret(bytes: Array(0..<16)))
        let salt = Salt(secret: secret, position: 7)
        #expect(hex(salt.bytes) == "c2fb061334cc7de5161a86862c9d53b3")
        let body = Array(#"{"data":{"status":"claimed"},"reason":"next in line"}"#.utf8)
        let digest = bodyDigest(salt: salt, body: body)
        #expect(digest.hex == "dd1b92baf4b838f70f7fa090f18d96e75afba399e64212ec1c5ed4013a1275b8")
        #expect(digest.checkBytes == [0xDD, 0x1B, 0x92, 0xBA])
        let header = Self.header.bytes
        #expect(
            hex(header) == "616e6e616c732f31" + "000000080000000000000007"
                + "0000000b7461736b2f44425f303032" + "000000080000000000000002"
                + "0000000c7461736b2e636c61696d6564" + "000000074167656e742d33"
                + "000000056167656e74" + "00000008000000000000000c"
                + "0000000800062a99ba0e4240" + "ffffffff" + "0000000572756e2d31"
                + "000000080000000000000005" + "000000100190163d8694739baea5966c26f8ad91")
        var hasher = LeafHasher()
        let leaf = hasher.leaf(Self.header, bodyDigest: digest)
        #expect(leaf.hex == "9de01215da7835fbc697983a1504f5954686a49a8f2ff20c569d3d3f6b6060c3")
        #expect(hasher.leaf(Self.header, bodyDigest: digest) == leaf, "the hasher keeps nothing")
        #expect(MerkleTree.leaf(header + digest.bytes) == leaf)
    }

    /// The same event with a context; computed by an outside program too.
    @Test func theWorkedExampleWithAContextHolds() throws {
        let secret = try #require(StreamSecret(bytes: Array(0..<16)))
        let body = Array(
            (#"{"data":{"status":"claimed"},"reason":"next in line","#
                + #""context":{"session":"s-41","tool":"board"}}"#).utf8)
        #expect(body.count == 97)
        #expect(
            hex(body) == "7b2264617461223a7b22737461747573223a22636c61696d6564227d2c"
                + "22726561736f6e223a226e65787420696e206c696e65222c"
                + "22636f6e74657874223a7b2273657373696f6e223a22732d3431222c"
                + "22746f6f6c223a22626f617264227d7d")
        let digest = bodyDigest(salt: Salt(secret: secret, position: 7), body: body)
        #expect(digest.hex == "904ea514093a7b47c097f746d52e6b1beb3e82429e07801873530c493fbb16f8")
        var hasher = LeafHasher()
        let leaf = hasher.leaf(Self.header, bodyDigest: digest)
        #expect(leaf.hex == "7e22f74b42baa22a4241bc479af162b74c15c655cd8c7143b4259c943b7559e5")
    }

    @Test func everyFieldChangesTheLeaf() {
        let digest = Digest(hashing: [])
        var hasher = LeafHasher()
        let changes: [(inout LeafHeader) -> Void] = [
            { $0.position += 1 }, { $0.stream += "x" }, { $0.version += 1 }, { $0.type += "x" },
            { $0.actor += "x" }, { $0.kind = "human" }, { $0.cycle += 1 }, { $0.recordedAt += 1 },
            { $0.occurredAt = 0 }, { $0.correlation = nil }, { $0.correlation = "" },
            { $0.causation = nil }, { $0.id = nil }, { $0.id?[15] ^= 1 },
            // The same bytes in a row, cut at another place.
            {
                $0.actor = String($0.actor.dropLast())
                $0.kind = "3" + $0.kind
            },
        ]
        var leaves: Set<Digest> = [hasher.leaf(Self.header, bodyDigest: digest)]
        for change in changes {
            var header = Self.header
            change(&header)
            leaves.insert(hasher.leaf(header, bodyDigest: digest))
        }
        leaves.insert(hasher.leaf(Self.header, bodyDigest: Digest(hashing: [0])))
        #expect(leaves.count == changes.count + 2)
    }

    @Test func namesOfEveryLengthAreHashed() {
        var hasher = LeafHasher()
        let digest = Digest(hashing: [])
        for length in [0, 1, 15, 16, 100, 1_088, 255, 20_000, 3] {
            var header = Self.header
            header.stream = String(repeating: "é", count: length)
            header.correlation = String(repeating: "c", count: length)
            let expected = MerkleTree.leaf(header.bytes + digest.bytes)
            #expect(hasher.leaf(header, bodyDigest: digest) == expected)
        }
    }

    @Test func saltsDifferBetweenPositionsAndSecrets() throws {
        let first = StreamSecret.random()
        let second = StreamSecret.random()
        #expect(first != second)
        #expect(StreamSecret(bytes: first.bytes) == first)
        let salts = Set(
            (1...100).flatMap {
                [Salt(secret: first, position: $0), Salt(secret: second, position: $0)]
            })
        #expect(salts.count == 200)
        let salt = Salt(secret: first, position: 1)
        #expect(Salt(bytes: salt.bytes) == salt)
    }

    /// Without it, a guess at a short body could be confirmed by its digest.
    @Test func theSaltIsPartOfTheDigest() {
        let secret = StreamSecret.random()
        let body = Array("yes".utf8)
        let digests = (1...9).map {
            bodyDigest(salt: Salt(secret: secret, position: $0), body: body)
        }
        #expect(Set(digests).count == 9)
        #expect(!digests.contains(Digest(hashing: body)))
    }

    @Test func otherLengthsAreRefused() {
        for count in [0, 15, 17, 31, 33] {
            let bytes = [UInt8](repeating: 1, count: count)
            #expect(StreamSecret(bytes: bytes) == nil)
            #expect(Salt(bytes: bytes) == nil)
            #expect(Digest(bytes: bytes) == nil)
        }
    }

    @Test func theCheckComparesFourBytes() {
        let digest = Digest(hashing: Array("abc".utf8))
        #expect(digest.hex.hasPrefix("ba7816bf8f01cfea"))
        #expect(digest.description == digest.hex)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(digest.startsWith(digest.checkBytes))
        #expect(digest.startsWith(digest.checkBytes + [1, 2, 3]))
        #expect(!digest.startsWith(digest.checkBytes.dropLast()))
        #expect(!digest.startsWith([]))
        for index in 0..<4 {
            var blob = digest.checkBytes
            blob[index] ^= 0x40
            #expect(!digest.startsWith(blob))
        }
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
