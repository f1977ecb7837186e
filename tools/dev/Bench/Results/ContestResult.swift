/// What came of a contest.
struct ContestResult: Codable, Equatable, Sendable {
    /// What thresholds and other runs know it by.
    var name: String
    var title: String
    /// What the figures are, as in `events/s`.
    var unit: String
    /// Whether a higher figure is a better one.
    var isRate: Bool
    /// The number to reach, in words; nil where there is none.
    var reach: String?
    /// The first is what the others are compared with.
    var sides: [SideResult]

    /// A side by its name.
    func side(_ name: String) -> SideResult? {
        sides.first { $0.name == name }
    }
}

/// What came of one side of a contest.
struct SideResult: Codable, Equatable, Sendable {
    var name: String
    /// One a round, of the contest's unit.
    var figures: [Double]
    /// What single operations took.
    var latency: LatencyPercentiles?
    /// Microseconds of CPU an operation, all threads together; the median of the rounds.
    var cpuMicroseconds: Double?
    /// Calls of the allocator an operation, from a run of its own that is not timed.
    var allocations: Double?

    /// The median of the figures.
    var median: Double { figures.median }

    /// The median of the ratios to another side, round by round: a slow minute of the machine
    /// weighs on both.
    func ratio(to other: SideResult) -> Double {
        zip(figures, other.figures).map { $0 / $1 }.median
    }
}

/// What a process of its own took for one piece of work.
struct Footprint: Codable, Equatable, Sendable {
    /// What thresholds and other runs know it by.
    var name: String
    /// Number of events that the work is about.
    var events: Int
    /// Seconds on the clock.
    var seconds: Double
    /// Seconds of CPU, all threads together.
    var cpuSeconds: Double
    /// Most bytes that were resident at a time.
    var peakBytes: Int64
    /// Bytes handed to calls that write.
    var writtenBytes: Int64
    /// Bytes of the store's file when it is closed.
    var fileBytes: Int64
    /// Calls of the allocator an event; nil where they cannot be counted.
    var allocations: Double?
}

/// How a figure changes while a store grows.
struct GrowthCurve: Codable, Equatable, Sendable {
    struct Point: Codable, Equatable, Sendable {
        /// Events of the store.
        var events: Int
        var figure: Double
    }

    var name: String
    var title: String
    var unit: String
    var points: [Point]

    /// The figure at a size.
    func figure(at events: Int) -> Double? {
        points.first { $0.events == events }?.figure
    }
}
