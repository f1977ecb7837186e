/// Eight bytes at a time: what comparing and hashing strings is made of.
enum Word {
    static let byteCount = 8

    /// Reads eight bytes; the first is the least significant.
    @inline(__always)
    static func read(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    }

    /// Hashes the first five of eight bytes, with the constant that LZ4 uses.
    @inline(__always)
    static func hash(_ bytes: UnsafePointer<UInt8>, bits: Int) -> Int {
        Int(
            truncatingIfNeeded: ((read(bytes) &<< 24) &* 889_523_592_379)
                &>> UInt64(truncatingIfNeeded: 64 &- bits))
    }

    /// The number of bytes that two strings begin with in common, up to a limit.
    @inline(__always)
    static func common(
        _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, limit: Int
    ) -> Int {
        var count = 0
        while count &+ byteCount <= limit {
            let difference = read(left + count) ^ read(right + count)
            if difference != 0 { return count &+ difference.trailingZeroBitCount &>> 3 }
            count &+= byteCount
        }
        while count < limit, left[count] == right[count] { count &+= 1 }
        return count
    }
}
