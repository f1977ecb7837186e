/// Permits that fill up steadily to as many as may be taken at once.
struct TokenBucket: Sendable {
    private let perSecond: Double
    private let most: Double
    private var permits: Double
    private var filledAt: ContinuousClock.Instant

    /// A full bucket.
    ///
    /// - Parameter most: How many it holds.
    init(perSecond: Double, most: Double, at now: ContinuousClock.Instant = .now) {
        self.perSecond = perSecond
        self.most = most
        permits = most
        filledAt = now
    }

    /// Whether there is a permit.
    mutating func hasPermit(at now: ContinuousClock.Instant = .now) -> Bool {
        let seconds = max((now - filledAt) / .seconds(1), 0)
        permits = min(permits + seconds * perSecond, most)
        filledAt = now
        return permits >= 1
    }

    /// Takes a permit; nothing where none is left.
    mutating func take() {
        permits = max(permits - 1, 0)
    }
}
