import Annals
import AnnalsModel

/// How many events there were, stretch by stretch, and of which categories: by cycles where there
/// are some, by positions else.
package struct TimelineBars: Sendable {
    /// A stretch of the log.
    struct Bar: Sendable {
        /// The position after which it begins.
        let after: Int64
        /// Position of its last event.
        let through: Int64
        /// Its first and last cycle; nil where it is cut by positions.
        let cycles: ClosedRange<Int64>?
        /// Events by category, in the order of ``TimelineBars/categories``.
        var counts: [Int64]

        /// All its events.
        var total: Int64 { counts.reduce(0, +) }

        /// What it spans, in words.
        var name: String {
            guard let cycles else { return "events \(after + 1) to \(through)" }
            return cycles.count == 1
                ? "cycle \(cycles.lowerBound)"
                : "cycles \(cycles.lowerBound) to \(cycles.upperBound)"
        }
    }

    /// Bars at most: more cannot be told apart.
    private static let barsMax = 120
    /// Categories that have a colour of their own.
    static let coloursMax = 6

    /// The stretches, first to last.
    let bars: [Bar]
    /// Categories with most events first; beyond ``coloursMax`` they are together in the last.
    let categories: [String]

    /// Counts the events that a visitor may see, or remembers how many there were.
    init(
        of store: Store, in range: EventCountRange, _ cycles: [Cycle], for visitor: PageVisitor,
        _ known: BarCounts
    ) throws {
        let stretches = Self.stretches(range, cycles)
        let ranges = stretches.map { EventCountRange(after: $0.after, through: $0.through) }
        let counts = try known.counts(in: ranges, of: store)
        var totals: [String: Int64] = [:]
        for count in counts {
            for (category, number) in count
            where category != StreamName.ownCategory && visitor.reaches(category) {
                totals[category, default: 0] += number
            }
        }
        let ordered = totals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        let isTooMany = ordered.count > Self.coloursMax
        let named = isTooMany ? Array(ordered.prefix(Self.coloursMax - 1)) : ordered
        categories = named + (isTooMany ? ["others"] : [])
        let rest = Set(ordered.dropFirst(named.count))
        bars = zip(stretches, counts).map { stretch, count in
            var bar = stretch
            bar.counts = named.map { count[$0] ?? 0 }
            if isTooMany { bar.counts.append(rest.reduce(0) { $0 + (count[$1] ?? 0) }) }
            return bar
        }
    }

    /// A part of the log cut into stretches whose ends stay where they are as it grows.
    private static func stretches(_ range: EventCountRange, _ all: [Cycle]) -> [Bar] {
        guard range.after < range.through else { return [] }
        // The cycle that was open where the part begins, and those that were opened in it.
        let before = all.lastIndex { $0.position <= range.after + 1 } ?? 0
        let cycles = all[before...].filter { $0.position <= range.through }
        guard cycles.count > 1 else { return positions(range) }
        return stretches(of: cycles, through: range.through).compactMap { bar in
            guard bar.through > range.after else { return nil }
            return Bar(
                after: max(bar.after, range.after), through: bar.through, cycles: bar.cycles,
                counts: [])
        }
    }

    /// Stretches of round lengths.
    private static func positions(_ range: EventCountRange) -> [Bar] {
        var width: Int64 = 1
        let factors: [Int64] = [2, 5, 10]
        var step = 0
        var power: Int64 = 1
        while (range.through - range.after) / width >= barsMax {
            width = power * factors[step]
            step += 1
            if step == factors.count { (step, power) = (0, power * 10) }
        }
        return stride(from: range.after / width * width, to: range.through, by: Int(width)).map {
            Bar(
                after: max($0, range.after), through: min($0 + width, range.through), cycles: nil,
                counts: [])
        }
    }

    /// A stretch for each cycle, or for some of them together.
    private static func stretches(of cycles: [Cycle], through head: Int64) -> [Bar] {
        let together = (cycles.count + barsMax - 1) / barsMax
        var bars: [Bar] = []
        let first = cycles[0]
        if first.position > 1 {
            let before = max(first.number - 1, 0)
            bars.append(
                Bar(after: 0, through: first.position - 1, cycles: before...before, counts: []))
        }
        for start in stride(from: 0, to: cycles.count, by: together) {
            let end = min(start + together, cycles.count)
            let last = end == cycles.count ? head : cycles[end].position - 1
            let numbers = cycles[start].number...max(cycles[start].number, cycles[end - 1].number)
            bars.append(
                Bar(
                    after: cycles[start].position - 1, through: last, cycles: numbers, counts: []))
        }
        return bars
    }
}
