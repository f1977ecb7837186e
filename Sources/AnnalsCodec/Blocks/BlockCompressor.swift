internal import AnnalsModel
internal import CLZ4

/// Makes LZ4 raw blocks with a history, in working memory that it keeps.
final class BlockCompressor {
    private let work = UnsafeMutablePointer<LZ4_stream_t>.allocate(capacity: 1)
    // 256 kB: made when the first block of high compression is asked for.
    private var highWork: OpaquePointerToHC?
    private typealias OpaquePointerToHC = UnsafeMutablePointer<LZ4_streamHC_t>

    init() {
        LZ4_initStream(work, MemoryLayout<LZ4_stream_t>.size)
    }

    deinit {
        work.deallocate()
        highWork?.deallocate()
    }

    /// Compresses a block after a dictionary that is loaded already.
    ///
    /// - Returns: The number of bytes written; 0 if they do not fit.
    func compress(
        _ block: UnsafeRawBufferPointer, after loaded: LoadedDictionary,
        to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        loaded.copy(to: work)
        return finish(block, out)
    }

    /// Compresses a block after a history.
    ///
    /// - Returns: The number of bytes written; 0 if they do not fit.
    func compress(
        _ block: UnsafeRawBufferPointer, after history: UnsafeRawBufferPointer,
        to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        LZ4_loadDict(work, Self.characters(history), Int32(history.count))
        return finish(block, out)
    }

    private func finish(
        _ block: UnsafeRawBufferPointer, _ out: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard let target = out.baseAddress, block.count <= LZ4_MAX_INPUT_SIZE else { return 0 }
        return Int(
            LZ4_compress_fast_continue(
                work, Self.characters(block), target.assumingMemoryBound(to: CChar.self),
                Int32(block.count), Int32(clamping: out.count), 1))
    }

    /// Compresses a block after a history, about ten times slower and up to a third smaller.
    ///
    /// - Returns: The number of bytes written; 0 if they do not fit.
    func compressHigh(
        _ block: UnsafeRawBufferPointer, after history: UnsafeRawBufferPointer, level: Int32,
        to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard let target = out.baseAddress, block.count <= LZ4_MAX_INPUT_SIZE else { return 0 }
        let work = highStream()
        LZ4_resetStreamHC_fast(work, level)
        LZ4_loadDictHC(work, Self.characters(history), Int32(history.count))
        return Int(
            LZ4_compress_HC_continue(
                work, Self.characters(block), target.assumingMemoryBound(to: CChar.self),
                Int32(block.count), Int32(clamping: out.count)))
    }

    private func highStream() -> OpaquePointerToHC {
        if let highWork { return highWork }
        let made = OpaquePointerToHC.allocate(capacity: 1)
        LZ4_initStreamHC(made, MemoryLayout<LZ4_streamHC_t>.size)
        highWork = made
        return made
    }

    private static func characters(_ bytes: UnsafeRawBufferPointer) -> UnsafePointer<CChar>? {
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    }
}
