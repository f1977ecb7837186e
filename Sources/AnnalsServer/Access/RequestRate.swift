import HTTPTypes
import Synchronization

/// How many requests a second each token makes: a bucket of permits each, which fills steadily.
final class RequestRate: Sendable {
    private let perSecond: Double
    private let buckets = Mutex<[String: TokenBucket]>([:])

    /// - Parameter perSecond: Requests a second, of which so many may come at once.
    init(perSecond: Double) {
        self.perSecond = perSecond
    }

    /// Takes a permit.
    ///
    /// - Throws: A problem 429 where the token has none left.
    func take(for grant: String, at now: ContinuousClock.Instant = .now) throws(Problem) {
        let isLeft = buckets.withLock { buckets in
            var bucket =
                buckets[grant] ?? TokenBucket(perSecond: perSecond, most: perSecond, at: now)
            let isLeft = bucket.hasPermit(at: now)
            if isLeft { bucket.take() }
            buckets[grant] = bucket
            return isLeft
        }
        guard !isLeft else { return }
        var problem = Problem(
            .tooManyRequests, "too_many_requests",
            "this token made more than \(Int(perSecond)) requests in a second: wait a second")
        problem.headers[.retryAfter] = "1"
        throw problem
    }
}
