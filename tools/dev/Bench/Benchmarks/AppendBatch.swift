extension Benchmark {
    /// How fast many events go in, beside the same rows in bare SQLite.
    static let appendBatch = Benchmark(
        name: "append-batch", summary: "batches of 1,000 events, without and with projections"
    ) { bench in
        let events = bench.workload(bench.events)
        let alone = try bench.bareSource(events)
        try bench.hold(
            Contest(
                name: "append-log",
                title: "Append of \(events.count) events in batches of 1,000, the log alone",
                unit: "events/s", reach: "0.8 of bare",
                sides: [
                    bench.bareSide("bare", alone, batch: 1000),
                    bench.annalsSide("annals", events, batch: 1000) {
                        BenchTarget(try bench.makeLog())
                    },
                ] + bench.peerSides(.batches, events)))
        let withTables = try bench.bareSourceWithTables(events)
        try bench.hold(
            Contest(
                name: "append-tables",
                title: "Append of \(events.count) events in batches of 1,000, all projections",
                unit: "events/s", reach: "0.8 of bare with projection rows",
                sides: [
                    bench.bareSide("bare", withTables, batch: 1000),
                    bench.annalsSide("annals", events, batch: 1000) {
                        BenchTarget(try bench.makeLogWithTables())
                    },
                    bench.annalsSide("annals, snapshots", events, batch: 1000) {
                        BenchTarget(try bench.makeStore())
                    },
                ]))
    }
}
