import AnnalsCodec
import AnnalsModel
import AnnalsTesting
import Testing

@Suite struct DamageTests {
    private static let none = BodyDictionary(id: 0, bytes: [])

    @Test func wrongSizesAreCorrupt() throws {
        var bodies = SampleBodies(SeededRandom(seed: 3))
        let encoder = BodyEncoder()
        for count in [300, 70_000] {
            let body = bodies.large(count)
            let stored = encoder.encode(
                body, check: [0, 0, 0, 0], dictionary: nil, base: nil, highCompression: false)
            let size = Int64(stored.size)
            for wrong in [
                .min, -1, 0, 1, size - 1, size + 1, 65_536, 65_537, Int64(Limits.bodyBytesMax),
                Int64(Limits.bodyBytesMax) + 1, .max,
            ] {
                for dictionary in [nil, Self.none] {
                    var decoder = BodyDecoder()
                    let error = #expect(throws: StoreError(.corrupt, "")) {
                        try decoder.decode(
                            stored.blob, size: wrong, dictionary: dictionary, base: nil,
                            position: 17)
                    }
                    #expect(error?.position == 17)
                }
            }
        }
    }

    @Test func truncatedBlobsAreCorrupt() throws {
        var bodies = SampleBodies(SeededRandom(seed: 4))
        let encoder = BodyEncoder()
        for count in [300, 70_000] {
            let base = bodies.large(count)
            let body = bodies.edited(base)
            let stored = encoder.encode(
                body, check: [0, 0, 0, 0], dictionary: nil, base: (1, base),
                highCompression: false)
            #expect(stored.base == 1)
            var decoder = BodyDecoder()
            for length in 0..<stored.blob.count {
                #expect(throws: StoreError(.corrupt, "")) {
                    try decoder.decode(
                        Array(stored.blob.prefix(length)), size: Int64(stored.size),
                        dictionary: Self.none, base: base, position: 1)
                }
            }
            #expect(throws: StoreError(.corrupt, "")) {
                try decoder.decode(
                    stored.blob + [0], size: Int64(stored.size), dictionary: Self.none, base: base,
                    position: 1)
            }
        }
    }

    /// Whatever is stored, decoding gives the right number of bytes or an error.
    @Test(arguments: Seeds.next()) func randomDamageNeverCrashes(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var bodies = SampleBodies(random)
        let encoder = BodyEncoder()
        let dictionary = BodyDictionary(id: 1, bytes: bodies.large(10_000))
        let bases = [bodies.large(600), bodies.large(9_000), bodies.large(90_000)]
        let stored = bases.flatMap { base in
            [(StoredBody, [UInt8]?)]([
                (encode(encoder, bodies.edited(base), dictionary, base), base),
                (encode(encoder, bodies.edited(base), dictionary, nil), nil),
            ])
        }
        var decoder = BodyDecoder()
        var damaged = 0
        for round in 0..<20_000 {
            // The large ones are slow to decode in a build with checks.
            let isLarge = round % 40 == 0
            guard let (body, base) = stored[isLarge ? 4..<6 : 0..<4].randomElement(using: &random)
            else { continue }
            var blob = body.blob
            var size = Int64(body.size)
            var history = base
            var known: BodyDictionary? = dictionary
            switch Int.random(in: 0..<8, using: &random) {
            case 0: blob.removeLast(Int.random(in: 0...blob.count, using: &random))
            case 1: size += Int64.random(in: -300...300, using: &random)
            case 2: history = history.map { Array($0.dropLast()) }
            case 3: history = history == nil ? bases.randomElement(using: &random) : nil
            case 4: known = [nil, Self.none].randomElement(using: &random) ?? nil
            case 5: blob += bodies.noise(Int.random(in: 1...20, using: &random))
            default: break
            }
            for _ in 0..<Int.random(in: 0...4, using: &random) where !blob.isEmpty {
                let index = Int.random(in: 0..<blob.count, using: &random)
                blob[index] = UInt8.random(in: 0...UInt8.max, using: &random)
            }
            do throws(StoreError) {
                let decoded = try decoder.decode(
                    blob, size: size, dictionary: known, base: history, position: 5)
                #expect(Int64(decoded.body.count) == size, "seed \(seed), round \(round)")
            } catch {
                #expect(error.code == .corrupt && error.position == 5)
                damaged += 1
            }
        }
        #expect(damaged > 5_000, "most damage is seen by LZ4 itself")
    }

    private func encode(
        _ encoder: BodyEncoder, _ body: [UInt8], _ dictionary: BodyDictionary, _ base: [UInt8]?
    ) -> StoredBody {
        encoder.encode(
            body, check: [1, 2, 3, 4], dictionary: dictionary, base: base.map { (1, $0) },
            highCompression: false)
    }
}
