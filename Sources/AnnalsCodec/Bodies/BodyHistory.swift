internal import AnnalsModel

/// The bytes that stand before a block for LZ4: the same for the one who writes as for the one who
/// reads, and at most 65,536.
struct BodyHistory {
    /// Bytes of each block of a large body, and of its own bytes before the block where the body
    /// has a base.
    static let blockBytes = Limits.bodyBlockBytes
    /// Bytes of a base that a block of a large body can refer to.
    static let windowBytes = 3 * Limits.bodyBlockBytes

    /// The last bytes of what was put together.
    private(set) var bytes: [UInt8] = []

    init() {
        bytes.reserveCapacity(Limits.historyBytesMax)
    }

    /// The history of a body of one block: the dictionary, then the base.
    mutating func set(dictionary: UnsafeRawBufferPointer, base: UnsafeRawBufferPointer) {
        set(dictionary, base, UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// The history of a block of a large body.
    ///
    /// - Parameters:
    ///   - body: The body's bytes before the block.
    ///   - base: The base and where its window begins, or nil if the body has none.
    mutating func set(
        dictionary: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer,
        base: (bytes: UnsafeRawBufferPointer, start: Int)?
    ) {
        guard let base else {
            return set(dictionary, body, UnsafeRawBufferPointer(start: nil, count: 0))
        }
        let start = min(max(base.start, 0), base.bytes.count)
        let end = min(start + Self.windowBytes, base.bytes.count)
        set(
            dictionary, UnsafeRawBufferPointer(rebasing: body.suffix(Self.blockBytes)),
            UnsafeRawBufferPointer(rebasing: base.bytes[start..<end]))
    }

    /// The last 65,536 bytes of three parts.
    private mutating func set(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer,
        _ third: UnsafeRawBufferPointer
    ) {
        bytes.removeAll(keepingCapacity: true)
        let third = third.suffix(Limits.historyBytesMax)
        let second = second.suffix(Limits.historyBytesMax - third.count)
        bytes.append(contentsOf: first.suffix(Limits.historyBytesMax - third.count - second.count))
        bytes.append(contentsOf: second)
        bytes.append(contentsOf: third)
    }
}
