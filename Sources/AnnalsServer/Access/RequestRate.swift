import HTTPTypes
import Synchronization

/// How many requests a second each token makes: a bucket of permits each, which fills steadily.
final class RequestRate: Sendable {
    private struct Bucket {
        var permits: Double
        var filledAt: ContinuousClock.Instant
    }

    private let perSecond: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// - Parameter perSecond: Requests a second, of which so many may come at once.
    init(perSecond: Double) {
        self.perSecond = perSecond
    }

    /// Takes a permit.
    ///
    /// - Throws: A problem 429 where the token has none left.
    func take(for grant: String, at now: ContinuousClock.Instant = .now) throws(Problem) {
        let isLeft = buckets.withLock { buckets in
            var bucket = buckets[grant] ?? Bucket(permits: perSecond, filledAt: now)
            let seconds = max((now - bucket.filledAt) / .seconds(1), 0)
            bucket.permits = min(bucket.permits + seconds * perSecond, perSecond)
            bucket.filledAt = now
            let isLeft = bucket.permits >= 1
            if isLeft { bucket.permits -= 1 }
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
