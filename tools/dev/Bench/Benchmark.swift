/// A named measurement that `annals-dev bench` can run.
struct Benchmark: Sendable {
    /// What one types to run it.
    let name: String
    /// What it measures, in a few words.
    let summary: String
    /// Runs it and adds what it finds to the results.
    let run: @Sendable (Bench) throws -> Void

    /// Every benchmark, in the order they run.
    static let all: [Benchmark] = [
        appendOne, appendMany, appendBatch, size, rebuild, verify, moments, reading, documents,
        serve, command, footprints,
    ]
}
