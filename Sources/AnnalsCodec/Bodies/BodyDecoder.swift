package import AnnalsModel

/// Turns stored bodies back into their bytes.
///
/// Every input that no encoder can have made is an error, never a crash; but LZ4 detects no wrong
/// history, so the caller compares the check bytes with the digest of what came out.
package struct BodyDecoder: Sendable {
    private var history = BodyHistory()

    /// Creates a decoder; its working memory is kept between bodies.
    package init() {}

    /// Decodes a stored body.
    ///
    /// - Parameters:
    ///   - blob: Check bytes and payload.
    ///   - size: The column `size`: bytes before compression.
    ///   - dictionary: nil if the payload is raw; for LZ4 without a dictionary the one with id 0
    ///     and no bytes.
    ///   - base: The bytes of the base body, if the column `base` names one.
    ///   - position: Of the event, for the error.
    /// - Throws: `corrupt` with the position.
    package mutating func decode(
        _ blob: [UInt8], size: Int64, dictionary: BodyDictionary?, base: [UInt8]?, position: Int64
    ) throws(StoreError) -> [UInt8] {
        let plain = blob.withUnsafeBytes { blob in
            decode(blob, size: size, dictionary: dictionary, base: base)
        }
        guard let plain else {
            throw StoreError(
                .corrupt,
                "the stored body of the event at position \(position) is damaged:"
                    + " restore the store from a backup", position: position)
        }
        return plain
    }

    /// Decodes a stored body.
    ///
    /// - Returns: nil if it is damaged.
    package mutating func decode(
        _ blob: UnsafeRawBufferPointer, size: Int64, dictionary: BodyDictionary?, base: [UInt8]?
    ) -> [UInt8]? {
        guard let size = Self.room(for: size, from: blob.count, isRaw: dictionary == nil) else {
            return nil
        }
        var fits = false
        let plain = [UInt8](unsafeUninitializedCapacity: size) { out, count in
            // There may be more room than was asked for.
            let out = UnsafeMutableRawBufferPointer(start: out.baseAddress, count: size)
            fits = decode(blob, dictionary: dictionary, base: base, to: out)
            count = fits ? size : 0
        }
        return fits ? plain : nil
    }

    /// Bytes of room that a stored body needs, before any is made: a damaged size cannot ask for
    /// much.
    ///
    /// - Parameters:
    ///   - size: The column `size`: bytes before compression.
    ///   - count: Bytes of the check bytes and the payload.
    ///   - isRaw: Whether the payload is the body itself.
    /// - Returns: nil if it is damaged.
    package static func room(for size: Int64, from count: Int, isRaw: Bool) -> Int? {
        guard count >= Limits.bodyCheckBytes, let size = Int(exactly: size), size >= 0,
            size <= Limits.bodyBytesMax
        else { return nil }
        let payload = count - Limits.bodyCheckBytes
        let isPossible =
            isRaw ? payload == size : BlockDecompressor.isPossible(size: size, from: payload)
        return isPossible ? size : nil
    }

    /// Decodes a stored body into room that may be used again.
    ///
    /// - Parameter out: As many bytes as `room` says.
    /// - Returns: False if it is damaged; then anything may be in the room.
    package mutating func decode(
        _ blob: UnsafeRawBufferPointer, dictionary: BodyDictionary?, base: [UInt8]?,
        to out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let payload = UnsafeRawBufferPointer(rebasing: blob[Limits.bodyCheckBytes...])
        guard let dictionary else {
            guard payload.count == out.count else { return false }
            out.copyMemory(from: payload)
            return true
        }
        return dictionary.bytes.withUnsafeBytes { dictionary in
            decompress(payload, dictionary: dictionary, base: base, to: out)
        }
    }

    private mutating func decompress(
        _ payload: UnsafeRawBufferPointer, dictionary: UnsafeRawBufferPointer, base: [UInt8]?,
        to out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard out.count <= Limits.bodyBytesSingleBlockMax else {
            return decompressBlocks(payload, dictionary: dictionary, base: base, to: out)
        }
        guard let base else {
            let dictionary = UnsafeRawBufferPointer(
                rebasing: dictionary.suffix(Limits.historyBytesMax))
            return BlockDecompressor.decompress(payload, after: dictionary, to: out)
        }
        base.withUnsafeBytes { history.set(dictionary: dictionary, base: $0) }
        return history.bytes.withUnsafeBytes { history in
            BlockDecompressor.decompress(payload, after: history, to: out)
        }
    }

    private mutating func decompressBlocks(
        _ payload: UnsafeRawBufferPointer, dictionary: UnsafeRawBufferPointer, base: [UInt8]?,
        to out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        var frames = FrameReader(payload, hasBase: base != nil)
        var done = 0
        while done < out.count {
            let end = min(done + BodyHistory.blockBytes, out.count)
            guard let frame = frames.next() else { return false }
            let target = UnsafeMutableRawBufferPointer(rebasing: out[done..<end])
            if frame.block.count == target.count {
                target.copyMemory(from: frame.block)
            } else {
                let before = UnsafeRawBufferPointer(rebasing: out[..<done])
                if let base {
                    base.withUnsafeBytes { base in
                        history.set(
                            dictionary: dictionary, body: before, base: (base, frame.baseStart))
                    }
                } else {
                    history.set(dictionary: dictionary, body: before, base: nil)
                }
                let isValid = history.bytes.withUnsafeBytes { history in
                    BlockDecompressor.decompress(frame.block, after: history, to: target)
                }
                guard isValid else { return false }
            }
            done = end
        }
        return frames.isAtEnd
    }
}
