internal import AnnalsModel

/// The 16 bytes in front of a body when it is hashed: without them nobody can guess a short body
/// from its digest.
///
/// A salt is the first 16 bytes of SHA-256("annals salt v1\0" || secret || position as 8 bytes
/// big-endian).
package struct Salt: Hashable, Sendable {
    private let value: SixteenBytes

    /// Reads a stored salt.
    ///
    /// - Returns: nil if there are not exactly 16 bytes.
    package init?(bytes: [UInt8]) {
        guard let value = SixteenBytes(bytes) else { return nil }
        self.value = value
    }

    /// The salt of the event at a position, from the secret of its stream and epoch.
    package init(secret: StreamSecret, position: Int64) {
        let label = Self.label.utf8CodeUnitCount
        let count = label + Limits.saltBytes + MemoryLayout<Int64>.size
        value = withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { bytes in
            Self.label.withUTF8Buffer { bytes.copyMemory(from: UnsafeRawBufferPointer($0)) }
            secret.withUnsafeBytes { secret in
                UnsafeMutableRawBufferPointer(rebasing: bytes[label...]).copyMemory(from: secret)
            }
            bytes.storeBytes(
                of: position.bigEndian, toByteOffset: label + Limits.saltBytes, as: Int64.self)
            return Digest(hashing: UnsafeRawBufferPointer(bytes))
                .withUnsafeBytes(SixteenBytes.init(startOf:))
        }
    }

    /// The 16 bytes.
    package var bytes: [UInt8] { value.bytes }

    func withUnsafeBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
        value.withUnsafeBytes(body)
    }

    private static let label: StaticString = "annals salt v1\0"
}
