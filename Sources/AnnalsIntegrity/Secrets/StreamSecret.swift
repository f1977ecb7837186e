/// The random secret of one stream and epoch, from which the salts of its events are derived.
///
/// Whoever holds it can confirm a guessed body; erasing a stream destroys it.
package struct StreamSecret: Hashable, Sendable {
    private let value: SixteenBytes

    /// Reads a stored secret.
    ///
    /// - Returns: nil if there are not exactly 16 bytes.
    package init?(bytes: [UInt8]) {
        guard let value = SixteenBytes(bytes) else { return nil }
        self.value = value
    }

    private init() {
        // The system's generator is cryptographically secure on every platform of Swift. Each
        // number is a call of the system, and gives eight bytes.
        var generator = SystemRandomNumberGenerator()
        value = SixteenBytes(generator.next(), generator.next())
    }

    /// Makes a new secret of the operating system's random numbers.
    package static func random() -> StreamSecret { StreamSecret() }

    /// The 16 bytes.
    package var bytes: [UInt8] { value.bytes }

    func withUnsafeBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
        value.withUnsafeBytes(body)
    }
}
