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

    /// Which of its two forms a body is stored in.
    package enum Form {
        /// Whichever makes it smaller.
        case smaller
        /// As text, or packed as these bytes: another body may have that form as its base.
        case kept(packed: [UInt8]?)
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
    ///     ``usesBase(bodyBytes:chainLength:)`` says so; of one that is stored packed, its packed
    ///     bytes.
    ///   - highCompression: Whether to take LZ4-HC, which is some twenty times slower and saves
    ///     about a tenth.
    ///   - form: Text or packed.
    package func encode(
        _ body: [UInt8], check: [UInt8], dictionary: BodyDictionary?,
        base: (position: Int64, bytes: [UInt8])?, highCompression: Bool, form: Form = .smaller
    ) -> StoredBody {
        let known = indexed(dictionary)
        func encoded(packed: [UInt8]?) -> StoredBody {
            encode(body, packed, check, known, dictionary, base, isHigh: highCompression)
        }
        switch form {
        case .kept(let packed):
            return encoded(packed: packed)
        case .smaller:
            guard let packed = PackedBody.pack(body) else { return encoded(packed: nil) }
            let small = encoded(packed: packed)
            if isMostlyNoise(small, packed) { return small }
            // Digits that repeat are small either way, and every reader reads the text.
            let text = encoded(packed: nil)
            let gain = text.blob.count - small.blob.count
            return gain >= body.count / Limits.packedGainShare ? small : text
        }
    }

    /// Whether hardly anything repeats in a packed body that is bytes for the most part: then
    /// hardly anything does in the text, which need not be tried.
    private func isMostlyNoise(_ stored: StoredBody, _ packed: [UInt8]) -> Bool {
        let share = Limits.packedGainShare
        return stored.blob.count >= packed.count - packed.count / share
            && stored.size - packed.count >= 3 * stored.size / share
    }

    private func encode(
        _ body: [UInt8], _ packed: [UInt8]?, _ check: [UInt8], _ known: IndexedDictionary,
        _ dictionary: BodyDictionary?, _ base: (position: Int64, bytes: [UInt8])?, isHigh: Bool
    ) -> StoredBody {
        let plain = packed ?? body
        let front = packed == nil ? check : check + PackedBody.length(plain.count)
        var written = 0
        let blob = [UInt8](unsafeUninitializedCapacity: front.count + plain.count) { out, count in
            let out = UnsafeMutableRawBufferPointer(out)
            out.copyBytes(from: front)
            let payload = UnsafeMutableRawBufferPointer(
                rebasing: out[front.count..<front.count + plain.count])
            written = plain.withUnsafeBytes { plain in
                compress(
                    plain, known, base?.bytes, isHigh: isHigh,
                    to: UnsafeMutableRawBufferPointer(rebasing: payload.dropLast()))
            }
            if written == 0 { payload.copyBytes(from: plain) }
            count = front.count + (written == 0 ? plain.count : written)
        }
        let isRaw =
            written == 0
            || !decodes(
                blob, from: front.count, to: plain, known.id == 0 ? Self.empty : dictionary,
                base?.bytes)
        return StoredBody(
            size: body.count, dictionary: isRaw ? nil : known.id,
            base: isRaw ? nil : base?.position, packed: packed,
            blob: isRaw && written > 0 ? front + plain : blob)
    }

    private func decodes(
        _ blob: [UInt8], from start: Int, to body: [UInt8], _ dictionary: BodyDictionary?,
        _ base: [UInt8]?
    ) -> Bool {
        let isSame = blob.withUnsafeBytes { blob in
            decoder.decodes(
                payload: UnsafeRawBufferPointer(rebasing: blob[start...]), to: body, dictionary,
                base: base)
        }
        assert(isSame, "a compressed body does not decode to itself")
        return isSame
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
