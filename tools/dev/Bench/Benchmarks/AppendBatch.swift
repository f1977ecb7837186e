import AnnalsLog

extension Benchmark {
    /// How fast many events go in, beside the same rows in bare SQLite.
    static let appendBatch = Benchmark(
        name: "append-batch", summary: "batches of 1,000 events, the log alone"
    ) { bench in
        let events = bench.workload(bench.events)
        let source = try bench.bareSource(events)
        let contest = Contest(
            title: "Append of \(events.count) events in batches of 1,000, the log alone",
            unit: "events/s", reach: nil,
            sides: [
                Contest.Side(name: "bare") {
                    let path = bench.newPath()
                    defer { bench.remove(path) }
                    let store = try BareStore(path: path, source: source)
                    let time = try Measurement.of {
                        for _ in stride(from: 0, to: source.count, by: 1000) {
                            try store.append(1000)
                        }
                    }
                    return Double(source.count) / time.seconds
                },
                Contest.Side(name: "annals") {
                    let log = try bench.makeLog()
                    defer { bench.remove(log.path) }
                    defer { log.close() }
                    let time = try Measurement.of {
                        try bench.append(events, batch: 1000, to: log)
                    }
                    return Double(events.count) / time.seconds
                },
            ])
        try contest.run(rounds: bench.rounds)
    }
}
