import Foundation
import Testing

/// A random generator that repeats itself for a seed (SplitMix64, by Sebastiano Vigna).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// One of some values.
    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &self)]
    }

    /// Whether something happens that does so once in a number of times.
    mutating func once(in times: Int) -> Bool {
        Int.random(in: 0..<times, using: &self) == 0
    }
}

/// Runs a property many times with a seed that is printed and can be given as `ANNALS_SEED`.
func checkProperty(
    _ name: String, times: Int, _ property: (inout SeededGenerator) throws -> Void
) throws {
    let given = ProcessInfo.processInfo.environment["ANNALS_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64.max)
    print("\(name): ANNALS_SEED=\(seed)")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<times {
        try property(&random)
    }
}
