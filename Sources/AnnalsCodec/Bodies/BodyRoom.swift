internal import AnnalsModel

/// The bytes that come out of a stored body, known before there is room for any, so that a damaged
/// size cannot ask for much memory.
package struct BodyRoom {
    /// Bytes of the body.
    package let bodyBytes: Int
    /// Bytes of the packed body; nil if it is stored as text.
    let packedBytes: Int?

    /// Bytes of both.
    package var count: Int { bodyBytes + (packedBytes ?? 0) }

    /// - Parameters:
    ///   - size: The column `size`: bytes before compression and packing.
    ///   - blob: Check bytes, of a packed body the number of its bytes, and payload.
    ///   - isPacked: Whether the column `dictionary` says so.
    ///   - isRaw: Whether the payload is not compressed.
    /// - Returns: nil if the stored body is damaged.
    package init?(for size: Int64, of blob: UnsafeRawBufferPointer, isPacked: Bool, isRaw: Bool) {
        guard let size = Int(exactly: size), 0...Limits.bodyBytesMax ~= size,
            let front = Self.front(of: blob, isPacked)
        else { return nil }
        let payload = blob.count - front
        var compressed = size
        if isPacked {
            let count = PackedBody.length(in: blob[Limits.bodyCheckBytes...])
            guard let count, count <= Limits.bodyBytesMax,
                PackedBody.isPossible(size: size, from: count)
            else { return nil }
            compressed = count
        }
        guard
            isRaw
                ? payload == compressed
                : BlockDecompressor.isPossible(size: compressed, from: payload)
        else { return nil }
        bodyBytes = size
        packedBytes = isPacked ? compressed : nil
    }

    private static func front(of blob: UnsafeRawBufferPointer, _ isPacked: Bool) -> Int? {
        let front = Limits.bodyCheckBytes + (isPacked ? PackedBody.lengthBytes : 0)
        return blob.count < front ? nil : front
    }

    /// What stands behind everything else.
    func payload(of blob: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let front = Limits.bodyCheckBytes + (packedBytes == nil ? 0 : PackedBody.lengthBytes)
        return UnsafeRawBufferPointer(rebasing: blob[front...])
    }
}
