/// In how many samples each string of eight bytes occurs, and the windows that hold the best ones.
struct SubstringCounts {
    /// A part of the samples that goes into a dictionary.
    struct Piece {
        let range: Range<Int>
        /// Sum of the counts of the distinct strings in it when it was taken.
        let worth: Int
    }

    /// The samples, one after the other.
    let text: [UInt8]
    // For each place in the text the slot of the string that begins there; nowhere across the end
    // of a sample.
    private let slots: [Int32]
    // For each slot in how many samples beside the first it occurs; 0 once it is covered.
    private var counts: [Int32]
    // For each slot how often it occurs in the window; all 0 between two searches.
    private var inWindow: [Int32]

    init(_ samples: [ArraySlice<UInt8>]) {
        let text = Array(samples.joined())
        var slots = [Int32](repeating: Self.none, count: text.count)
        var counts = [Int32](repeating: 0, count: Self.slotCount)
        var lastSample = [Int32](repeating: Self.none, count: Self.slotCount)
        var start = 0
        for (number, sample) in samples.enumerated() {
            let end = start + sample.count
            // A string that one sample repeats is found there without a dictionary.
            for place in start..<max(start, end - Self.stringBytes + 1) {
                let slot = Self.slot(of: text, at: place)
                slots[place] = Int32(slot)
                guard lastSample[slot] != Int32(number) else { continue }
                if lastSample[slot] != Self.none { counts[slot] += 1 }
                lastSample[slot] = Int32(number)
            }
            start = end
        }
        self.text = text
        self.slots = slots
        self.counts = counts
        inWindow = [Int32](repeating: 0, count: Self.slotCount)
    }

    /// Takes the window of an epoch that is worth most, and counts its strings as covered.
    ///
    /// - Parameters:
    ///   - epoch: Where to look.
    ///   - bytes: Bytes of the window at most.
    /// - Returns: nil if nothing in the epoch occurs elsewhere and is not covered yet.
    mutating func takeBest(in epoch: Range<Int>, bytes: Int) -> Piece? {
        let width = bytes - Self.stringBytes + 1
        guard width > 0, let best = best(in: epoch, width: width) else { return nil }
        // Strings at the edges that nobody else has, or that are covered, are left out.
        let useful = (max(epoch.lowerBound, best.last - width + 1)...best.last)
            .filter { slots[$0] != Self.none && counts[Int(slots[$0])] > 0 }
        guard let first = useful.first, let last = useful.last else { return nil }
        for place in first...last where slots[place] != Self.none {
            counts[Int(slots[place])] = 0
        }
        return Piece(range: first..<last + Self.stringBytes, worth: best.worth)
    }

    /// The last place of the window of so many strings that is worth most, and its worth.
    private mutating func best(in epoch: Range<Int>, width: Int) -> (last: Int, worth: Int)? {
        var worth = 0
        var best: (last: Int, worth: Int)?
        for place in epoch {
            if slots[place] != Self.none {
                let slot = Int(slots[place])
                if inWindow[slot] == 0 { worth += Int(counts[slot]) }
                inWindow[slot] += 1
            }
            let leaving = place - width
            if leaving >= epoch.lowerBound, slots[leaving] != Self.none {
                let slot = Int(slots[leaving])
                inWindow[slot] -= 1
                if inWindow[slot] == 0 { worth -= Int(counts[slot]) }
            }
            if worth > best?.worth ?? 0 { best = (place, worth) }
        }
        for place in epoch.suffix(width) where slots[place] != Self.none {
            inWindow[Int(slots[place])] = 0
        }
        return best
    }

    private static func slot(of text: [UInt8], at place: Int) -> Int {
        let string = text.withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        }
        // Multiplicative hashing with the constant that LZ4 uses for eight bytes.
        return Int((string &* 0xCF1B_BCDC_B7A5_6463) >> UInt64(UInt64.bitWidth - slotBits))
    }

    private static let none: Int32 = -1
    private static let stringBytes = 8
    private static let slotBits = 18
    private static let slotCount = 1 << slotBits
}
