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

    /// Whether the public key is a point of small order, with which signatures come out right that
    /// nobody made: no private key has it.
    ///
    /// The encodings of all such points, without the sign, also those that are not reduced: from
    /// libsodium, `ge25519_has_small_order`.
    var isWeak: Bool {
        var bytes = publicKey
        bytes[Self.byteCount - 1] &= 0x7F
        return Self.weak.contains(bytes)
    }

    private static let weak: Set<[UInt8]> = {
        func end(_ first: UInt8) -> [UInt8] {
            [first] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
        }
        let zeros = [UInt8](repeating: 0, count: 31)
        return [
            [0] + zeros, [1] + zeros, end(0xEC), end(0xED), end(0xEE),
            [
                0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2,
                0xEF, 0x98, 0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38,
                0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
            ],
            [
                0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D,
                0x10, 0x67, 0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7,
                0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
            ],
        ]
    }()

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
