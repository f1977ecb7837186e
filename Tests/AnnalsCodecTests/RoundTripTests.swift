import AnnalsCodec
import AnnalsModel
import AnnalsTesting
import Testing

@Suite struct RoundTripTests {
    private static let none = BodyDictionary(id: 0, bytes: [])

    private func check(
        _ body: [UInt8], _ encoder: BodyEncoder, _ dictionary: BodyDictionary? = nil,
        base: [UInt8]? = nil, isHigh: Bool = false, _ note: String = ""
    ) throws -> StoredBody {
        let stored = encoder.encode(
            body, check: [1, 2, 3, 4], dictionary: dictionary, base: base.map { (9, $0) },
            highCompression: isHigh)
        #expect(stored.size == body.count)
        #expect(stored.blob.starts(with: [1, 2, 3, 4]))
        #expect(stored.blob.count <= 4 + body.count)
        if stored.dictionary == nil {
            #expect(stored.base == nil)
            #expect(stored.blob.count == 4 + body.count)
        } else {
            #expect(stored.dictionary == dictionary?.id ?? 0)
            #expect(stored.base == (base == nil ? nil : 9))
            #expect(stored.blob.count < 4 + body.count)
        }
        var decoder = BodyDecoder()
        let decoded = try decoder.decode(
            stored.blob, size: Int64(stored.size),
            dictionary: stored.dictionary.map { $0 == 0 ? Self.none : dictionary ?? Self.none },
            base: stored.base == nil ? nil : base, position: 1)
        #expect(decoded.body == body, "\(note)")
        return stored
    }

    @Test(arguments: Seeds.next()) func bodiesOfEverySizeReadBack(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var bodies = SampleBodies(random)
        let encoder = BodyEncoder()
        let dictionary = BodyDictionary(id: 3, bytes: bodies.large(20_000))
        let sizes =
            Array(0..<40) + [254, 255, 256, 257, 300, 511, 512, 4_095, 65_535, 65_536, 65_537]
            + [81_920, 81_921, 200_000]
            + (0..<40).map { _ in Int.random(in: 40..<3_000, using: &random) }
        for size in sizes {
            let body = Array(bodies.large(size).prefix(size))
            let base = bodies.edited(body)
            for isHigh in [false, true] {
                let note = "seed \(seed), size \(size)"
                _ = try check(body, encoder, isHigh: isHigh, note)
                _ = try check(body, encoder, dictionary, isHigh: isHigh, note)
                _ = try check(body, encoder, base: base, isHigh: isHigh, note)
                _ = try check(body, encoder, dictionary, base: base, isHigh: isHigh, note)
            }
        }
    }

    @Test(arguments: Seeds.next()) func historiesOfEverySizeReadBack(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var bodies = SampleBodies(random)
        let encoder = BodyEncoder()
        let text = bodies.large(140_000)
        let sizes = [0, 1, 4, 5, 7, 8, 9, 100, 65_527, 65_528, 65_535, 65_536, 65_537, 140_000]
        for (index, dictionarySize) in sizes.enumerated() {
            for baseSize in sizes {
                let dictionary = BodyDictionary(
                    id: Int64(index + 1), bytes: Array(text.prefix(dictionarySize)))
                let base = Array(text.suffix(baseSize))
                let start = Int.random(in: 0..<text.count - 2_000, using: &random)
                let body = bodies.edited(Array(text[start..<start + 2_000]))
                _ = try check(body, encoder, dictionary, base: base, "seed \(seed)")
            }
        }
    }

    @Test func repeatedBytesReadBack() throws {
        let encoder = BodyEncoder()
        for count in [13, 20, 270, 271, 65_536, 100_000] {
            for byte in [0, 0x20, 0xFF] as [UInt8] {
                let body = [UInt8](repeating: byte, count: count)
                let stored = try check(body, encoder)
                #expect(stored.dictionary == 0)
                _ = try check(body, encoder, base: body)
                _ = try check(body, encoder, BodyDictionary(id: 1, bytes: body))
                encoder.forgetDictionaries()
            }
        }
    }

    @Test(arguments: Seeds.next()) func whatDoesNotShrinkIsStoredAsItIs(seed: UInt64) throws {
        var bodies = SampleBodies(SeededRandom(seed: seed))
        let encoder = BodyEncoder()
        for count in [0, 1, 2, 12, 13, 100, 16_384, 65_536, 70_000] {
            #expect(try check(bodies.noise(count), encoder).dictionary == nil)
        }
        // Of a large body only the blocks that gain nothing are.
        let half = bodies.noise(65_536) + [UInt8](repeating: 1, count: 65_536)
        let stored = try check(half, encoder)
        #expect(stored.dictionary == 0)
        #expect((65_536..<67_000).contains(stored.blob.count))
    }

    @Test func aBaseHelpsWhereverTheBodyGrew() throws {
        var bodies = SampleBodies(SeededRandom(seed: 1))
        let encoder = BodyEncoder()
        let base = bodies.large(300_000)
        let more = bodies.large(100_000)
        for body in [base + more, more + base, base, Array(base.dropFirst(90_000))] {
            let alone = try check(body, encoder).blob.count
            let based = try check(body, encoder, base: base).blob.count
            let new = body.count > base.count ? alone / 4 : 0
            #expect(based < new + alone / 5, "\(alone) alone, \(based) with its base")
        }
    }

    @Test func dictionariesOfTheSameIdAreForgotten() throws {
        var bodies = SampleBodies(SeededRandom(seed: 2))
        let encoder = BodyEncoder()
        let body = bodies.next()
        _ = try check(body, encoder, BodyDictionary(id: 1, bytes: bodies.noise(9_000)))
        encoder.forgetDictionaries()
        let stored = try check(body, encoder, BodyDictionary(id: 1, bytes: bodies.noise(99) + body))
        #expect(stored.blob.count < 30)
        // More dictionaries than an encoder keeps.
        for round in 0..<3 {
            for id in Int64(2)..<9 {
                let dictionary = BodyDictionary(
                    id: id, bytes: [UInt8](repeating: UInt8(id), count: 500) + body)
                _ = try check(body, encoder, dictionary, "round \(round)")
            }
        }
    }

    @Test func basesArePolicy() {
        #expect(!usesBase(bodyBytes: 511, chainLength: 0))
        #expect(usesBase(bodyBytes: 512, chainLength: 0))
        #expect(usesBase(bodyBytes: 1_000_000, chainLength: 7))
        #expect(!usesBase(bodyBytes: 1_000_000, chainLength: 8))
    }

    @Test(arguments: Seeds.next()) func plainBlocksReadBack(seed: UInt64) throws {
        var bodies = SampleBodies(SeededRandom(seed: seed))
        for size in [1_000, 10_000, 100_000, 1 << 20] {
            let bytes = bodies.large(size)
            let block = try #require(compressBlock(bytes))
            #expect(block.count < bytes.count)
            #expect(try decompressBlock(block, size: bytes.count) == bytes)
            for wrong in [-1, 0, 1, bytes.count - 1, bytes.count + 1, Int.max] {
                #expect(throws: StoreError(.corrupt, "")) {
                    try decompressBlock(block, size: wrong)
                }
            }
        }
        #expect(compressBlock([]) == nil)
        #expect(compressBlock(bodies.noise(1_000)) == nil)
        #expect(throws: StoreError(.corrupt, "")) { try decompressBlock([], size: 1) }
    }
}
