internal import AnnalsModel

/// The random secret of one stream and epoch, from which the salts of its events are derived.
///
/// Whoever holds it can confirm a guessed body; erasing a stream destroys it.
package struct StreamSecret: Hashable, Sendable {
    /// 16 bytes.
    package let bytes: [UInt8]

    /// Reads a stored secret.
    ///
    /// - Returns: nil if there are not exactly 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Limits.saltBytes else { return nil }
        self.bytes = bytes
    }

    private init(drawing generator: inout some RandomNumberGenerator) {
        bytes = (0..<Limits.saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Makes a new secret from the operating system's cryptographic random numbers.
    package static func random() -> StreamSecret {
        var generator = SystemRandomNumberGenerator()
        return StreamSecret(drawing: &generator)
    }
}
