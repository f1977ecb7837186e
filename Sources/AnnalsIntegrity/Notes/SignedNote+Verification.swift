package import AnnalsModel

extension SignedNote {
    /// Checks the signatures whose keys are known; others are passed over.
    ///
    /// - Parameter keys: The keys that are trusted.
    /// - Returns: One signature for each key that signed, in the order of the note, with the latest
    ///   time where a witness signed twice; never none.
    /// - Throws: `corrupt` if a signature of a known key is not one of this text; `notFound` if no
    ///   known key signed, so that nothing is known about the text.
    package func verified(by keys: [VerifierKey]) throws(StoreError) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            let known = keys.filter { $0.name == signature.name && $0.id == signature.id }
            guard !known.isEmpty else { continue }
            let found = known.lazy.compactMap { $0.verified(signature.bytes, of: text) }.first
            guard let found else {
                throw StoreError(
                    .corrupt,
                    "the signature of \(signature.name.text.quotedForMessage) does not fit the "
                        + "note: the text or the signature was changed after signing")
            }
            if let place = verified.firstIndex(where: { $0.key == found.key }) {
                if (found.cosignedAt ?? 0) > (verified[place].cosignedAt ?? 0) {
                    verified[place] = found
                }
            } else {
                verified.append(found)
            }
        }
        guard !verified.isEmpty else {
            throw StoreError(
                .notFound,
                "none of the note's \(signatures.count) signatures is by a known key: give the "
                    + "verifier key of \(signerNames)")
        }
        return verified
    }

    /// The first names of those who say that they signed, for a message.
    private var signerNames: String {
        signatures.prefix(3).map(\.name.text.quotedForMessage).joined(separator: " or ")
    }
}
