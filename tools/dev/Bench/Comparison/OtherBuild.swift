import Foundation

/// The bench of another build, which runs a round whenever this one has run one.
final class OtherBuild {
    private let process = Process()
    private let questions = Pipe()
    private let answers = Pipe()
    /// What came after the end of the last answer.
    private var rest = Data()

    /// Starts it.
    ///
    /// - Parameter path: An `annals-dev` that has `bench --serve`.
    init(path: String, seed: UInt64, events: Int) throws {
        process.executableURL = URL(filePath: path)
        process.arguments = [
            "bench", "--serve", "--seed", "\(seed)", "--events", "\(events)", "--rounds", "1",
        ]
        process.standardInput = questions
        process.standardOutput = answers
        try process.run()
        // One that ends early is a sentence and not the end of this process.
        signal(SIGPIPE, SIG_IGN)
    }

    deinit {
        // At the end of its input it ends.
        try? questions.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Runs a benchmark of both builds, round by round, and every other round in the other order.
    func run(_ benchmark: Benchmark, beside bench: Bench) throws {
        var own: [BenchReport] = []
        var others: [BenchReport] = []
        let machine = MachineFacts.current()
        for round in 0..<bench.rounds {
            if !round.isMultiple(of: 2) { others.append(try ask(benchmark.name)) }
            let once = bench.withOneRound()
            try benchmark.run(once)
            own.append(BenchReport(once, on: machine))
            if round.isMultiple(of: 2) { others.append(try ask(benchmark.name)) }
        }
        let merged = RoundMerger(own: own, others: others)
        merged.contests.forEach(bench.results.add)
        merged.footprints.forEach(bench.results.add)
    }

    private static let ended = BenchFailure(
        "The other build ended; it needs a 'bench' with '--serve'.")

    private func ask(_ name: String) throws -> BenchReport {
        do {
            try questions.fileHandleForWriting.write(contentsOf: Data("\(name)\n".utf8))
        } catch {
            throw Self.ended
        }
        while true {
            if let end = rest.firstIndex(of: 10) {
                let line = Data(rest[..<end])
                rest = Data(rest[(end + 1)...])
                return try BenchReport(json: line)
            }
            let more = answers.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Self.ended }
            rest += more
        }
    }
}
