import Annals

extension Benchmark {
    /// How fast a store is derived again and compared, beside making its tables again.
    static let verify = Benchmark(
        name: "verify", summary: "verification of the log, and of everything beside a rebuild"
    ) { bench in
        let store = try bench.history.open(bench)
        defer { store.close() }
        let head = try store.head()
        try bench.hold(
            Contest(
                name: "verify-log", title: "Verification of a log of \(head) events",
                unit: "events/s", reach: "800000 events/s",
                sides: [
                    Contest.Side(name: "annals") { meter in
                        Double(head)
                            / (try meter.measure(Int(head)) {
                                try StoreWork.verifyLog.run(on: store)
                            })
                    }
                ]))
        let sides = [StoreWork.rebuild, .verify].map { work in
            Contest.Side(name: work.rawValue) { meter in
                try meter.measure(Int(head)) { try work.run(on: store) }
            }
        }
        try bench.hold(
            Contest(
                name: "verify", title: "Verification of everything beside a rebuild", unit: "s",
                reach: "1.30 of a rebuild", sides: sides))
    }
}
