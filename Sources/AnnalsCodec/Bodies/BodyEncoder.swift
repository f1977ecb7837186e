internal import AnnalsModel

/// Compresses bodies; owned by one writer at a time, because it keeps working memory.
package final class BodyEncoder {
    private let compressor = BlockCompressor()
    private let without = LoadedDictionary(nil)
    // Most recently used last. A writer uses the newest dictionary, a recompression a few more.
    private var loaded: [LoadedDictionary] = []
    private var history = BodyHistory()

    /// Creates an encoder.
    package init() {}

    /// Forgets the dictionaries that were loaded: one of the same id may now have other bytes.
    package func forgetDictionaries() {
        loaded = []
    }

    /// Compresses a body, or stores it as it is where LZ4 gains nothing.
    ///
    /// - Parameters:
    ///   - body: The bytes before compression.
    ///   - check: The first four bytes of SHA-256(salt || body).
    ///   - dictionary: nil for none. One id always means the same bytes, until
    ///     ``forgetDictionaries()``.
    ///   - base: Position and body of the stream's previous event, where ``usesBase(bodyBytes:chainLength:)``
    ///     says so.
    ///   - highCompression: Whether to take ten times as long for a fifth less.
    package func encode(
        _ body: [UInt8], check: [UInt8], dictionary: BodyDictionary?,
        base: (position: Int64, bytes: [UInt8])?, highCompression: Bool
    ) -> StoredBody {
        let dictionary = loaded(dictionary)
        var isSmaller = false
        let blob = [UInt8](unsafeUninitializedCapacity: check.count + body.count) { out, count in
            let out = UnsafeMutableRawBufferPointer(out)
            out.copyBytes(from: check)
            let payload = UnsafeMutableRawBufferPointer(
                rebasing: out[check.count..<check.count + body.count])
            let written = body.withUnsafeBytes { body in
                compress(
                    body, dictionary, base?.bytes, isHigh: highCompression,
                    to: UnsafeMutableRawBufferPointer(rebasing: payload.dropLast()))
            }
            isSmaller = written > 0
            if !isSmaller { payload.copyBytes(from: body) }
            count = check.count + (isSmaller ? written : body.count)
        }
        return StoredBody(
            size: body.count, dictionary: isSmaller ? dictionary.id : nil,
            base: isSmaller ? base?.position : nil, blob: blob)
    }

    /// - Returns: The number of bytes written; 0 if they do not fit.
    private func compress(
        _ body: UnsafeRawBufferPointer, _ dictionary: LoadedDictionary, _ base: [UInt8]?,
        isHigh: Bool, to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard body.count <= Limits.bodyBytesSingleBlockMax else {
            return compressBlocks(body, dictionary, base, isHigh: isHigh, to: out)
        }
        if base == nil, !isHigh {
            return compressor.compress(body, after: dictionary, to: out)
        }
        (base ?? []).withUnsafeBytes { history.set(dictionary: dictionary.content, base: $0) }
        return compress(body, isHigh: isHigh, to: out)
    }

    /// Compresses after what `history` holds.
    private func compress(
        _ block: UnsafeRawBufferPointer, isHigh: Bool, to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        history.bytes.withUnsafeBytes { history in
            isHigh
                ? compressor.compressHigh(block, after: history, level: 9, to: out)
                : compressor.compress(block, after: history, to: out)
        }
    }

    private func loaded(_ dictionary: BodyDictionary?) -> LoadedDictionary {
        guard let dictionary, dictionary.id != 0 else { return without }
        if let index = loaded.lastIndex(where: { $0.id == dictionary.id }) {
            if index != loaded.count - 1 { loaded.append(loaded.remove(at: index)) }
            return loaded[loaded.count - 1]
        }
        let made = LoadedDictionary(dictionary)
        if loaded.count == Self.loadedMax { loaded.removeFirst() }
        loaded.append(made)
        return made
    }

    private static let loadedMax = 4
}

extension BodyEncoder {
    /// - Returns: The number of bytes written; 0 if they do not fit.
    private func compressBlocks(
        _ body: UnsafeRawBufferPointer, _ dictionary: LoadedDictionary, _ base: [UInt8]?,
        isHigh: Bool, to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        var frames = FrameWriter(out)
        for start in stride(from: 0, to: body.count, by: BodyHistory.blockBytes) {
            let end = min(start + BodyHistory.blockBytes, body.count)
            let block = UnsafeRawBufferPointer(rebasing: body[start..<end])
            let before = UnsafeRawBufferPointer(rebasing: body[..<start])
            let candidates =
                base.map { Self.windows(at: start, of: body.count, in: $0.count) } ?? [nil]
            for window in candidates {
                if let base, let window {
                    base.withUnsafeBytes { base in
                        history.set(
                            dictionary: dictionary.content, body: before, base: (base, window))
                    }
                } else {
                    history.set(dictionary: dictionary.content, body: before, base: nil)
                }
                frames.offer(block, baseStart: window) { out in
                    compress(block, isHigh: isHigh, to: out)
                }
            }
            guard frames.accept() else { return 0 }
        }
        return frames.count
    }

    /// Where the window of the base may begin for the block at an offset.
    ///
    /// What stands before the first difference is as far from the beginning as in the base, what
    /// stands after the last one as far from the end. One window covers both if they are near.
    static func windows(at start: Int, of size: Int, in baseSize: Int) -> [Int?] {
        let shift = baseSize - size
        let fits = { (center: Int) in
            min(
                max(center - BodyHistory.blockBytes, 0), max(baseSize - BodyHistory.windowBytes, 0))
        }
        if abs(shift) <= BodyHistory.blockBytes { return [fits(start + shift / 2)] }
        return [fits(start), fits(start + shift)]
    }
}
