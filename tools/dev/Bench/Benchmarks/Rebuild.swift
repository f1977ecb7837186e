import Annals

extension Benchmark {
    /// How fast tables are made again from the events, and compared with them.
    static let rebuild = Benchmark(
        name: "rebuild", summary: "rebuild and check of all built-in projections"
    ) { bench in
        let store = try bench.history.open(bench)
        defer { store.close() }
        let head = try store.head()
        let projections = try store.projections().count
        for work in [StoreWork.rebuild, .check] {
            let side = Contest.Side(name: "annals") { meter in
                Double(head) / (try meter.measure(Int(head)) { try work.run(on: store) })
            }
            try bench.hold(
                Contest(
                    name: work.rawValue,
                    title: "\(work.title) of \(projections) projections from \(head) events",
                    unit: "events/s", reach: "500000 events/s, 250000 at the least",
                    sides: [side] + (work == .rebuild ? bench.peerSides(.replay, nil) : [])))
        }
    }
}
