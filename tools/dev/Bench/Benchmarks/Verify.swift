import Annals

extension Benchmark {
    /// How fast a store is derived again and compared, beside making its tables again.
    static let verify = Benchmark(
        name: "verify", summary: "verification of the log, and of everything beside a rebuild"
    ) { bench in
        let store = try bench.history.open(bench)
        defer { store.close() }
        let head = try store.head()
        let log = Contest.Side(name: "verify --log") {
            Double(head) / (try seconds(store, .log))
        }
        try Contest(
            title: "Verification of a log of \(head) events", unit: "events/s",
            reach: "800000 events/s", sides: [log]
        ).run(rounds: bench.rounds)
        let names = try store.projections().map(\.name)
        let rebuild = Contest.Side(name: "rebuild") {
            try Measurement.of {
                for name in names { try store.rebuildProjection(name) }
            }.seconds
        }
        let everything = Contest.Side(name: "verify") { try seconds(store, .everything) }
        try Contest(
            title: "Verification of everything beside a rebuild of \(names.count) projections",
            unit: "s", reach: "1.30 of a rebuild", sides: [rebuild, everything]
        ).run(rounds: bench.rounds)
    }

    private static func seconds(
        _ store: Store, _ scope: VerificationReport.Scope
    ) throws -> Double {
        let time = try Measurement.of {
            let report = try store.verify(VerificationOptions(scope))
            guard report.outcome == .verified else {
                throw BenchFailure("The store of the workload does not verify.")
            }
        }
        return time.seconds
    }
}
