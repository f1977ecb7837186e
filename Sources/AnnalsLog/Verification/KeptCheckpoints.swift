import AnnalsIntegrity
package import AnnalsModel

/// Checkpoints that were kept outside of the store, and the keys that may have signed them.
package struct KeptCheckpoints: Sendable {
    /// In the order in which they were given.
    let notes: [SignedCheckpoint]
    /// The proof of an event that was given with its checkpoint, which is among the notes.
    let proof: KeptProof?
    /// Keys whose signatures count.
    let keys: [VerifierKey]

    /// Whether some key's signatures count.
    package var hasKeys: Bool { !keys.isEmpty }

    /// Nothing was kept.
    package init() {
        (notes, proof, keys) = ([], nil, [])
    }

    /// Reads what was kept.
    ///
    /// - Parameters:
    ///   - bytes: One signed note, several one after the other, or a proof bundle; nil for nothing.
    ///   - keys: A list of verifier keys, one a line; empty for none.
    /// - Throws: `invalidArgument` or `tooLarge` for what is none of these, or a proof that does
    ///   not hold by itself.
    package init(_ bytes: [UInt8]?, keys: [UInt8]) throws(StoreError) {
        self.keys = keys.isEmpty ? [] : try VerifierKey.list(keys)
        guard let bytes = bytes.map(ByteOrderMark.dropped) else {
            (notes, proof) = ([], nil)
            return
        }
        if bytes.starts(with: Self.bundleMark.utf8) {
            let proof = try KeptProof(ProofBundle(parsing: bytes))
            (notes, self.proof) = ([proof.bundle.checkpoint], proof)
        } else {
            (notes, proof) = (try CheckpointList(parsing: bytes).checkpoints, nil)
        }
        guard !notes.isEmpty else {
            throw StoreError(
                .invalidArgument, "there is no checkpoint in what was kept: give a signed note")
        }
    }

    private static let bundleMark = "c2sp.org/tlog-proof@"
}
