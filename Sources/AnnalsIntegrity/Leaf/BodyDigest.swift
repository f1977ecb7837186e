internal import Crypto

/// SHA-256(salt || body): what a leaf says of an event's body.
///
/// - Parameters:
///   - salt: The event's salt.
///   - body: The body before compression.
package func bodyDigest(salt: Salt, body: [UInt8]) -> Digest {
    body.withUnsafeBytes { bodyDigest(salt: salt, body: $0) }
}

/// SHA-256(salt || body): what a leaf says of an event's body.
///
/// - Parameters:
///   - salt: The event's salt.
///   - body: The body before compression.
package func bodyDigest(salt: Salt, body: UnsafeRawBufferPointer) -> Digest {
    var hash = SHA256()
    salt.withUnsafeBytes { hash.update(bufferPointer: $0) }
    hash.update(bufferPointer: body)
    return Digest(hash.finalize())
}
