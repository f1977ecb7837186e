/// Puts the blocks of a large body one after the other, each with the frame of ``FrameReader``.
struct FrameWriter {
    private let out: UnsafeMutableRawBufferPointer
    /// Bytes written so far.
    private(set) var count = 0
    // The best way to write the current block, and where it ends.
    private var best: [UInt8] = []
    private var hasBest = false

    init(_ out: UnsafeMutableRawBufferPointer) {
        self.out = out
        best.reserveCapacity(BodyHistory.blockBytes + 6)
    }

    /// Tries one way to compress the current block, and keeps it if it is the smallest so far.
    ///
    /// - Parameter compress: Writes the compressed block and returns its bytes; 0 if it does not
    ///   fit, and then the block is kept as it is.
    mutating func offer(
        _ block: UnsafeRawBufferPointer, baseStart: Int?,
        compress: (UnsafeMutableRawBufferPointer) -> Int
    ) {
        withUnsafeTemporaryAllocation(byteCount: block.count, alignment: 1) { room in
            let written = compress(UnsafeMutableRawBufferPointer(rebasing: room.dropLast()))
            let bytes =
                written > 0
                ? UnsafeRawBufferPointer(rebasing: room[..<written]) : block
            let frame = baseStart == nil ? 2 : 6
            guard !hasBest || frame + bytes.count < best.count else { return }
            hasBest = true
            best.removeAll(keepingCapacity: true)
            if let baseStart { append(UInt64(baseStart), bytes: 4) }
            append(UInt64(bytes.count), bytes: 2)
            best.append(contentsOf: bytes)
        }
    }

    /// Writes the best way that was offered for the current block.
    ///
    /// - Returns: Whether there was room.
    mutating func accept() -> Bool {
        guard hasBest, best.count <= out.count - count else { return false }
        UnsafeMutableRawBufferPointer(rebasing: out[count...]).copyBytes(from: best)
        count += best.count
        hasBest = false
        return true
    }

    private mutating func append(_ value: UInt64, bytes: Int) {
        for index in 0..<bytes {
            best.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))))
        }
    }
}
