internal import Crypto
internal import Foundation

/// A public key that checks signatures of notes (c2sp.org/signed-note, c2sp.org/tlog-cosignature).
package struct VerifierKey: Hashable, Sendable {
    /// What a key signs, by the number that stands in front of it in its text.
    package enum Algorithm: UInt8, Sendable {
        /// Ed25519 over the text of a note: what logs sign with.
        case ed25519 = 0x01
        /// Ed25519 over a time and a checkpoint: what witnesses sign with.
        case cosignature = 0x04
    }

    /// The key's name.
    package let name: KeyName
    /// What the key signs.
    package let algorithm: Algorithm
    /// The 32 bytes of the public key (RFC 8032).
    package let publicKey: [UInt8]
    /// The four bytes that name the key in signatures.
    package let id: KeyID

    /// The number of bytes of a public key, and of the seed of a private one.
    static let byteCount = 32

    /// Creates a key.
    ///
    /// - Returns: nil unless the public key has 32 bytes.
    package init?(name: KeyName, algorithm: Algorithm, publicKey: [UInt8]) {
        guard publicKey.count == Self.byteCount else { return nil }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        id = KeyID(name: name, algorithm: algorithm, publicKey: publicKey)
    }

    /// What a signature of a text shows.
    ///
    /// - Returns: nil if this key did not make the signature for the text.
    func verified(_ signature: [UInt8], of text: String) -> VerifiedSignature? {
        switch algorithm {
        case .ed25519:
            guard isValid(signature, for: Array(text.utf8)) else { return nil }
            return VerifiedSignature(key: self, cosignedAt: nil)
        case .cosignature:
            guard let stamped = TimestampedSignature(bytes: signature),
                isValid(
                    stamped.signature,
                    for: TimestampedSignature.message(text, seconds: stamped.seconds))
            else { return nil }
            return VerifiedSignature(key: self, cosignedAt: stamped.seconds)
        }
    }

    private func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        return key?.isValidSignature(signature, for: message) ?? false
    }
}

/// A signature that was checked.
package struct VerifiedSignature: Hashable, Sendable {
    /// The key that made it.
    package let key: VerifierKey
    /// When a witness made it, in seconds since 1970 UTC; nil for a signature without a time.
    package let cosignedAt: Int64?
}
