/// Hashes events to leaves, one after the other, without allocating.
package struct LeafHasher: Sendable {
    // Kept between calls for its room: a header takes about 150 bytes.
    private var scratch: [UInt8] = []

    /// Creates a hasher.
    package init() {
        scratch.reserveCapacity(512)
    }

    /// SHA-256(0x00 || header || body digest).
    ///
    /// - Parameters:
    ///   - header: What the event says beside its body.
    ///   - bodyDigest: SHA-256(salt || body).
    package mutating func leaf(_ header: LeafHeader, bodyDigest: Digest) -> Digest {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(MerkleTree.leafPrefix)
        header.write(to: &scratch)
        bodyDigest.withUnsafeBytes { scratch.append(contentsOf: $0) }
        return Digest(hashing: scratch)
    }
}
