import AnnalsCodec
import AnnalsModel
import AnnalsTesting
import Testing

@Suite struct DictionaryTests {
    private func samples(_ count: Int, seed: UInt64) -> [[UInt8]] {
        var bodies = SampleBodies(SeededRandom(seed: seed))
        return (0..<count).map { _ in bodies.next() }
    }

    private func ratio(_ bodies: [[UInt8]], _ dictionary: BodyDictionary?) -> Double {
        let encoder = BodyEncoder()
        var stored = 0
        for body in bodies {
            stored +=
                encoder.encode(
                    body, check: [0, 0, 0, 0], dictionary: dictionary, base: nil,
                    highCompression: false
                ).blob.count
        }
        return Double(bodies.reduce(0) { $0 + $1.count }) / Double(stored)
    }

    @Test func trainingMakesSmallBodiesSmaller() {
        let seen = samples(1_000, seed: 5)
        let bytes = DictionaryTrainer.train(samples: seen, limit: Limits.dictionaryBytesMax)
        let new = samples(500, seed: 6)
        let without = ratio(new, nil)
        let with = ratio(new, BodyDictionary(id: 1, bytes: bytes))
        #expect(without < 1.5)
        #expect(with > 3.2, "\(with)")
    }

    @Test func theSameSamplesGiveTheSameDictionary() {
        let seen = samples(500, seed: 7)
        let first = DictionaryTrainer.train(samples: seen, limit: 8_192)
        #expect(!first.isEmpty)
        #expect(first == DictionaryTrainer.train(samples: seen, limit: 8_192))
    }

    @Test func limitsHold() {
        let seen = samples(2_000, seed: 8)
        let total = seen.reduce(0) { $0 + $1.count }
        for limit in [0, 1, 7, 8, 100, 4_096, 65_536] {
            #expect(DictionaryTrainer.train(samples: seen, limit: limit).count <= limit)
        }
        let full = DictionaryTrainer.train(samples: seen, limit: 65_536)
        #expect(full.count <= max(4_096, total / 16))
        #expect(full.count > 4_096)
    }

    @Test func whatNobodyRepeatsGivesNoDictionary() {
        var bodies = SampleBodies(SeededRandom(seed: 9))
        #expect(DictionaryTrainer.train(samples: [], limit: 65_536).isEmpty)
        #expect(DictionaryTrainer.train(samples: [[], [1], [1, 2, 3]], limit: 65_536).isEmpty)
        #expect(DictionaryTrainer.train(samples: [bodies.large(9_000)], limit: 65_536).isEmpty)
    }

    @Test func trainingFollowsTheGrowthOfAStore() {
        func isDue(_ bytes: Int64, _ trainedAt: Int64) -> Bool {
            DictionarySchedule.isDue(
                bodyBytes: bytes, trainedAt: trainedAt, dictionaries: trainedAt == 0 ? 0 : 1)
        }
        #expect(!isDue(0, 0))
        #expect(!isDue(DictionarySchedule.firstBodyBytes - 1, 0))
        #expect(isDue(DictionarySchedule.firstBodyBytes, 0))
        #expect(!isDue(99_999, 25_000))
        #expect(isDue(100_000, 25_000))
        #expect(!isDue(.max, DictionarySchedule.lastBodyBytes))
        var trainedAt: Int64 = 0
        var count = 0
        for bytes in stride(from: Int64(0), through: 1 << 36, by: 1 << 14)
        where isDue(bytes, trainedAt) {
            trainedAt = bytes
            count += 1
        }
        #expect(count == 9)
    }

    @Test(arguments: [0, 1, 2, 10, 4_095, 4_096, 4_097, 8_192, 10_000, 1_000_000] as [Int64])
    func samplesAreSpreadOverTheLog(head: Int64) {
        let positions = DictionarySchedule.samplePositions(head: head)
        #expect(Set(positions).count == positions.count, "each is read once")
        #expect(positions.allSatisfy { (1...max(1, head)).contains($0) })
        #expect(positions.first == (head == 0 ? nil : head))
        if head <= 4_096 { #expect(positions.count == Int(head)) }
        if head == 1_000_000 {
            #expect(positions.count == 8_192)
            #expect(positions.prefix(1_000).filter { $0 > 995_000 }.count > 490)
            #expect((positions.min() ?? 0) < 1_000)
        }
    }
}
