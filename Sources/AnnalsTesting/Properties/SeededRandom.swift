/// Random numbers that are the same for the same seed, on every machine and for ever.
///
/// SplitMix64, https://prng.di.unimi.it/splitmix64.c; the choices below are written out rather than
/// taken from the standard library, whose algorithms may change.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Begins the sequence of a seed.
    package init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A number from 0 up to, but not including, 1.
    package mutating func fraction() -> Double {
        Double(next() >> 11) / Double(UInt64(1) << 53)
    }

    /// A number of a range, each about as likely.
    package mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// An element of a collection that is not empty.
    package mutating func element<Elements: RandomAccessCollection<Element>, Element>(
        of elements: Elements
    ) -> Element {
        let offset = number(0...(elements.count - 1))
        return elements[elements.index(elements.startIndex, offsetBy: offset)]
    }

    /// Whether something happens that does so once in a number of times.
    package mutating func once(in times: Int) -> Bool {
        number(1...times) == 1
    }

    /// Some elements of an array, in a random order, none twice.
    package mutating func sample<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        var rest = elements
        return (0..<min(count, elements.count)).map { _ in
            rest.remove(at: number(0...(rest.count - 1)))
        }
    }
}
