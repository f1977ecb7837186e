/// Writes the sequences of an LZ4 block: some literal bytes, then a match.
struct SequenceWriter {
    private let out: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    /// Bytes written so far.
    private(set) var count = 0

    init(_ out: UnsafeMutablePointer<UInt8>, capacity: Int) {
        self.out = out
        self.capacity = capacity
    }

    /// Writes a sequence.
    ///
    /// - Returns: Whether there was room.
    @inline(__always)
    mutating func put(
        literals: UnsafePointer<UInt8>, count literalCount: Int, match: MatchFinder.Match
    ) -> Bool {
        let extra = match.length &- Self.matchBytesMin
        // Token and distance, then the literals, then what the two lengths may need.
        guard 4 &+ literalCount &+ literalCount / 255 &+ extra / 255 &+ 1 <= capacity &- count
        else { return false }
        let token = count
        count &+= 1
        let high = put(length: literalCount)
        copy(literals, literalCount)
        out[count] = UInt8(truncatingIfNeeded: match.distance)
        out[count &+ 1] = UInt8(truncatingIfNeeded: match.distance &>> 8)
        count &+= 2
        let low = put(length: extra)
        out[token] = high &<< 4 | low
        return true
    }

    /// Writes the literals that end the block.
    ///
    /// - Returns: Whether there was room.
    mutating func put(last literals: UnsafePointer<UInt8>, count literalCount: Int) -> Bool {
        guard 2 &+ literalCount &+ literalCount / 255 <= capacity &- count else { return false }
        let token = count
        count &+= 1
        out[token] = put(length: literalCount) &<< 4
        copy(literals, literalCount)
        return true
    }

    private mutating func copy(_ literals: UnsafePointer<UInt8>, _ literalCount: Int) {
        (out + count).update(from: literals, count: literalCount)
        count &+= literalCount
    }

    /// Writes what of a length does not fit into four bits, and returns those.
    @inline(__always)
    private mutating func put(length: Int) -> UInt8 {
        guard length >= 15 else { return UInt8(truncatingIfNeeded: length) }
        var rest = length &- 15
        while rest >= 255 {
            out[count] = 255
            count &+= 1
            rest &-= 255
        }
        out[count] = UInt8(truncatingIfNeeded: rest)
        count &+= 1
        return 15
    }

    static let matchBytesMin = 4
}
