import AnnalsModel

/// When what a place reads has taken long enough: a person waits, and others want the store too.
struct PlaceDeadline {
    private let seconds: Double
    private let end: ContinuousClock.Instant

    /// Begins now.
    init(seconds: Double = PageLimits.querySeconds) {
        self.seconds = seconds
        end = .now + .seconds(seconds)
    }

    /// Whether the time is over.
    var isOver: Bool { ContinuousClock.now > end }

    /// - Throws: `timeLimit` where the time is over.
    func check() throws(StoreError) {
        guard isOver else { return }
        throw StoreError(
            .timeLimit,
            "this took longer than \(Int(seconds)) seconds: choose moments that lie"
                + " nearer to each other, or one category")
    }
}
