internal import AnnalsModel

/// The random secret of one stream and epoch, from which the salts of its events are derived.
///
/// Whoever holds it can confirm a guessed body; erasing a stream destroys it.
package struct StreamSecret: Hashable, Sendable {
    // In memory order; two words, so that copying one counts no references.
    private let words: (UInt64, UInt64)

    /// Reads a stored secret.
    ///
    /// - Returns: nil if there are not exactly 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Limits.saltBytes else { return nil }
        words = bytes.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64).self) }
    }

    private init() {
        // The system's generator is cryptographically secure on every platform of Swift. Each
        // number is a call of the system, and gives eight bytes.
        var generator = SystemRandomNumberGenerator()
        words = (generator.next(), generator.next())
    }

    /// Makes a new secret of the operating system's random numbers.
    package static func random() -> StreamSecret { StreamSecret() }

    /// The 16 bytes.
    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    func withUnsafeBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
        Swift.withUnsafeBytes(of: words, body)
    }

    /// Whether both are the same bytes.
    package static func == (left: StreamSecret, right: StreamSecret) -> Bool {
        left.words == right.words
    }

    /// Feeds the bytes to the hasher.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
