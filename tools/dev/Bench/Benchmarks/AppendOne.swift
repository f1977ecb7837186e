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
            reach: "0.9 of bare for the log alone",
            sides: [
                bench.bareSide("bare, log alone", source, batch: 1, cpu: bareCPU),
                bench.annalsSide(
                    "annals, log alone", events, batch: 1, cpu: cpu, bench.makeLog),
                bench.annalsSide(
                    "annals, all projections", events, batch: 1, bench.makeLogWithTables),
            ])
        try contest.run(rounds: bench.rounds)
        print(
            """
              CPU an append: bare \(Int(bareCPU.values.median)) µs, \
            annals \(Int(cpu.values.median)) µs; to reach: at most 60 µs
            """)
    }
}
