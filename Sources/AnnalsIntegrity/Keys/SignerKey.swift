package import AnnalsModel
internal import Crypto
internal import Foundation

/// A private Ed25519 key that signs notes (c2sp.org/signed-note).
///
/// Whoever holds it can sign another history under the log's name, so it is kept outside the store.
package struct SignerKey: Sendable {
    /// The key that checks this one's signatures of notes.
    package let verifier: VerifierKey
    /// The 32 bytes that the private key is made of (RFC 8032): secret.
    let seed: [UInt8]

    /// Makes a new key of the operating system's random numbers.
    ///
    /// - Parameter name: The log's origin, for the key of a log.
    /// - Throws: `tooLarge` if the name is too long for other kinds of cosignatures.
    package static func random(name: KeyName) throws(StoreError) -> SignerKey {
        guard name.text.utf8.count <= Limits.keyNameBytesMax else {
            throw StoreError(
                .tooLarge,
                "the key's name has \(name.text.utf8.count) bytes: give at most "
                    + "\(Limits.keyNameBytesMax)")
        }
        return try SignerKey(
            name: name, seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
    }

    /// Creates a key.
    ///
    /// - Throws: `invalidArgument` unless the seed has 32 bytes.
    init(name: KeyName, seed: [UInt8]) throws(StoreError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let verifier = VerifierKey(
                name: name, algorithm: .ed25519, publicKey: Array(key.publicKey.rawRepresentation))
        else {
            throw StoreError(
                .invalidArgument,
                "the private key of \(name.text.quotedForMessage) has \(seed.count) bytes: Ed25519 "
                    + "has \(VerifierKey.byteCount)")
        }
        self.verifier = verifier
        self.seed = seed
    }

    /// The key that checks this one's cosignatures; nothing else should be signed with such a key.
    package var cosignatureVerifier: VerifierKey {
        VerifierKey(name: verifier.name, algorithm: .cosignature, publicKey: verifier.publicKey)
            ?? verifier
    }

    /// Signs the text of a note.
    ///
    /// - Throws: `unsupported` if the platform's cryptography fails.
    func signature(of text: String) throws(StoreError) -> NoteSignature {
        NoteSignature(
            name: verifier.name, id: verifier.id, bytes: try sign(Array(text.utf8)))
    }

    /// Signs the text of a checkpoint's note as a witness.
    ///
    /// - Parameter seconds: Since 1970 UTC.
    /// - Throws: `invalidArgument` if the time is negative; `unsupported` if the platform's
    ///   cryptography fails.
    func cosignature(of text: String, seconds: Int64) throws(StoreError) -> NoteSignature {
        guard seconds >= 0 else {
            throw StoreError(
                .invalidArgument,
                "a cosignature cannot be of \(seconds) seconds before 1970: set the clock")
        }
        let signature = try sign(TimestampedSignature.message(text, seconds: seconds))
        return NoteSignature(
            name: verifier.name, id: cosignatureVerifier.id,
            bytes: TimestampedSignature(seconds: seconds, signature: signature).bytes)
    }

    private func sign(_ message: [UInt8]) throws(StoreError) -> [UInt8] {
        do {
            let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            return Array(try key.signature(for: message))
        } catch {
            throw StoreError(
                .unsupported, "this platform cannot sign with Ed25519: sign on another",
                cause: error)
        }
    }
}

extension SignerKey: CustomStringConvertible, CustomReflectable {
    /// The public text; the private one never comes out by accident.
    package var description: String { verifier.text }

    /// Shows the public key alone, so that no dump of a value tells the seed.
    package var customMirror: Mirror { Mirror(self, children: ["verifier": verifier]) }
}
