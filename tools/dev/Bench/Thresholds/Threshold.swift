/// One promise about what the bench finds, as a ratio or as a count that no machine changes.
struct Threshold: Equatable {
    /// Which figure of a side.
    enum Measure: String, Decodable {
        case median, p50, p99, p999, cpu, allocations
    }

    /// Name of a contest, a growth curve or a process of its own: one of them.
    var contest: String?
    var growth: String?
    var process: String?
    /// Side of a contest.
    var side: String?
    /// Side that it is compared with; without one the figure itself is meant.
    var against: String?
    /// Figure of the side; the median if not given.
    var measure: Measure?
    /// Sizes of a growth curve: the figure at `to` over that at `from`.
    var from: Int?
    var to: Int?
    /// Bounds that must hold.
    var atLeast: Double?
    var atMost: Double?
    /// What is aimed at, if it is not reached yet: said and never a miss.
    var reach: Double?

    /// What became of a threshold.
    enum Verdict: Equatable {
        /// It holds, and what is aimed at is reached too.
        case reached(String)
        /// It holds.
        case held(String)
        case missed(String)
        case notMeasured(String)
    }

    /// Compares a report with it.
    func verdict(on report: BenchReport) -> Verdict {
        guard let value = value(in: report) else {
            return .notMeasured("\(subject): not measured")
        }
        let found = "\(subject): \(value.short)"
        if let atLeast, value < atLeast {
            return .missed("\(found), and at least \(atLeast.short) must hold")
        }
        if let atMost, value > atMost {
            return .missed("\(found), and at most \(atMost.short) must hold")
        }
        guard let reach else { return .reached(found) }
        let isReached = atMost == nil ? value >= reach : value <= reach
        return isReached ? .reached(found) : .held("\(found), to reach: \(reach.short)")
    }

    /// What it is about, in words.
    var subject: String {
        if let growth { return "\(growth) from \(from ?? 0) to \(to ?? 0) events" }
        let name = measure.map { $0 == .median ? "" : " \($0.rawValue)" } ?? ""
        if let process { return "process \(process)\(name)" }
        let other = against.map { " over \($0)" } ?? ""
        return "\(contest ?? "")\(name) of \(side ?? "")\(other)"
    }

    private func value(in report: BenchReport) -> Double? {
        if let growth {
            let curve = report.growth.first { $0.name == growth }
            guard let start = from.flatMap({ curve?.figure(at: $0) }), start > 0,
                let end = to.flatMap({ curve?.figure(at: $0) })
            else { return nil }
            return end / start
        }
        if let process {
            let footprint = report.footprints.first { $0.name == process }
            return measure == .allocations ? footprint?.allocations : nil
        }
        guard let contest = report.contests.first(where: { $0.name == contest }),
            let side = side.flatMap({ contest.side($0) })
        else { return nil }
        guard let against else { return side.value(measure) }
        guard let other = contest.side(against) else { return nil }
        // Rounds are paired where there are any.
        if measure ?? .median == .median { return side.ratio(to: other) }
        guard let one = side.value(measure), let two = other.value(measure), two > 0 else {
            return nil
        }
        return one / two
    }
}

extension SideResult {
    fileprivate func value(_ measure: Threshold.Measure?) -> Double? {
        switch measure ?? .median {
        case .median: median
        case .p50: latency?.p50
        case .p99: latency?.p99
        case .p999: latency?.p999
        case .cpu: cpuMicroseconds
        case .allocations: allocations
        }
    }
}
