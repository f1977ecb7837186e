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
        // The system's generator is cryptographically secure on every platform of Swift. Each
        // number is a call of the system, and gives eight bytes.
        var generator = SystemRandomNumberGenerator()
        let halves = (generator.next(), generator.next())
        bytes = withUnsafeBytes(of: halves) { Array($0) }
        assert(bytes.count == Limits.saltBytes, "two numbers are a secret")
    }

    /// Makes a new secret of the operating system's random numbers.
    package static func random() -> StreamSecret { StreamSecret() }
}
