internal import AnnalsModel

/// Compresses bodies; owned by one writer at a time, because it keeps working memory.
package final class BodyEncoder {
    private let matcher = BlockMatcher()
    private let compressor = BlockCompressor()
    private let none = IndexedDictionary(nil)
    // Most recently used last. A writer uses the newest dictionary, a recompression a few more.
    private var indexed: [IndexedDictionary] = []
    private var history = BodyHistory()
    private var decoder = BodyDecoder()

    /// Creates an encoder.
    package init() {}

    /// Forgets the dictionaries that were used: one of the same id may now have other bytes.
    package func forgetDictionaries() {
        indexed = []
    }

    /// Compresses a body, or stores it as it is where LZ4 gains nothing.
    ///
    /// What was compressed is read back once before it is returned.
    ///
    /// - Parameters:
    ///   - body: The bytes before compression.
    ///   - check: The first four bytes of SHA-256(salt || body).
    ///   - dictionary: nil for none. One id always means the same bytes, until
    ///     ``forgetDictionaries()``.
    ///   - base: Position and body of the stream's previous event, where
    ///     ``usesBase(bodyBytes:chainLength:)`` says so.
    ///   - highCompression: Whether to take LZ4-HC, which is some twenty times slower and saves
    ///     about a tenth.
    package func encode(
        _ body: [UInt8], check: [UInt8], dictionary: BodyDictionary?,
        base: (position: Int64, bytes: [UInt8])?, highCompression: Bool
    ) -> StoredBody {
        let known = indexed(dictionary)
        var written = 0
        let blob = [UInt8](unsafeUninitializedCapacity: check.count + body.count) { out, count in
            let out = UnsafeMutableRawBufferPointer(out)
            out.copyBytes(from: check)
            let payload = UnsafeMutableRawBufferPointer(
                rebasing: out[check.count..<check.count + body.count])
            written = body.withUnsafeBytes { body in
                compress(
                    body, known, base?.bytes, isHigh: highCompression,
                    to: UnsafeMutableRawBufferPointer(rebasing: payload.dropLast()))
            }
            if written == 0 { payload.copyBytes(from: body) }
            count = check.count + (written == 0 ? body.count : written)
        }
        let isRaw =
            written == 0
            || !decodes(blob, to: body, known.id == 0 ? Self.empty : dictionary, base?.bytes)
        return StoredBody(
            size: body.count, dictionary: isRaw ? nil : known.id,
            base: isRaw ? nil : base?.position, blob: isRaw && written > 0 ? check + body : blob)
    }

    private func decodes(
        _ blob: [UInt8], to body: [UInt8], _ dictionary: BodyDictionary?, _ base: [UInt8]?
    ) -> Bool {
        let decoded = blob.withUnsafeBytes { blob in
            decoder.decode(blob, size: Int64(body.count), dictionary: dictionary, base: base)
        }
        assert(decoded == body, "a compressed body does not decode to itself")
        return decoded == body
    }

    /// - Returns: The number of bytes written; 0 if they do not fit.
    private func compress(
        _ body: UnsafeRawBufferPointer, _ dictionary: IndexedDictionary, _ base: [UInt8]?,
        isHigh: Bool, to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard body.count <= Limits.bodyBytesSingleBlockMax else {
            return compressBlocks(body, dictionary, base, isHigh: isHigh, to: out)
        }
        return (base ?? []).withUnsafeBytes { baseBytes in
            guard !isHigh else {
                history.set(dictionary: dictionary.content, base: baseBytes)
                return compress(body, isHigh: true, to: out)
            }
            return matcher.compress(
                body, after: dictionary, base: baseBytes,
                effort: base == nil ? .quick : .thorough, to: out)
        }
    }

    private func indexed(_ dictionary: BodyDictionary?) -> IndexedDictionary {
        guard let dictionary, dictionary.id != 0 else { return none }
        if let index = indexed.lastIndex(where: { $0.id == dictionary.id }) {
            if index != indexed.count - 1 { indexed.append(indexed.remove(at: index)) }
            return indexed[indexed.count - 1]
        }
        let made = IndexedDictionary(dictionary)
        if indexed.count == Self.indexedMax { indexed.removeFirst() }
        indexed.append(made)
        return made
    }

    private static let indexedMax = 4
    private static let empty = BodyDictionary(id: 0, bytes: [])
}

extension BodyEncoder {
    /// Compresses a large body block by block.
    ///
    /// - Returns: The number of bytes written; 0 if they do not fit.
    private func compressBlocks(
        _ body: UnsafeRawBufferPointer, _ dictionary: IndexedDictionary, _ base: [UInt8]?,
        isHigh: Bool, to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        var frames = FrameWriter(out)
        for start in stride(from: 0, to: body.count, by: BodyHistory.blockBytes) {
            let end = min(start + BodyHistory.blockBytes, body.count)
            let block = UnsafeRawBufferPointer(rebasing: body[start..<end])
            let before = UnsafeRawBufferPointer(rebasing: body[..<start])
            let windows: [Int?] =
                base.map { Self.windows(at: start, of: body.count, in: $0.count) } ?? [nil]
            for window in windows {
                (base ?? []).withUnsafeBytes { base in
                    history.set(
                        dictionary: dictionary.content, body: before,
                        base: window.map { (base, $0) })
                }
                frames.offer(block, baseStart: window) { out in
                    compress(block, isHigh: isHigh, to: out)
                }
            }
            guard frames.accept() else { return 0 }
        }
        return frames.count
    }

    /// Compresses after what `history` holds.
    private func compress(
        _ block: UnsafeRawBufferPointer, isHigh: Bool, to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        history.bytes.withUnsafeBytes { history in
            isHigh
                ? compressor.compressHigh(block, after: history, to: out)
                : compressor.compress(block, after: history, to: out)
        }
    }

    /// Where the window of the base may begin for the block at an offset.
    ///
    /// What stands before the first difference is as far from the beginning as in the base, what
    /// stands after the last one as far from the end. One window covers both if they are near.
    static func windows(at start: Int, of size: Int, in baseSize: Int) -> [Int] {
        let shift = baseSize - size
        let window = { (place: Int) in
            min(max(place - BodyHistory.blockBytes, 0), max(baseSize - BodyHistory.windowBytes, 0))
        }
        if abs(shift) <= BodyHistory.blockBytes { return [window(start + shift / 2)] }
        return [window(start), window(start + shift)]
    }
}
