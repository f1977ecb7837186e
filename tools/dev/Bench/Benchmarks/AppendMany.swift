import AnnalsLog
import AnnalsModel

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
                            return try ConcurrentAppends.rate(events, writers, meter) {
                                { event in _ = try log.append([event]) }
                            }
                        },
                    ] + bench.peerSides(.writers(writers), events)))
        }
    }
}
