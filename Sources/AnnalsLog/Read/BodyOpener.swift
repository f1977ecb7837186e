import AnnalsCodec
import AnnalsIntegrity

/// Opens stored bodies that go on from no other as they lie in the file, without copying them: the
/// short way, for bodies with nothing unusual about them.
///
/// It knows nothing of what may be wrong. Whatever it does not expect it leaves to a `BodyReader`,
/// which says what it is.
struct BodyOpener {
    private let bodies: BodyReader
    private var dictionary: BodyDictionary?
    /// LZ4 alone is LZ4 with a dictionary without bytes.
    private let noDictionary = BodyDictionary(id: 0, bytes: [])
    private var decoder = BodyDecoder()
    /// Room for a body, and for a packed one beside it.
    private var plain: [UInt8] = []

    /// - Parameter bodies: Knows the dictionaries.
    init(_ bodies: BodyReader) {
        self.bodies = bodies
    }

    /// Decodes a body and compares it with its check bytes.
    ///
    /// - Parameters:
    ///   - blob: Check bytes and payload.
    ///   - size: Bytes before compression and packing.
    ///   - column: `dictionary`, which is not -1.
    ///   - body: Gets the plain bytes, which are gone after it, and SHA-256(salt || body).
    /// - Returns: nil if it has to be read the long way.
    mutating func open<Answer>(
        _ blob: UnsafeRawBufferPointer, size: Int64, dictionary column: Int64?, salt: Salt,
        _ body: (UnsafeRawBufferPointer, Digest) -> Answer
    ) -> Answer? {
        let storage = BodyStorage(column: column)
        var dictionary: BodyDictionary?
        if let id = storage.dictionary {
            guard let known = self.dictionary(id) else { return nil }
            dictionary = known
        }
        guard
            let room = BodyRoom(
                for: size, of: blob, isPacked: storage.isPacked, isRaw: dictionary == nil)
        else { return nil }
        if plain.count < room.count { plain = [UInt8](repeating: 0, count: 2 * room.count) }
        return plain.withUnsafeMutableBytes { plain in
            guard decoder.decode(blob, room, dictionary: dictionary, base: nil, to: plain) else {
                return nil
            }
            let bytes = UnsafeRawBufferPointer(rebasing: plain[..<room.bodyBytes])
            let digest = bodyDigest(salt: salt, body: bytes)
            return digest.startsWith(blob) ? body(bytes, digest) : nil
        }
    }

    private mutating func dictionary(_ id: Int64) -> BodyDictionary? {
        if id == 0 { return noDictionary }
        if let dictionary, dictionary.id == id { return dictionary }
        // Whatever is wrong with it is said on the long way.
        guard let known = try? bodies.dictionary(id) else { return nil }
        dictionary = known
        return known
    }
}
