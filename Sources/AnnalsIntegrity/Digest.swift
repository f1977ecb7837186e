internal import Crypto

/// A SHA-256 digest: 32 bytes, kept as four words so that copying one allocates nothing.
package struct Digest: Hashable, Sendable {
    /// The number of bytes.
    package static let byteCount = 32

    // In memory order, so that the bytes of the tuple are the bytes of the digest.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: Words.self) }
    }

    /// Reads a digest.
    ///
    /// - Returns: nil if there are not exactly 32 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words: Words = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.words = words
    }

    /// The SHA-256 digest of some bytes.
    package init(hashing bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Digest(hashing: $0) }
    }

    /// The SHA-256 digest of some bytes and others behind them.
    package init(hashing first: [UInt8], _ second: ArraySlice<UInt8>) {
        var hash = SHA256()
        first.withUnsafeBytes { hash.update(bufferPointer: $0) }
        second.withUnsafeBytes { hash.update(bufferPointer: $0) }
        self.init(hash.finalize())
    }

    /// The SHA-256 digest of some bytes.
    package init(hashing bytes: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        self.init(hash.finalize())
    }

    /// Calls a closure with the 32 bytes.
    package func withUnsafeBytes<Answer, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        try Swift.withUnsafeBytes(of: words, body)
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        withUnsafeBytes { Array($0) }
    }

    /// The 32 bytes as 64 lower-case hexadecimal digits.
    package var hex: String {
        withUnsafeBytes { $0.hex }
    }

    /// Reads 32 bytes in base64; nil if the text is none.
    package init?(base64 text: String) {
        guard let bytes = Base64.decode(Array(text.utf8)[...]) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 32 bytes in base64, as a checkpoint has its root.
    package var base64: String { Base64.encode(bytes) }

    private typealias Words = (UInt64, UInt64, UInt64, UInt64)
}

extension Digest {
    /// Whether both digests have the same bytes.
    package static func == (left: Digest, right: Digest) -> Bool {
        left.words == right.words
    }

    /// Feeds the first bytes to the hasher: those of a digest are as good as random.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
    }
}

extension Digest: CustomStringConvertible {
    /// The digest in hexadecimal.
    package var description: String { hex }
}
