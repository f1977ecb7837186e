internal import CLZ4

/// Reads LZ4 raw blocks; whatever the bytes are, nothing outside of the buffers is touched.
enum BlockDecompressor {
    /// Decompresses a block to exactly as many bytes as there is room for.
    ///
    /// - Returns: Whether the block is valid and fills the room.
    static func decompress(
        _ block: UnsafeRawBufferPointer, after history: UnsafeRawBufferPointer,
        to out: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard let source = block.baseAddress, let target = out.baseAddress,
            let sourceCount = Int32(exactly: block.count), let room = Int32(exactly: out.count)
        else { return false }
        let written = LZ4_decompress_safe_usingDict(
            source.assumingMemoryBound(to: CChar.self),
            target.assumingMemoryBound(to: CChar.self), sourceCount, room,
            history.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(history.count))
        return written == room
    }

    /// Whether so many bytes can come out of a block of so many: LZ4 makes at most 255 of one, so
    /// that a damaged size cannot ask for much memory.
    static func isPossible(size: Int, from count: Int) -> Bool {
        size > 0 && count > 0 && size / 256 <= count
    }
}
