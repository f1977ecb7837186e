import AnnalsModel

/// Events that many writers append at once, each a thread of its own that waits for each of its
/// appends.
enum ConcurrentAppends {
    /// Appends events.
    ///
    /// - Parameter way: Makes what one writer appends with.
    /// - Returns: Events in a second.
    static func rate(
        _ events: [NewEvent], _ writers: Int, _ meter: Meter,
        _ way: @escaping @Sendable () throws -> ((NewEvent) throws -> Void)
    ) throws -> Double {
        let (failure, latency) = (FirstFailure(), SharedLatency())
        let threads = (0..<writers).map { writer in
            WriterThread {
                let append = try way()
                var own = LatencyHistogram()
                for index in stride(from: writer, to: events.count, by: writers) {
                    // Writers of one cycle each would wait for each other's clocks.
                    var event = events[index]
                    event.cycle = nil
                    let start = ContinuousClock.now
                    try append(event)
                    own.record(ContinuousClock.now - start)
                }
                latency.add(own)
            } failed: {
                failure.note($0)
            }
        }
        let seconds = try meter.measure(events.count) {
            for thread in threads { thread.start() }
            for thread in threads { thread.join() }
            try failure.rethrow()
            meter.add(latency.all)
        }
        return Double(events.count) / seconds
    }
}
