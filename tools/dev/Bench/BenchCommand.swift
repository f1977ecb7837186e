import AnnalsTesting
import ArgumentParser

/// Measures, side by side, what the design promises.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure Annals beside bare SQLite on the same work.",
        discussion: """
            Build with '-c release'. Sides take turns, so that what else the machine does meets \
            all of them. Nothing is asserted: compare the ratios with the numbers to reach.

            Benchmarks:
            \(Benchmark.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))
            """)

    @Argument(help: "Benchmarks to run; all of them if none is named.")
    var names: [String] = []

    @Option(help: "Seed of the workload.")
    var seed: UInt64 = 1

    @Option(help: "Events of the larger benchmarks.")
    var events = 200_000

    @Option(help: "How often each side runs.")
    var rounds = 5

    @Option(help: "A real history, one event a line, to weigh beside the invented ones.")
    var history: String?

    func validate() throws {
        guard events > 0, rounds > 0 else {
            throw ValidationError("--events and --rounds are 1 or more.")
        }
        for name in names where !Benchmark.all.contains(where: { $0.name == name }) {
            throw ValidationError(
                "There is no benchmark '\(name)': 'annals-dev help bench' lists them.")
        }
    }

    func run() throws {
        let bench = Bench(
            seed: seed, events: events, rounds: rounds, folder: try TemporaryDirectory(),
            realHistory: history)
        for benchmark in Benchmark.all where names.isEmpty || names.contains(benchmark.name) {
            try benchmark.run(bench)
        }
    }
}
