import AnnalsTesting
import Foundation
import Testing

@testable import annals_dev

/// What the bench takes of a piece of work is what happened.
@Suite(.storesChecked) struct MeterTests {
    @Test func percentilesAreThoseOfTheOperations() throws {
        var histogram = LatencyHistogram()
        #expect(histogram.percentiles == nil)
        for microseconds in 1...1000 { histogram.record(.microseconds(microseconds)) }
        let found = try #require(histogram.percentiles)
        #expect(found.operations == 1000)
        // Three digits are kept.
        for (percentile, expected) in [
            (found.p50, 500.0), (found.p90, 900), (found.p99, 990), (found.p999, 999),
            (found.highest, 1000),
        ] {
            #expect(abs(percentile / expected - 1) < 0.002)
        }
    }

    @Test func anotherThreadsOperationsCountToo() throws {
        var (one, two) = (LatencyHistogram(), LatencyHistogram())
        one.record(.microseconds(10))
        two.record(.seconds(100))
        one.add(two)
        let found = try #require(one.percentiles)
        #expect(found.operations == 2)
        #expect(abs(found.highest / 1e8 - 1) < 0.002)
    }

    @Test(.enabled(if: Allocations.areCounted)) func everyCallOfTheAllocatorIsCounted() {
        // Other tests of this process allocate too, so there may be more.
        let calls = Allocations.during {
            for size in 1...1000 {
                var memory = malloc(size)
                memory = realloc(memory, 2 * size)
                free(memory)
                free(calloc(1, size))
                var aligned: UnsafeMutableRawPointer?
                #expect(posix_memalign(&aligned, 64, size) == 0)
                #expect(Int(bitPattern: aligned) % 64 == 0)
                free(aligned)
                #expect(posix_memalign(&aligned, 3, size) == EINVAL)
            }
        }
        #expect(calls >= 4000)
    }

    @Test func sidesTakeTurns() throws {
        let order = Figures()
        let sides = ["a", "b"].map { name in
            Contest.Side(name: name) { meter in
                order.names.append(name)
                return meter.measure(1) { meter.time {} } + 1
            }
        }
        let contest = Contest(
            name: "turns", title: "Turns", unit: "events/s", reach: nil, sides: sides)
        let result = try contest.run(rounds: 3, isCounted: false)
        #expect(order.names == ["a", "b", "b", "a", "a", "b"])
        #expect(result.isRate)
        #expect(result.sides.map(\.figures.count) == [3, 3])
        #expect(result.sides.map { $0.latency?.operations } == [3, 3])
        #expect(result.sides[0].allocations == nil)
        #expect(try contest.run(rounds: 1).sides[0].latency?.operations == 1)
    }

    @Test func ratiosArePairedByRound() {
        let one = SideResult(name: "one", figures: [10, 1, 100])
        let two = SideResult(name: "two", figures: [5, 0.5, 50])
        #expect(two.ratio(to: one) == 0.5)
        #expect(one.ratio(to: two) == 2)
    }

    @Test func peaksAndBytesAreRead() throws {
        let folder = try TemporaryDirectory()
        let before = try ProcessUse()
        try folder.write([UInt8](repeating: 7, count: 1 << 20), to: "bytes")
        let after = try ProcessUse()
        #expect(after.writtenBytes - before.writtenBytes >= 1 << 20)
        #expect(after.peakBytes > 1 << 20)
    }
}

private final class Figures {
    var names: [String] = []
}
