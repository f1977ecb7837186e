import Foundation

/// Runs one round of a benchmark for each line of the input, which names it, and answers with a
/// line of JSON: the part of a bench that another build's bench asks.
struct BenchServer {
    let bench: Bench

    func run() throws {
        while let name = readLine() {
            guard let benchmark = Benchmark.all.first(where: { $0.name == name }) else {
                throw BenchFailure("There is no benchmark '\(name)'.")
            }
            let round = bench.withOneRound()
            try benchmark.run(round)
            let report = BenchReport(round, on: MachineFacts.current())
            try FileHandle.standardOutput.write(contentsOf: try report.line() + [10])
        }
    }
}

extension Bench {
    /// The same with its stores, one round, and results of its own.
    func withOneRound() -> Bench {
        var other = self
        other.rounds = 1
        other.results = BenchResults()
        return other
    }
}
