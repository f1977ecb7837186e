extension Benchmark {
    /// How long a single durable append takes, beside the same rows in bare SQLite.
    static let appendOne = Benchmark(
        name: "append-one", summary: "durable append, one writer, one event each"
    ) { bench in
        let events = bench.workload(min(2000, bench.events))
        let source = try bench.bareSource(events)
        try bench.hold(
            Contest(
                name: "append-one", title: "Durable append, one writer, one event each",
                unit: "appends/s", reach: "0.9 of bare for the log alone, at most 60 µs of CPU",
                sides: [
                    bench.bareSide("bare", source, batch: 1),
                    bench.annalsSide("annals", events, batch: 1) {
                        BenchTarget(try bench.makeLog())
                    },
                    bench.annalsSide("annals, all projections", events, batch: 1) {
                        BenchTarget(try bench.makeLogWithTables())
                    },
                ] + bench.peerSides(.singles, events)))
    }
}
