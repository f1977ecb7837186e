import AnnalsIntegrity
import AnnalsModel

/// A proof of an event that was kept outside of the store.
struct KeptProof: Sendable {
    /// The proof with its checkpoint.
    let bundle: ProofBundle
    /// What the proven leaf is made of; nil where the proof does not say it.
    let evidence: LeafEvidence?

    /// Position of the event that it is about.
    var position: Int64 { bundle.index + 1 }

    /// Makes sure that it says something.
    ///
    /// - Throws: `invalidArgument` if the event beside the proof is not the one that it leads from:
    ///   then it tells nothing of any store.
    init(_ bundle: ProofBundle) throws(StoreError) {
        self.bundle = bundle
        guard bundle.extra != nil else {
            evidence = nil
            return
        }
        do {
            evidence = try bundle.evidence()
        } catch {
            throw StoreError(.invalidArgument, error.message, cause: error)
        }
        if let evidence, !holds(for: evidence.leaf) {
            throw StoreError(
                .invalidArgument,
                "the proof does not lead from the event at position \(position) that stands beside"
                    + " it to the root of its checkpoint: it was changed, give it as it was made",
                position: position)
        }
    }

    /// Whether it leads from a leaf at its position to the root of its checkpoint.
    func holds(for leaf: Digest) -> Bool {
        bundle.checkpoint.checkpoint.contains(leaf, index: bundle.index, proof: bundle.hashes)
    }
}
