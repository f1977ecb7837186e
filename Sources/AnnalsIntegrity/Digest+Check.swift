internal import AnnalsModel

/// The check of stored bodies: the first four bytes of a body's digest stand in front of its
/// payload, because LZ4 itself detects no damage.
extension Digest {
    /// The first four bytes.
    package var checkBytes: [UInt8] {
        withUnsafeBytes { Array($0.prefix(Limits.bodyCheckBytes)) }
    }

    /// Whether a stored body begins with the first four bytes of this digest.
    ///
    /// - Parameter blob: The stored body; one shorter than four bytes never fits.
    package func startsWith(_ blob: some Collection<UInt8>) -> Bool {
        withUnsafeBytes { bytes in
            blob.prefix(Limits.bodyCheckBytes).elementsEqual(bytes.prefix(Limits.bodyCheckBytes))
        }
    }

    /// The same for an array, which is what every read of a body has: a generic function that
    /// another module calls costs more than the digest itself.
    package func startsWith(_ blob: [UInt8]) -> Bool {
        guard blob.count >= Limits.bodyCheckBytes else { return false }
        return withUnsafeBytes { bytes in
            for index in 0..<Limits.bodyCheckBytes where blob[index] != bytes[index] {
                return false
            }
            return true
        }
    }

    /// The same for bytes that somebody lends.
    package func startsWith(_ blob: UnsafeRawBufferPointer) -> Bool {
        guard blob.count >= Limits.bodyCheckBytes else { return false }
        return withUnsafeBytes { bytes in
            for index in 0..<Limits.bodyCheckBytes where blob[index] != bytes[index] {
                return false
            }
            return true
        }
    }
}
