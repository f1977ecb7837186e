import AnnalsLog
import AnnalsModel
import Dispatch

extension Benchmark {
    /// What group commit makes of many writers, beside one writer that appends as large batches.
    static let appendMany = Benchmark(
        name: "append-many", summary: "durable append, 8 and 64 concurrent writers"
    ) { bench in
        for writers in [8, 64] {
            let events = bench.workload(min(writers * 250, bench.events))
            try bench.hold(
                Contest(
                    name: "append-\(writers)",
                    title: "Durable append, \(writers) concurrent writers", unit: "events/s",
                    reach: "0.85 of one writer with batches of \(writers)",
                    sides: [
                        bench.annalsSide("one writer, batches", events, batch: writers) {
                            BenchTarget(try bench.makeLog())
                        },
                        Contest.Side(name: "annals") { meter in
                            let log = try bench.makeLog()
                            defer { bench.remove(log.path) }
                            defer { log.close() }
                            let seconds = try meter.measure(events.count) {
                                meter.add(
                                    try appendConcurrently(events, writers: writers, to: log))
                            }
                            return Double(events.count) / seconds
                        },
                    ] + bench.peerSides(.writers(writers), events)))
        }
    }

    /// Every writer is a thread of its own that waits for each of its appends.
    private static func appendConcurrently(
        _ events: [NewEvent], writers: Int, to log: EventLog
    ) throws -> LatencyHistogram {
        let failure = FirstFailure()
        let latency = SharedLatency()
        let threads = (0..<writers).map { writer in
            WriterThread {
                var own = LatencyHistogram()
                for index in stride(from: writer, to: events.count, by: writers) {
                    // Writers of one cycle each would wait for each other's clocks.
                    var event = events[index]
                    event.cycle = nil
                    let start = ContinuousClock.now
                    _ = try log.append([event])
                    own.record(ContinuousClock.now - start)
                }
                latency.add(own)
            } failed: {
                failure.note($0)
            }
        }
        for thread in threads {
            thread.start()
        }
        for thread in threads {
            thread.join()
        }
        try failure.rethrow()
        return latency.all
    }
}
