// What a verification reads at once, and what it names one by one.

extension Limits {
    /// Events that a verification seals again in one read transaction: multiples of 256, the more
    /// the longer the log is.
    public static let verifiedStretchEventsMin: Int64 = 4_096
    /// The same of a long log: a tenth of a second, for which the WAL cannot begin again.
    public static let verifiedStretchEventsMax: Int64 = 32_768
    /// Positions without an event that a verification goes through in search of the rest; behind
    /// more of them a row is out of place, and is not waited for.
    public static let verifiedGapMax: Int64 = 1_000_000
    /// Rows out of place that are named one by one.
    public static let verifiedStraysMax: Int64 = 100
    /// Events at the end of the log that a health check seals again.
    public static let healthEventsMax: Int64 = 512
    /// Microseconds by which the last event may be ahead of this machine's clock in a store that is
    /// healthy: clocks that a network keeps are never a minute apart.
    public static let healthClockAheadMax: Int64 = 60_000_000
    /// Findings that the command line prints; the rest is counted.
    public static let findingsShownMax: Int64 = 100
}
