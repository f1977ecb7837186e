/// Reads numbers from bytes that may be damaged: nil where they end too early.
struct ByteReader {
    private let bytes: [UInt8]
    /// Index of the next byte.
    private(set) var offset: Int
    private let end: Int

    /// - Parameter range: Which bytes.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    /// A byte that was passed over.
    subscript(index: Int) -> UInt8 { bytes[index] }

    /// Bytes that are left.
    var left: Int { end - offset }

    /// The next byte.
    mutating func byte() -> UInt8? {
        guard offset < end else { return nil }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// The next number: seven bits a byte, the low ones first (LEB128).
    mutating func number() -> UInt64? {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while shift < 64, let byte = byte() {
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    /// The next number, as a count of things of which each takes a byte at least.
    mutating func count() -> Int? {
        guard let number = number(), number <= UInt64(left) else { return nil }
        return Int(number)
    }

    /// Passes over some bytes.
    ///
    /// - Returns: The index of the first of them.
    mutating func skip(_ count: Int) -> Int? {
        guard count >= 0, count <= left else { return nil }
        defer { offset += count }
        return offset
    }
}

extension [UInt8] {
    /// Appends a number: seven bits a byte, the low ones first (LEB128).
    mutating func append(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends numbers that grow: the first with its sign in the lowest bit, then the differences.
    mutating func append(ascending numbers: [Int64]) {
        var last: Int64?
        for number in numbers {
            if let last {
                append(number: UInt64(bitPattern: number &- last))
            } else {
                append(number: UInt64(bitPattern: number << 1 ^ number >> 63))
            }
            last = number
        }
    }
}

extension ByteReader {
    /// Reads numbers that grow; nil if they do not.
    mutating func ascending(_ count: Int) -> [Int64]? {
        var numbers: [Int64] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count {
            guard let number = number() else { return nil }
            if let last = numbers.last {
                let next = last &+ Int64(bitPattern: number)
                guard next > last else { return nil }
                numbers.append(next)
            } else {
                numbers.append(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
            }
        }
        return numbers
    }
}
