import AnnalsLog
import AnnalsModel
import Dispatch

extension Benchmark {
    /// What group commit makes of many writers, beside one writer that appends as large batches.
    static let appendMany = Benchmark(
        name: "append-many", summary: "durable append, 8 and 64 concurrent writers"
    ) { bench in
        for writers in [8, 64] {
            let events = bench.workload(writers * 250)
            let contest = Contest(
                title: "Durable append, \(writers) concurrent writers", unit: "events/s",
                reach: "0.7 of one writer with batches of \(writers)",
                sides: [
                    bench.annalsSide(
                        "one writer, batches of \(writers)", events, batch: writers,
                        bench.makeLog),
                    Contest.Side(name: "\(writers) writers, one event each") {
                        let log = try bench.makeLog()
                        defer { bench.remove(log.path) }
                        defer { log.close() }
                        let time = try Measurement.of {
                            try appendConcurrently(events, writers: writers, to: log)
                        }
                        return Double(events.count) / time.seconds
                    },
                ])
            try contest.run(rounds: bench.rounds)
        }
    }

    /// Every writer is a thread of its own that waits for each of its appends.
    private static func appendConcurrently(
        _ events: [NewEvent], writers: Int, to log: EventLog
    ) throws {
        let failure = FirstFailure()
        let threads = (0..<writers).map { writer in
            WriterThread {
                for index in stride(from: writer, to: events.count, by: writers) {
                    // Writers of one cycle each would wait for each other's clocks.
                    var event = events[index]
                    event.cycle = nil
                    _ = try log.append([event])
                }
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
    }
}
