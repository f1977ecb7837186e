package import AnnalsModel

extension SignerKey {
    /// What the text of a private key begins with.
    package static let prefix = "PRIVATE+KEY+"

    /// The secret text: `PRIVATE+KEY+<name>+<8 hex digits of the id>+<base64>`, the base64 being
    /// that of 0x01 and the seed (golang.org/x/mod/sumdb/note).
    package var secretText: String {
        Self.prefix + "\(verifier.name)+\(verifier.id)+"
            + Base64.encode([VerifierKey.Algorithm.ed25519.rawValue] + seed)
    }

    /// Reads a private key's text.
    ///
    /// - Throws: `invalidArgument` if it is none; no message quotes it.
    package init(secretText text: String) throws(StoreError) {
        // By bytes: a name may begin with a combining mark, which makes one character with the `+`.
        guard text.utf8.starts(with: Self.prefix.utf8) else {
            throw StoreError(
                .invalidArgument,
                "the private key does not begin with PRIVATE+KEY+: give one that does")
        }
        let parts = try KeyText(
            String(Substring(text.utf8.dropFirst(Self.prefix.utf8.count))), of: "private key")
        guard parts.type == VerifierKey.Algorithm.ed25519.rawValue else {
            throw StoreError(
                .invalidArgument,
                "the private key of \(parts.name.text.quotedForMessage) has the type "
                    + "\(parts.type): give one of type 1 (Ed25519)")
        }
        let key = try SignerKey(name: parts.name, seed: parts.material)
        try parts.check(key.verifier.id)
        self = key
    }

    /// What a key file holds: the secret text and a newline.
    ///
    /// Only its owner may read such a file; whoever writes it sees to that.
    package var file: [UInt8] { Array((secretText + "\n").utf8) }

    /// Reads a key file.
    ///
    /// - Throws: `invalidArgument` if it does not hold exactly one private key on one line, and
    ///   `tooLarge`; no message quotes it.
    package init(file bytes: [UInt8]) throws(StoreError) {
        guard bytes.count <= Limits.keyFileBytesMax else {
            throw StoreError(
                .tooLarge,
                "the key file has \(bytes.count) bytes: give one with a single private key")
        }
        let lines = try TextLines(bytes[...], of: "the key file")
        guard lines.lines.count == 1 else {
            throw lines.error(1, "is one too many: give a file with a single private key")
        }
        try self.init(secretText: lines.text(0))
    }
}
