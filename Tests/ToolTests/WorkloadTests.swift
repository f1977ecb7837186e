import AnnalsModel
import AnnalsTesting
import Testing

/// Generated histories are the same for the same seed, valid, and of the promised shape.
@Suite(.storesChecked) struct WorkloadTests {
    private func text(_ history: some Sequence<NewEvent>) -> String {
        var lines: [UInt8] = []
        for event in history {
            event.write(lineTo: &lines)
        }
        return String(decoding: lines, as: UTF8.self)
    }

    @Test func theSeedDecidesEverything() {
        let one = text(Workload(seed: 7, events: 2000, live: 200))
        #expect(one == text(Workload(seed: 7, events: 2000, live: 200)))
        #expect(one != text(Workload(seed: 8, events: 2000, live: 200)))
        #expect(one.hasPrefix(text(Workload(seed: 7, events: 500, live: 200))))
        #expect(
            text(HistoryWorkload(seed: 7, events: 100))
                == text(HistoryWorkload(seed: 7, events: 100)))
    }

    @Test func theRandomNumbersAreThoseOfSplitMix64() {
        var random = SeededRandom(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test func everyLineIsAnEventOfABatch() throws {
        for line in text(Workload(seed: 3, events: 3000, live: 100)).split(separator: "\n") {
            var bytes = Array(line.utf8)
            let event = try bytes.withUnsafeMutableBufferPointer {
                try NewEvent(line: UnsafeBufferPointer($0))
            }
            #expect(event.actor.kind == .agent)
            #expect(event.change.deleted == event.type.verb.hasPrefix("removed"))
        }
    }

    @Test func bodiesHaveThePromisedSizes() {
        let sizes = Workload(seed: 1, events: 5000).map { event -> Int in
            event.change.data.compact.utf8.count
        }.sorted()
        #expect((120...220).contains(sizes[sizes.count / 2]))
        #expect((225...325).contains(sizes.reduce(0, +) / sizes.count))
        let large = HistoryWorkload(seed: 1, events: 200).map(\.change.data.compact.utf8.count)
        #expect(large.allSatisfy { (2000...12_000).contains($0) })
    }

    @Test func cyclesNeverGoBackAndHaveFiveHundredEvents() {
        let cycles = Workload(seed: 1, events: 1001).map { $0.cycle }
        #expect(cycles[0] == 1)
        #expect(cycles[499] == 1)
        #expect(cycles[500] == 2)
        #expect(cycles[1000] == 3)
    }

    @Test func aStateOfALimitedSizeStaysLimited() {
        var alive: Set<StreamName> = []
        var most = 0
        for event in Workload(seed: 5, events: 20_000, live: 300) {
            if event.type.verb == "created" || event.type.verb == "sent" {
                alive.insert(event.stream)
            } else if event.change.deleted {
                #expect(alive.remove(event.stream) != nil)
            } else if event.stream.category != "agent" {
                #expect(alive.contains(event.stream), "changed after it was removed")
            }
            most = max(most, alive.count)
        }
        #expect((300...340).contains(most))
    }
}
