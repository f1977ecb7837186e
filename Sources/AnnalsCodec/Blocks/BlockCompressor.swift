internal import CLZ4

/// Makes LZ4 blocks after a history with `lz4.h` and `lz4hc.h`, in working memory that it keeps.
final class BlockCompressor {
    private typealias HighStream = UnsafeMutablePointer<LZ4_streamHC_t>

    private let work = UnsafeMutablePointer<LZ4_stream_t>.allocate(capacity: 1)
    // 256 kB: made when the first block of high compression is asked for.
    private var highWork: HighStream?

    init() {
        LZ4_initStream(work, MemoryLayout<LZ4_stream_t>.size)
    }

    deinit {
        work.deallocate()
        highWork?.deallocate()
    }

    /// Compresses a block after a history.
    ///
    /// - Returns: The number of bytes written; 0 if they do not fit.
    func compress(
        _ block: UnsafeRawBufferPointer, after history: UnsafeRawBufferPointer,
        to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard let target = out.baseAddress, block.count <= LZ4_MAX_INPUT_SIZE else { return 0 }
        LZ4_loadDict(work, Self.characters(history), Int32(history.count))
        return Int(
            LZ4_compress_fast_continue(
                work, Self.characters(block), target.assumingMemoryBound(to: CChar.self),
                Int32(block.count), Int32(clamping: out.count), 1))
    }

    /// Compresses a block after a history with the slowest and best method of LZ4-HC.
    ///
    /// - Returns: The number of bytes written; 0 if they do not fit.
    func compressHigh(
        _ block: UnsafeRawBufferPointer, after history: UnsafeRawBufferPointer,
        to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard let target = out.baseAddress, block.count <= LZ4_MAX_INPUT_SIZE else { return 0 }
        let work = highStream()
        LZ4_resetStreamHC_fast(work, LZ4HC_CLEVEL_MAX)
        LZ4_loadDictHC(work, Self.characters(history), Int32(history.count))
        return Int(
            LZ4_compress_HC_continue(
                work, Self.characters(block), target.assumingMemoryBound(to: CChar.self),
                Int32(block.count), Int32(clamping: out.count)))
    }

    private func highStream() -> HighStream {
        if let highWork { return highWork }
        let made = HighStream.allocate(capacity: 1)
        LZ4_initStreamHC(made, MemoryLayout<LZ4_streamHC_t>.size)
        highWork = made
        return made
    }

    private static func characters(_ bytes: UnsafeRawBufferPointer) -> UnsafePointer<CChar>? {
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    }
}
