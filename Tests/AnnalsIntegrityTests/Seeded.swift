/// Random numbers that come again with the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    /// A generator with a new seed, which is printed so that a failure can be repeated.
    init(_ test: String = #function) {
        self.init(seed: UInt64.random(in: 0...UInt64.max))
        print("\(test): seed \(seed)")
    }

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
