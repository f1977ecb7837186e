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

/// Compresses bytes that have no history to one LZ4 block with LZ4-HC: slower by one or two orders
/// of magnitude, for what is kept.
///
/// - Parameter level: From 3 to 12, the slowest and best.
/// - Returns: As ``compressBlock(_:)``.
package func compressBlock(_ bytes: [UInt8], level: Int) -> [UInt8]? {
    guard bytes.count > 1, bytes.count <= LZ4_MAX_INPUT_SIZE else { return nil }
    let capacity = bytes.count - 1
    let block = [UInt8](unsafeUninitializedCapacity: capacity) { out, count in
        let written = bytes.withUnsafeBytes { source in
            LZ4_compress_HC(
                source.baseAddress?.assumingMemoryBound(to: CChar.self),
                UnsafeMutableRawPointer(out.baseAddress)?.assumingMemoryBound(to: CChar.self),
                Int32(bytes.count), Int32(capacity), Int32(level))
        }
        count = max(0, Int(written))
    }
    return block.isEmpty ? nil : block
}

/// Reads a block of ``compressBlock(_:)`` or ``compressBlock(_:level:)`` to the end of an array.
///
/// - Returns: Whether the block decodes to exactly so many bytes; else none are appended.
package func decompressBlock(
    _ block: UnsafeRawBufferPointer, size: Int, appendingTo bytes: inout [UInt8]
) -> Bool {
    guard BlockDecompressor.isPossible(size: size, from: block.count) else { return false }
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: size))
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    let fits = bytes.withUnsafeMutableBytes { bytes in
        BlockDecompressor.decompress(
            block, after: none, to: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
    }
    if !fits { bytes.removeLast(size) }
    return fits
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
            .corrupt, "a compressed block is damaged: restore the store from a backup")
    }
    return plain
}
