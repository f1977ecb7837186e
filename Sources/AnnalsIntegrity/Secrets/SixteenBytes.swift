internal import AnnalsModel

/// 16 bytes, kept as two words so that copying them counts no references.
struct SixteenBytes: Hashable, Sendable {
    // In memory order, so that the bytes of the words are the bytes.
    private let first: UInt64
    private let second: UInt64

    init(_ first: UInt64, _ second: UInt64) {
        (self.first, self.second) = (first, second)
    }

    /// - Returns: nil if there are not exactly 16 bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Limits.saltBytes else { return nil }
        self = bytes.withUnsafeBytes(Self.init(startOf:))
    }

    /// The first 16 of some bytes, which are at least as many.
    init(startOf bytes: UnsafeRawBufferPointer) {
        (first, second) = bytes.loadUnaligned(as: (UInt64, UInt64).self)
    }

    var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    func withUnsafeBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
        Swift.withUnsafeBytes(of: self, body)
    }
}
