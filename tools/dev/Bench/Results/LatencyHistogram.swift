import Histogram

/// How long many single operations took.
struct LatencyHistogram: Sendable {
    /// Nanoseconds, with three digits; it grows with its longest value.
    private var nanoseconds = Histogram<UInt64>(numberOfSignificantValueDigits: .three)

    /// Takes what one operation took.
    mutating func record(_ duration: Duration) {
        let parts = duration.components
        let whole = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
        nanoseconds.record(UInt64(max(whole, 1)))
    }

    /// Takes what another has, as of another thread.
    mutating func add(_ other: LatencyHistogram) {
        nanoseconds.add(other.nanoseconds)
    }

    /// The percentiles; nil without any operation.
    var percentiles: LatencyPercentiles? {
        guard nanoseconds.totalCount > 0 else { return nil }
        func microseconds(_ percentile: Double) -> Double {
            Double(nanoseconds.valueAtPercentile(percentile)) / 1000
        }
        return LatencyPercentiles(
            operations: Int(nanoseconds.totalCount), p50: microseconds(50), p90: microseconds(90),
            p99: microseconds(99), p999: microseconds(99.9),
            highest: Double(nanoseconds.max) / 1000)
    }
}

/// How long single operations took, in microseconds.
struct LatencyPercentiles: Codable, Equatable, Sendable {
    /// Number of operations.
    var operations: Int
    var p50: Double
    var p90: Double
    var p99: Double
    /// The 99.9th percentile.
    var p999: Double
    var highest: Double
}
