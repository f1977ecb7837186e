import Foundation
import Synchronization
package import Testing

/// Checks a property with random numbers of many seeds, up to the first that it does not hold for.
///
/// The failure names that seed. `ANNALS_SEED=SEED swift test --filter TEST` runs it alone: the same
/// numbers, on every machine. With `ANNALS_SEED=new` every run has seeds of its own.
///
/// - Parameters:
///   - times: How many seeds.
///   - property: Expects what must hold. Its numbers come from one seed and nothing else.
package func checkProperty(
    times: Int = 1, sourceLocation: SourceLocation = #_sourceLocation,
    _ property: (inout SeededRandom) throws -> Void
) throws {
    for seed in Seeds.next(times) {
        let hasFailed = Atomic(false)
        defer {
            if hasFailed.load(ordering: .relaxed) {
                Issue.record(Seeds.advice(seed), sourceLocation: sourceLocation)
            }
        }
        // Nothing is known to fail: the matcher is told of each failure and disowns it.
        try withKnownIssue(isIntermittent: true, sourceLocation: sourceLocation) {
            var random = SeededRandom(seed: seed)
            try property(&random)
        } matching: { _ in
            hasFailed.store(true, ordering: .relaxed)
            return false
        }
        if hasFailed.load(ordering: .relaxed) { return }
    }
}

/// The seeds that properties are checked with.
///
/// What is dear is checked with one of them as the argument of its test, so that a failure names
/// it: `@Test(arguments: Seeds.next()) func holds(seed: UInt64)`.
package enum Seeds {
    /// The variable that says which seed to check alone, or that they are to be new ones.
    static let variable = "ANNALS_SEED"

    /// The same seeds in every run, so that a change alone turns a green run red; the one of
    /// `ANNALS_SEED` alone, to repeat what failed with it; or new ones with `ANNALS_SEED=new` and
    /// in the long tests, to look for what nobody knows yet.
    package static func next(_ count: Int = 1) -> [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let given = environment[variable].flatMap(UInt64.init) { return [given] }
        let isNew = environment[variable] == "new" || environment["ANNALS_LONG_TESTS"] != nil
        var source = SeededRandom(seed: isNew ? UInt64.random(in: 0...UInt64.max) : 0)
        return (0..<count).map { _ in source.next() }
    }

    static func advice(_ seed: UInt64) -> Comment {
        "\(variable)=\(seed) swift test --filter … repeats this case alone."
    }
}
