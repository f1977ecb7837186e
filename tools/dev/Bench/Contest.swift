/// Two or more ways to do the same work, measured side by side.
///
/// The sides take turns, round by round, and every other round in the other order: whatever else
/// the machine does meets all of them. Nothing is asserted; the reader compares the ratio with the
/// number to reach.
struct Contest {
    /// One way to do the work.
    struct Side {
        let name: String
        /// Whether its allocations are counted in a run more.
        var isCounted = true
        /// Does the work once and returns a figure, of the contest's unit.
        let run: (Meter) throws -> Double
    }

    /// What thresholds and other runs know it by.
    let name: String
    /// What is measured.
    let title: String
    /// What the figures are, as in `events/s`.
    let unit: String
    /// The number to reach for the last side over the first, in words; nil where there is none.
    let reach: String?
    /// The sides; the first is what the others are compared with.
    let sides: [Side]

    /// Runs every side once a round, and once more to count its allocations.
    func run(rounds: Int, isCounted: Bool = true) throws -> ContestResult {
        var figures = [[Double]](repeating: [], count: sides.count)
        let meters = sides.map { _ in Meter() }
        for round in 0..<rounds {
            for index in round.isMultiple(of: 2) ? Array(sides.indices) : sides.indices.reversed() {
                figures[index].append(try sides[index].run(meters[index]))
            }
        }
        var result = ContestResult(
            name: name, title: title, unit: unit, isRate: unit.hasSuffix("/s"), reach: reach,
            sides: [])
        for (index, side) in sides.enumerated() {
            var allocations: Double?
            if isCounted, side.isCounted, Allocations.areCounted {
                let meter = Meter(isCounting: true)
                _ = try side.run(meter)
                allocations = meter.allocations
            }
            let cpu = meters[index].cpu
            result.sides.append(
                SideResult(
                    name: side.name, figures: figures[index],
                    latency: meters[index].latency.percentiles,
                    cpuMicroseconds: cpu.isEmpty ? nil : cpu.median, allocations: allocations))
        }
        return result
    }
}
