import Synchronization

/// What operations took on several threads.
final class SharedLatency: Sendable {
    private let histogram = Mutex(LatencyHistogram())

    /// Takes what those of one thread took.
    func add(_ other: LatencyHistogram) {
        histogram.withLock { $0.add(other) }
    }

    /// All of them.
    var all: LatencyHistogram { histogram.withLock { $0 } }
}
