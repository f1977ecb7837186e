package import AnnalsIntegrity
import AnnalsLog
package import AnnalsModel

extension LogProofs {
    /// Proves an event to be in the log that a checkpoint speaks of.
    ///
    /// - Parameters:
    ///   - position: The event.
    ///   - showsBody: Whether the proof shows what the event says, and not only who, when, what
    ///     type and which stream.
    ///   - checkpoint: A signed checkpoint of this log; nil for the last one.
    /// - Throws: `beyondHead` if there is no such event; `notFound` if no checkpoint was signed, or
    ///   the body is to be shown and was erased; `invalidArgument` if the checkpoint is older than
    ///   the event; `tooLarge` for a body that no proof holds.
    package func prove(
        _ position: Int64, showsBody: Bool, in checkpoint: SignedCheckpoint? = nil
    ) throws(StoreError) -> ProofBundle {
        try read { state throws(StoreError) in
            guard position >= 1, position <= state.checkpoint.size else {
                throw StoreError(
                    .beyondHead,
                    "there is no event at position \(position): the log ends at"
                        + " \(state.checkpoint.size)")
            }
            let last = checkpoint == nil ? try state.last() : nil
            guard let signed = checkpoint ?? last else {
                throw StoreError(
                    .notFound,
                    "no checkpoint of this log was signed: sign one, so that there is something to"
                        + " prove the event against")
            }
            try state.check(extends: signed.checkpoint, "in the store")
            let size = signed.checkpoint.size
            let evidence = try state.evidence(of: position, showsBody: showsBody)
            let hashes =
                position <= size
                ? try state.tree.hashes.inclusionProof(index: position - 1, size: size) : []
            return try ProofBundle(proving: evidence, hashes: hashes, checkpoint: signed)
        }
    }
}

extension LogProofs.State {
    /// What the leaf of an event is made of.
    fileprivate func evidence(
        of position: Int64, showsBody: Bool
    ) throws(StoreError) -> LeafEvidence {
        var evidence: LeafEvidence?
        try reader.forEachSealed(after: position - 1, through: position) {
            event throws(StoreError) in
            switch (event.content, showsBody) {
            case (.plain(let body, let salt), true):
                evidence = LeafEvidence(header: event.leafHeader, salt: salt, body: body)
            case (.erased, true):
                throw StoreError(
                    .notFound,
                    "the body of the event at position \(position) was erased: prove it without its"
                        + " body", position: position)
            case (_, false):
                evidence = LeafEvidence(header: event.leafHeader, bodyDigest: event.digest)
            }
        }
        guard let evidence else {
            throw StoreError(
                .corrupt, "the event at position \(position) cannot be read", position: position)
        }
        return evidence
    }
}
