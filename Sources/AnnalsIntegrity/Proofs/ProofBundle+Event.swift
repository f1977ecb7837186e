package import AnnalsModel

extension ProofBundle {
    /// Puts together the proof of an event.
    ///
    /// - Parameters:
    ///   - evidence: The event's header and body digest, and its body where that is to be shown.
    ///   - hashes: As ``TreeHashes/inclusionProof(index:size:)`` makes them for the position less
    ///     one.
    ///   - checkpoint: Of a tree that has the event.
    /// - Throws: `invalidArgument` if the tree does not have it; `corrupt` if the hashes do not
    ///   lead from the event to the root; `tooLarge`.
    package init(
        proving evidence: LeafEvidence, hashes: [Digest], checkpoint: SignedCheckpoint
    ) throws(StoreError) {
        let position = evidence.header.position
        guard position >= 1, position <= checkpoint.checkpoint.size else {
            throw StoreError(
                .invalidArgument,
                "the checkpoint of \(checkpoint.checkpoint.size) events does not have the event at "
                    + "position \(position): sign a newer one",
                position: position)
        }
        try self.init(
            extra: evidence.bytes, index: position - 1, hashes: hashes, checkpoint: checkpoint)
        guard checkpoint.checkpoint.contains(evidence.leaf, index: index, proof: hashes) else {
            throw StoreError(
                .corrupt,
                "the event at position \(position) is not in the tree of the checkpoint: verify "
                    + "the store",
                position: position)
        }
    }

    /// The event that the extra data speaks of, if it has the place that the proof is about.
    ///
    /// What it says is proven when ``verify(_:by:)`` returns for its leaf.
    ///
    /// - Throws: `notFound` if there is no extra data; `invalidArgument` if it is no event, or one
    ///   of another position; `corrupt` if the body is not the one that was sealed.
    package func evidence() throws(StoreError) -> LeafEvidence {
        guard let extra else {
            throw StoreError(
                .notFound, "the proof does not say what it proves: give one with extra data")
        }
        let evidence = try LeafEvidence(bytes: extra)
        // The index is below the tree's size, so that one more is a number; a position may be any.
        guard evidence.header.position == index + 1 else {
            throw StoreError(
                .invalidArgument,
                "the proof is about the event at position \(index + 1), the data beside it about "
                    + "the one at position \(evidence.header.position): give the proof as it was "
                    + "made",
                position: evidence.header.position)
        }
        return evidence
    }
}
