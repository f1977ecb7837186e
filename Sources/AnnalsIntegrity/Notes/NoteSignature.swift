/// A signature of a note as it is written, whether its key is known or not.
package struct NoteSignature: Hashable, Sendable {
    /// The name of the key.
    package let name: KeyName
    /// The four bytes that name the key.
    package let id: KeyID
    /// The signature; what its bytes mean depends on the key.
    package let bytes: [UInt8]

    /// U+2014 and a space, with which the line of a signature begins.
    static let mark = Array("\u{2014} ".utf8)

    /// Creates a signature.
    init(name: KeyName, id: KeyID, bytes: [UInt8]) {
        self.name = name
        self.id = id
        self.bytes = bytes
    }

    /// Reads a line without its newline.
    ///
    /// - Returns: nil if it is no signature.
    init?(line: ArraySlice<UInt8>) {
        let space = UInt8(ascii: " ")
        guard line.starts(with: Self.mark) else { return nil }
        let parts = line.dropFirst(Self.mark.count)
            .split(separator: space, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2,
            let name = try? KeyName(String(decoding: parts[0], as: UTF8.self)),
            let bytes = Base64.decode(parts[1]), bytes.count > KeyID.byteCount
        else { return nil }
        self.init(
            name: name, id: KeyID(bytes: bytes), bytes: Array(bytes.dropFirst(KeyID.byteCount)))
    }

    /// The line without its newline: `— <name> <base64 of the id and the signature>`.
    package var line: String {
        String(decoding: Self.mark, as: UTF8.self) + "\(name) " + Base64.encode(id.bytes + bytes)
    }
}
