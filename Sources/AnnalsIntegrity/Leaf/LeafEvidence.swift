package import AnnalsModel

/// What a leaf can be made of, as it stands beside a proof: the header, the body's digest and, if
/// it is to be shown, the salt and the body.
///
/// The bytes are the log entry, which is the header's canonical bytes and the 32 of the digest, and
/// behind it nothing, or the 16 bytes of the salt and the body. Nothing of it is to be believed
/// before a proof holds for ``leaf``; then the header is proven, and the body where it is there.
package struct LeafEvidence: Hashable, Sendable {
    /// The event beside its body.
    package let header: LeafHeader
    /// SHA-256(salt || body).
    package let bodyDigest: Digest
    /// The body and its salt; nil where the proof does not show the body, or it was erased.
    package let opening: Opening?

    /// What a body's digest is made of.
    package struct Opening: Hashable, Sendable {
        /// The event's salt.
        package let salt: Salt
        /// The body before compression.
        package let body: [UInt8]
    }

    /// Evidence that does not show the body.
    package init(header: LeafHeader, bodyDigest: Digest) {
        self.header = header
        self.bodyDigest = bodyDigest
        opening = nil
    }

    /// Evidence that shows the body.
    package init(header: LeafHeader, salt: Salt, body: [UInt8]) {
        self.header = header
        bodyDigest = AnnalsIntegrity.bodyDigest(salt: salt, body: body)
        opening = Opening(salt: salt, body: body)
    }

    /// Reads ``bytes``.
    ///
    /// - Throws: `invalidArgument` if they are no evidence; `corrupt` if salt and body are not what
    ///   the digest was made of.
    package init(bytes: [UInt8]) throws(StoreError) {
        guard let (header, rest) = LeafHeader.read(bytes[...]),
            let digest = Digest(bytes: rest.prefix(Digest.byteCount))
        else {
            throw StoreError(
                .invalidArgument,
                "the data beside the proof is no event of the format annals/1: give the proof of "
                    + "an event of a store")
        }
        let shown = rest.dropFirst(Digest.byteCount)
        self.header = header
        bodyDigest = digest
        guard !shown.isEmpty else {
            opening = nil
            return
        }
        guard let salt = Salt(bytes: Array(shown.prefix(Limits.saltBytes))) else {
            throw StoreError(
                .invalidArgument,
                "the data beside the proof ends within the salt of the body: give the whole proof")
        }
        let body = Array(shown.dropFirst(Limits.saltBytes))
        guard AnnalsIntegrity.bodyDigest(salt: salt, body: body) == digest else {
            throw StoreError(
                .corrupt,
                "the body beside the proof is not the one that the event at position "
                    + "\(header.position) was sealed with: salt or body was changed",
                position: header.position)
        }
        opening = Opening(salt: salt, body: body)
    }

    /// The log entry: what the leaf is the hash of.
    package var entry: [UInt8] { header.bytes + bodyDigest.bytes }

    /// SHA-256(0x00 || entry).
    package var leaf: Digest { MerkleTree.leaf(entry) }

    /// The evidence as bytes: the entry, and salt and body where they are shown.
    package var bytes: [UInt8] {
        entry + (opening.map { $0.salt.bytes + $0.body } ?? [])
    }
}
