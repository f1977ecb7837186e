package import AnnalsModel

/// Turns stored bodies back into their bytes.
///
/// Every input that no encoder can have made is an error, never a crash; but LZ4 detects no wrong
/// history, so the caller compares the check bytes with the digest of what came out.
package struct BodyDecoder: Sendable {
    private var history = BodyHistory()

    /// Creates a decoder; its working memory is kept between bodies.
    package init() {}

    /// A body as it came out.
    package struct Decoded: Equatable {
        /// The body.
        package let body: [UInt8]
        /// What it was before compression, where that is not the body itself; a body that has this
        /// one as its base was compressed after these bytes.
        package let packed: [UInt8]?

        /// Puts both together.
        package init(body: [UInt8], packed: [UInt8]?) {
            self.body = body
            self.packed = packed
        }
    }

    /// Decodes a stored body.
    ///
    /// - Parameters:
    ///   - blob: Check bytes, of a packed body the number of its bytes, and payload.
    ///   - size: The column `size`: bytes before compression and packing.
    ///   - isPacked: Whether the column `dictionary` says so.
    ///   - dictionary: nil if the payload is raw; for LZ4 without a dictionary the one with id 0
    ///     and no bytes.
    ///   - base: The bytes of the base body, packed if it is, if the column `base` names one.
    ///   - position: Of the event, for the error.
    /// - Throws: `corrupt` with the position.
    package mutating func decode(
        _ blob: [UInt8], size: Int64, isPacked: Bool = false, dictionary: BodyDictionary?,
        base: [UInt8]?, position: Int64
    ) throws(StoreError) -> Decoded {
        let decoded = blob.withUnsafeBytes { blob in
            decode(blob, size: size, isPacked: isPacked, dictionary: dictionary, base: base)
        }
        guard let decoded else {
            throw StoreError(
                .corrupt,
                "the stored body of the event at position \(position) is damaged:"
                    + " restore the store from a backup", position: position)
        }
        return decoded
    }

    private mutating func decode(
        _ blob: UnsafeRawBufferPointer, size: Int64, isPacked: Bool, dictionary: BodyDictionary?,
        base: [UInt8]?
    ) -> Decoded? {
        guard
            let room = BodyRoom(for: size, of: blob, isPacked: isPacked, isRaw: dictionary == nil)
        else { return nil }
        let payload = room.payload(of: blob)
        guard let packedBytes = room.packedBytes else {
            return decode(payload, to: room.bodyBytes, dictionary, base)
                .map { Decoded(body: $0, packed: nil) }
        }
        guard let packed = decode(payload, to: packedBytes, dictionary, base) else { return nil }
        return PackedBody.unpack(packed, size: room.bodyBytes)
            .map { Decoded(body: $0, packed: packed) }
    }

    private mutating func decode(
        _ payload: UnsafeRawBufferPointer, to count: Int, _ dictionary: BodyDictionary?,
        _ base: [UInt8]?
    ) -> [UInt8]? {
        var fits = false
        let plain = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
            // There may be more room than was asked for.
            let out = UnsafeMutableRawBufferPointer(start: out.baseAddress, count: count)
            fits = decode(payload, dictionary, base, to: out)
            initialized = fits ? count : 0
        }
        return fits ? plain : nil
    }

    /// Decodes the first bytes of what was compressed, as many as a training looks at, of a body
    /// that has no base: the rest of a large one stays as it is.
    ///
    /// - Returns: nil if it is damaged; not all damage is found.
    package mutating func front(
        of blob: UnsafeRawBufferPointer, size: Int64, isPacked: Bool, dictionary: BodyDictionary?
    ) -> [UInt8]? {
        guard
            let room = BodyRoom(for: size, of: blob, isPacked: isPacked, isRaw: dictionary == nil)
        else { return nil }
        let payload = room.payload(of: blob)
        let count = room.packedBytes ?? room.bodyBytes
        let wanted = min(count, DictionaryTrainer.sampleBytesMax)
        guard let dictionary else { return Array(payload.prefix(wanted)) }
        guard wanted < count else { return decode(payload, to: count, dictionary, nil) }
        var fits = false
        let front = [UInt8](unsafeUninitializedCapacity: wanted) { out, initialized in
            let out = UnsafeMutableRawBufferPointer(start: out.baseAddress, count: wanted)
            fits = dictionary.bytes.withUnsafeBytes { dictionary in
                decompressBlocks(payload, isAll: false, dictionary, base: nil, to: out)
            }
            initialized = fits ? wanted : 0
        }
        return fits ? front : nil
    }

    /// Decodes a stored body into room that may be used again.
    ///
    /// - Parameters:
    ///   - room: Of the stored body.
    ///   - out: At least as many bytes as the room has; the body is at their beginning.
    /// - Returns: False if it is damaged; then anything may be in the room.
    package mutating func decode(
        _ blob: UnsafeRawBufferPointer, _ room: BodyRoom, dictionary: BodyDictionary?,
        base: [UInt8]?, to out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let payload = room.payload(of: blob)
        let body = UnsafeMutableRawBufferPointer(rebasing: out[..<room.bodyBytes])
        guard room.packedBytes != nil else {
            return decode(payload, dictionary, base, to: body)
        }
        let packed = UnsafeMutableRawBufferPointer(rebasing: out[room.bodyBytes..<room.count])
        return decode(payload, dictionary, base, to: packed)
            && PackedBody.unpack(UnsafeRawBufferPointer(packed), to: body)
    }

    private mutating func decode(
        _ payload: UnsafeRawBufferPointer, _ dictionary: BodyDictionary?, _ base: [UInt8]?,
        to out: UnsafeMutableRawBufferPointer
    ) -> Bool {
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
            return decompressBlocks(payload, isAll: true, dictionary, base: base, to: out)
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

    /// Whether a payload decompresses to a body; a large one is compared block by block, so that
    /// it is not in memory twice.
    mutating func decodes(
        payload: UnsafeRawBufferPointer, to body: [UInt8], _ dictionary: BodyDictionary?,
        base: [UInt8]?
    ) -> Bool {
        guard body.count > Limits.bodyBytesSingleBlockMax, let dictionary else {
            return decode(payload, to: body.count, dictionary, base) == body
        }
        return body.withUnsafeBytes { body in
            dictionary.bytes.withUnsafeBytes { dictionary in
                withUnsafeTemporaryAllocation(byteCount: BodyHistory.blockBytes, alignment: 1) {
                    room in
                    decompressBlocks(payload, of: body.count, isAll: true, dictionary, base) {
                        range in
                        (UnsafeRawBufferPointer(rebasing: body[..<range.lowerBound]), room)
                    } done: { range, block in
                        block.elementsEqual(body[range])
                    }
                }
            }
        }
    }

    private mutating func decompressBlocks(
        _ payload: UnsafeRawBufferPointer, isAll: Bool, _ dictionary: UnsafeRawBufferPointer,
        base: [UInt8]?, to out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        decompressBlocks(payload, of: out.count, isAll: isAll, dictionary, base) { range in
            (
                UnsafeRawBufferPointer(rebasing: out[..<range.lowerBound]),
                UnsafeMutableRawBufferPointer(rebasing: out[range])
            )
        } done: { _, _ in
            true
        }
    }

    /// Decompresses the blocks of a large body one after the other.
    ///
    /// - Parameters:
    ///   - size: Bytes of the body, or of its first blocks.
    ///   - isAll: Whether nothing comes after them.
    ///   - place: Gives the body before a block, and room for the block.
    ///   - done: Gets each block; false ends it.
    /// - Returns: Whether all of them were there, valid and wanted.
    private mutating func decompressBlocks(
        _ payload: UnsafeRawBufferPointer, of size: Int, isAll: Bool,
        _ dictionary: UnsafeRawBufferPointer, _ base: [UInt8]?,
        place: (Range<Int>) -> (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer),
        done: (Range<Int>, UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        var frames = FrameReader(payload, hasBase: base != nil)
        for start in stride(from: 0, to: size, by: BodyHistory.blockBytes) {
            let range = start..<min(start + BodyHistory.blockBytes, size)
            guard let frame = frames.next() else { return false }
            let (before, room) = place(range)
            let target = UnsafeMutableRawBufferPointer(rebasing: room.prefix(range.count))
            if frame.block.count == target.count {
                target.copyMemory(from: frame.block)
            } else {
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
            guard done(range, UnsafeRawBufferPointer(target)) else { return false }
        }
        return frames.isAtEnd || !isAll
    }
}
