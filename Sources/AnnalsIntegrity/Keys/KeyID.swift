/// The four bytes by which a signature names its key (c2sp.org/signed-note): the beginning of
/// SHA-256(name || 0x0A || type || public key).
///
/// It is too short to identify a key to somebody hostile: name and id only say which public key a
/// signature is checked with.
package struct KeyID: Hashable, Sendable {
    /// The number of bytes.
    static let byteCount = 4

    /// The bytes as a big-endian number.
    package let value: UInt32

    /// The id of a key.
    init(name: KeyName, algorithm: VerifierKey.Algorithm, publicKey: [UInt8]) {
        let digest = Digest(
            hashing: Array(name.text.utf8) + [UInt8(ascii: "\n"), algorithm.rawValue] + publicKey)
        value = digest.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(as: UInt32.self)) }
    }

    /// Reads the four bytes in front of a signature.
    init(bytes: some Sequence<UInt8>) {
        value = bytes.prefix(Self.byteCount).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The bytes.
    var bytes: [UInt8] { withUnsafeBytes(of: value.bigEndian, Array.init) }
}

extension KeyID: CustomStringConvertible {
    /// Eight lower-case hexadecimal digits.
    package var description: String { bytes.hex }
}
