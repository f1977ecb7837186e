import AnnalsModel

/// When what a place reads has taken long enough: a person waits, and others want the store too.
struct PlaceDeadline {
    private let end = ContinuousClock.now + .seconds(PageLimits.querySeconds)

    /// - Throws: `timeLimit` where the time is over.
    func check() throws(StoreError) {
        guard ContinuousClock.now > end else { return }
        throw StoreError(
            .timeLimit,
            "this took longer than \(Int(PageLimits.querySeconds)) seconds: choose moments that lie"
                + " nearer to each other, or one category")
    }
}
