package import AnnalsModel
internal import CLZ4

/// Compresses bytes that have no history to one LZ4 block.
///
/// - Returns: nil where that gains nothing, or where they are more than LZ4 takes (2,113,929,216).
package func compressBlock(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count > 1, bytes.count <= LZ4_MAX_INPUT_SIZE else { return nil }
    let capacity = bytes.count - 1
    let block = [UInt8](unsafeUninitializedCapacity: capacity) { out, count in
        let written = bytes.withUnsafeBytes { source in
            LZ4_compress_default(
                source.baseAddress?.assumingMemoryBound(to: CChar.self),
                UnsafeMutableRawPointer(out.baseAddress)?.assumingMemoryBound(to: CChar.self),
                Int32(bytes.count), Int32(capacity))
        }
        count = max(0, Int(written))
    }
    return block.isEmpty ? nil : block
}

/// Reads a block of ``compressBlock(_:)``.
///
/// - Parameters:
///   - block: The block.
///   - size: Bytes before compression.
/// - Throws: `corrupt` if the block does not decode to exactly that many bytes.
package func decompressBlock(_ block: [UInt8], size: Int) throws(StoreError) -> [UInt8] {
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    let plain = block.withUnsafeBytes { source -> [UInt8]? in
        guard BlockDecompressor.isPossible(size: size, from: source.count) else { return nil }
        var fits = false
        let plain = [UInt8](unsafeUninitializedCapacity: size) { out, count in
            fits = BlockDecompressor.decompress(
                source, after: none, to: UnsafeMutableRawBufferPointer(out))
            count = fits ? size : 0
        }
        return fits ? plain : nil
    }
    guard let plain else {
        throw StoreError(
            .corrupt, "a compressed block is damaged: run annals verify, or restore a backup")
    }
    return plain
}
