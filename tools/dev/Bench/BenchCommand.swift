import AnnalsTesting
import ArgumentParser
import Foundation

/// Measures, side by side, what the design promises.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure Annals beside bare SQLite on the same work.",
        discussion: """
            Build with '-c release'. Sides take turns, so that what else the machine does meets \
            all of them. Compare the ratios, not the figures.

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

    @Flag(help: "Measure eventsourcing and UmaDB beside it, installed from PyPI for the while.")
    var peers = false

    @Flag(help: "Measure how figures change while a store grows, instead of the benchmarks.")
    var growth = false

    @Option(help: "Numbers of events of --growth, with commas between them.")
    var sizes = "10000,100000,1000000,5000000"

    @Option(help: "The annals-dev of another build, to measure beside this one.")
    var old: String?

    @Flag(help: "Few events and one round: whether it works, not how fast.")
    var quick = false

    @Flag(help: "Print everything as one JSON object, at the end.")
    var json = false

    @Option(help: "A file of thresholds; exits with 1 where one is missed.")
    var check: String?

    @Flag(help: .hidden)
    var serve = false

    func validate() throws {
        guard events > 0, rounds > 0 else {
            throw ValidationError("--events and --rounds are 1 or more.")
        }
        _ = try growthSizes()
        for name in names where !Benchmark.all.contains(where: { $0.name == name }) {
            throw ValidationError(
                "There is no benchmark '\(name)': 'annals-dev help bench' lists them.")
        }
    }

    func run() throws {
        let thresholds = try check.map { try Thresholds(file: $0) }
        let machine = MachineFacts.current()
        var bench = Bench(
            seed: seed, events: quick ? 400 : events, rounds: quick ? 1 : rounds,
            folder: try TemporaryDirectory(), realHistory: history)
        if serve {
            bench.isCounted = false
            return try BenchServer(bench: bench).run()
        }
        let isJSON = json
        bench.results.show = { text in
            // At once, also into a file: a run takes minutes.
            if !isJSON { try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8)) }
        }
        if peers { bench.peers = try Peers() }
        bench.peers?.leftOut.forEach(bench.results.leaveOut)
        if growth {
            try Growth(bench: bench, sizes: try growthSizes()).run()
        } else {
            try runBenchmarks(bench)
        }
        let report = BenchReport(bench, on: machine)
        if json {
            try FileHandle.standardOutput.write(contentsOf: try report.json() + [10])
        }
        try thresholds?.check(report, isWhole: names.isEmpty && !growth)
    }

    private func runBenchmarks(_ bench: Bench) throws {
        let chosen = Benchmark.all.filter { names.isEmpty || names.contains($0.name) }
        guard let old else {
            for benchmark in chosen { try benchmark.run(bench) }
            return
        }
        let other = try OtherBuild(path: old, seed: seed, events: bench.events)
        for benchmark in chosen { try other.run(benchmark, beside: bench) }
    }

    private func growthSizes() throws -> [Int] {
        let numbers = sizes.split(separator: ",").map { Int($0) ?? 0 }
        guard let first = numbers.first, first > 0, numbers == numbers.sorted(),
            Set(numbers).count == numbers.count
        else {
            throw ValidationError("--sizes are numbers that grow, with commas between them.")
        }
        return numbers
    }
}

extension BenchReport {
    /// What a bench found.
    init(_ bench: Bench, on machine: MachineFacts) {
        self.init(machine: machine, seed: bench.seed, events: bench.events, rounds: bench.rounds)
        self.machine.loadAfter = MachineFacts.load()
        self.machine.peers = bench.peers?.versions ?? []
        contests = bench.results.contests
        footprints = bench.results.footprints
        growth = bench.results.growth
        leftOut = bench.results.leftOut
    }
}
