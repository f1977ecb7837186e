import Annals

extension Benchmark {
    /// How fast tables are made again from the events.
    static let rebuild = Benchmark(
        name: "rebuild", summary: "rebuild of all built-in projections"
    ) { bench in
        let store = try bench.history.open(bench)
        defer { store.close() }
        let names = try store.projections().map(\.name)
        let head = try store.head()
        let side = Contest.Side(name: "all built-in projections") {
            let time = try Measurement.of {
                try store.rebuildProjections(names)
            }
            return Double(head) / time.seconds
        }
        try Contest(
            title: "Rebuild of \(names.count) projections from \(head) events", unit: "events/s",
            reach: "500000 events/s", sides: [side]
        ).run(rounds: bench.rounds)
    }
}
