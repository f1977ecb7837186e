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

    private init() {
        // The system's generator is cryptographically secure on every platform of Swift.
        var generator = SystemRandomNumberGenerator()
        bytes = (0..<Limits.saltBytes).map { _ in
            UInt8.random(in: 0...UInt8.max, using: &generator)
        }
    }

    /// Makes a new secret of the operating system's random numbers.
    package static func random() -> StreamSecret { StreamSecret() }
}
