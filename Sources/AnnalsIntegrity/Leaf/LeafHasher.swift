/// Hashes events to leaves, one after the other.
package struct LeafHasher: Sendable {
    // Kept between calls for its room: a header takes about 150 bytes.
    private var scratch = [UInt8](repeating: 0, count: 512)

    /// Creates a hasher.
    package init() {}

    /// SHA-256(0x00 || header || body digest).
    ///
    /// - Parameters:
    ///   - header: What the event says beside its body.
    ///   - bodyDigest: SHA-256(salt || body).
    package mutating func leaf(_ header: LeafHeader, bodyDigest: Digest) -> Digest {
        let room = 1 + header.byteCountMax + Digest.byteCount
        if scratch.count < room {
            scratch = [UInt8](repeating: 0, count: 2 * room)
        }
        return scratch.withUnsafeMutableBytes { bytes in
            bytes[0] = MerkleTree.leafPrefix
            let end = 1 + header.write(to: UnsafeMutableRawBufferPointer(rebasing: bytes[1...]))
            bodyDigest.withUnsafeBytes { digest in
                UnsafeMutableRawBufferPointer(rebasing: bytes[end...]).copyMemory(from: digest)
            }
            return Digest(
                hashing: UnsafeRawBufferPointer(rebasing: bytes[..<(end + Digest.byteCount)]))
        }
    }
}
