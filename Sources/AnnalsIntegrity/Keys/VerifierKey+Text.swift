package import AnnalsModel

extension VerifierKey {
    /// The key's text, which everybody may know: `<name>+<8 hex digits of the id>+<base64>`, the
    /// base64 being that of the type's byte and the public key (c2sp.org/signed-note).
    package var text: String {
        "\(name)+\(id)+" + Base64.encode([algorithm.rawValue] + publicKey)
    }

    /// Reads a key's text.
    ///
    /// - Throws: `invalidArgument` if it is none, its type is not supported, or its id is not the
    ///   one of its name and public key.
    package init(text: String) throws(StoreError) {
        // A private key must not come out in a message.
        if text.utf8.starts(with: SignerKey.prefix.utf8) {
            throw StoreError(
                .invalidArgument,
                "the verifier key is a private key: give the public text that belongs to it")
        }
        let parts = try KeyText(text, of: "verifier key")
        guard let algorithm = Algorithm(rawValue: parts.type) else {
            throw StoreError(
                .invalidArgument,
                "the verifier key of \(parts.name.text.quotedForMessage) has the type "
                    + "\(parts.type): give one of type 1 (Ed25519) or 4 (cosignature)")
        }
        guard let key = Self(name: parts.name, algorithm: algorithm, publicKey: parts.material)
        else {
            throw StoreError(
                .invalidArgument,
                "the verifier key of \(parts.name.text.quotedForMessage) has "
                    + "\(parts.material.count) bytes: Ed25519 has \(Self.byteCount)")
        }
        try parts.check(key.id)
        guard !key.isWeak else {
            throw StoreError(
                .invalidArgument,
                "the verifier key of \(parts.name.text.quotedForMessage) belongs to no private key,"
                    + " and anybody can sign for it: give another one")
        }
        self = key
    }

    /// Reads a text with one key a line; empty lines and those that begin with `#` are left out.
    ///
    /// - Throws: `invalidArgument` naming the line; `tooLarge` if there are too many bytes.
    package static func list(_ bytes: [UInt8]) throws(StoreError) -> [VerifierKey] {
        guard bytes.count <= Limits.keyListBytesMax else {
            throw StoreError(
                .tooLarge,
                "the list of keys has \(bytes.count) bytes: give at most "
                    + "\(Limits.keyListBytesMax)")
        }
        let lines = try TextLines(bytes[...], of: "the list of keys")
        var keys: [VerifierKey] = []
        for (index, line) in lines.lines.enumerated() {
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            do {
                keys.append(try VerifierKey(text: lines.text(index)))
            } catch {
                throw lines.error(index, "cannot be used: \(error.message)")
            }
        }
        return keys
    }
}

extension VerifierKey: CustomStringConvertible {
    /// The key's text.
    package var description: String { text }
}

/// The three parts of a key's text: name, id, and a type with what belongs to it.
struct KeyText {
    let name: KeyName
    let type: UInt8
    let material: [UInt8]
    private let what: String
    private let id: ArraySlice<UInt8>

    /// Cuts a text at its first two `+`; base64 may have more.
    ///
    /// - Throws: `invalidArgument` without quoting what might be secret.
    init(_ text: some StringProtocol, of what: String) throws(StoreError) {
        let parts = Array(text.utf8)
            .split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3,
            let name = try? KeyName(String(decoding: parts[0], as: UTF8.self)),
            let bytes = Base64.decode(parts[2]), let type = bytes.first
        else {
            throw StoreError(
                .invalidArgument,
                "the \(what) is none: give NAME+ID+KEY, the id in 8 hexadecimal digits and the "
                    + "key in base64, all on one line")
        }
        self.what = what
        self.name = name
        self.type = type
        id = parts[1]
        material = Array(bytes.dropFirst())
    }

    /// Throws unless the text names the id that its name and key have.
    func check(_ expected: KeyID) throws(StoreError) {
        guard id.elementsEqual(expected.description.utf8) else {
            throw StoreError(
                .invalidArgument,
                "the id of the \(what) of \(name.text.quotedForMessage) does not fit its name and "
                    + "key: give the text as it was made")
        }
    }
}
