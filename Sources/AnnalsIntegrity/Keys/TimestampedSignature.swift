import AnnalsModel

/// What a witness signs and writes (c2sp.org/tlog-cosignature, `cosignature/v1`): the time as 8
/// bytes big-endian, then an Ed25519 signature of the time and the checkpoint.
struct TimestampedSignature {
    /// Seconds since 1970 UTC, not negative.
    let seconds: Int64
    /// The 64 bytes of the signature.
    let signature: [UInt8]

    private static let timeBytes = 8
    /// The number of bytes of an Ed25519 signature.
    private static let signatureBytes = 64

    init(seconds: Int64, signature: [UInt8]) {
        self.seconds = seconds
        self.signature = signature
    }

    /// Reads the bytes of a signature.
    ///
    /// - Returns: nil unless there are 72 and the time lies before the year 10000.
    init?(bytes: [UInt8]) {
        guard bytes.count == Self.timeBytes + Self.signatureBytes,
            let seconds = Int64(
                exactly: bytes.prefix(Self.timeBytes).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }),
            seconds <= Timestamp.latest.microseconds / 1_000_000
        else { return nil }
        self.init(seconds: seconds, signature: Array(bytes.dropFirst(Self.timeBytes)))
    }

    /// The bytes of the signature.
    var bytes: [UInt8] { withUnsafeBytes(of: seconds.bigEndian, Array.init) + signature }

    /// What is signed.
    ///
    /// - Parameters:
    ///   - text: The text of the checkpoint's note.
    ///   - seconds: Since 1970 UTC.
    static func message(_ text: String, seconds: Int64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
    }
}
