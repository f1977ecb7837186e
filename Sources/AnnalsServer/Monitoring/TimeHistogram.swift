/// How often something took how long, in buckets whose bounds are fixed: what a monitoring system
/// adds up over processes and time.
struct TimeHistogram: Sendable {
    /// Upper bounds of the buckets in seconds; one more takes what is longer.
    static let bounds = [
        0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
    ]

    /// How many are in each bucket, not added up.
    private(set) var counts = [Int64](repeating: 0, count: bounds.count + 1)
    /// How many there are.
    private(set) var count: Int64 = 0
    /// Seconds in all.
    private(set) var sum = 0.0

    /// Counts something that took so many seconds.
    mutating func note(_ seconds: Double) {
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        counts[bucket] += 1
        count += 1
        sum += seconds
    }
}
