package import AnnalsModel

/// Proof that a leaf is in a log, complete in itself (c2sp.org/tlog-proof): files that end in
/// `.tlog-proof`.
package struct ProofBundle: Hashable, Sendable {
    /// What the leaf can be made of, for whoever knows the application; nil, never empty.
    ///
    /// It is not authenticated until the leaf made of it is found to be the proven one.
    package let extra: [UInt8]?
    /// The leaf's 0-based place in the log.
    package let index: Int64
    /// From the leaf towards the root.
    package let hashes: [Digest]
    /// The checkpoint of the tree, with all its signatures.
    package let checkpoint: SignedCheckpoint

    /// Puts a bundle together.
    ///
    /// - Parameters:
    ///   - extra: What the leaf can be made of; empty is the same as nil.
    ///   - index: The leaf's 0-based place.
    ///   - hashes: As ``TreeHashes/inclusionProof(index:size:)`` makes them.
    ///   - checkpoint: Of a tree that has the leaf.
    /// - Throws: `invalidArgument` if the tree has no such leaf; `tooLarge`.
    package init(
        extra: [UInt8]?, index: Int64, hashes: [Digest], checkpoint: SignedCheckpoint
    ) throws(StoreError) {
        let size = checkpoint.checkpoint.size
        guard index >= 0, index < size else {
            throw StoreError(
                .invalidArgument, "leaf \(index) is not in the tree of \(size): name one below")
        }
        try Self.check(extraBytes: extra?.count ?? 0, hashes: hashes.count)
        self.extra = extra.flatMap { $0.isEmpty ? nil : $0 }
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
    }

    /// Throws if a part is larger than any proof has it.
    static func check(extraBytes: Int, hashes: Int) throws(StoreError) {
        guard extraBytes <= Limits.proofExtraBytesMax else {
            throw StoreError(
                .tooLarge,
                "the data beside the proof has \(extraBytes) bytes: at most "
                    + "\(Limits.proofExtraBytesMax) are taken")
        }
        guard hashes <= Limits.inclusionHashesMax else {
            throw StoreError(
                .tooLarge,
                "the proof has \(hashes) hashes: no tree needs more than "
                    + "\(Limits.inclusionHashesMax)")
        }
    }

    /// What a bundle proves when everything holds.
    package struct Finding: Sendable {
        /// Who signed the checkpoint.
        package let signatures: SignedCheckpoint.Signatures
        /// The checkpoint whose tree has the leaf.
        package let checkpoint: Checkpoint
    }

    /// Checks the signatures, and that the leaf is in the tree that was signed.
    ///
    /// - Parameters:
    ///   - leaf: The hash of the leaf in question.
    ///   - keys: Those of the log and of witnesses that are trusted.
    /// - Throws: `corrupt` if a signature or the proof does not hold; `notFound` if no known key of
    ///   the log signed the checkpoint.
    package func verify(_ leaf: Digest, by keys: [VerifierKey]) throws(StoreError) -> Finding {
        let signatures = try checkpoint.signatures(by: keys)
        guard checkpoint.checkpoint.contains(leaf, index: index, proof: hashes) else {
            throw StoreError(
                .corrupt,
                "the proof does not lead from the leaf \(leaf) at index \(index) to the signed "
                    + "root of \(checkpoint.checkpoint.size) leaves: the leaf or the proof was "
                    + "changed")
        }
        return Finding(signatures: signatures, checkpoint: checkpoint.checkpoint)
    }
}
