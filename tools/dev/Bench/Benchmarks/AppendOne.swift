import AnnalsLog

extension Benchmark {
    /// How long a single durable append takes, beside the same rows in bare SQLite.
    static let appendOne = Benchmark(
        name: "append-one", summary: "durable append, one writer, one event each"
    ) { bench in
        let events = bench.workload(2000)
        let source = try bench.bareSource(events)
        let bareCPU = Figures()
        let cpu = Figures()
        let contest = Contest(
            title: "Durable append, one writer, one event each", unit: "appends/s",
            reach: "0.9 of bare",
            sides: [
                Contest.Side(name: "bare") {
                    let path = bench.newPath()
                    defer { bench.remove(path) }
                    let store = try BareStore(path: path, source: source)
                    let time = try Measurement.of {
                        for _ in 0..<source.count {
                            try store.append(1)
                        }
                    }
                    bareCPU.values.append(time.cpuSeconds / Double(source.count) * 1e6)
                    return Double(source.count) / time.seconds
                },
                Contest.Side(name: "annals") {
                    let log = try bench.makeLog()
                    defer { bench.remove(log.path) }
                    defer { log.close() }
                    let time = try Measurement.of {
                        try bench.append(events, batch: 1, to: log)
                    }
                    cpu.values.append(time.cpuSeconds / Double(events.count) * 1e6)
                    return Double(events.count) / time.seconds
                },
            ])
        try contest.run(rounds: bench.rounds)
        print(
            """
              CPU an append: bare \(Int(bareCPU.values.median)) µs, \
            annals \(Int(cpu.values.median)) µs; to reach: at most 60 µs
            """)
    }
}

/// Figures that are collected while a contest runs.
final class Figures {
    var values: [Double] = []
}
