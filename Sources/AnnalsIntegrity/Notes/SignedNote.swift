package import AnnalsModel

/// A text and signatures of it (c2sp.org/signed-note).
///
/// The text says nothing until ``verified(by:)`` returns.
package struct SignedNote: Hashable, Sendable {
    private let exactText: ExactString
    /// The signatures in the order of the note: at least one in a note that was read.
    package private(set) var signatures: [NoteSignature]

    /// What is signed; it ends with a newline.
    package var text: String { exactText.text }

    /// Puts together what was checked.
    init(checkedText text: String, signatures: [NoteSignature]) {
        exactText = ExactString(text)
        self.signatures = signatures
    }

    /// Signs a text.
    ///
    /// - Parameters:
    ///   - text: Lines that end with newlines, without other control characters.
    ///   - key: The key that signs.
    /// - Throws: `invalidArgument` if the text cannot be that of a note; `tooLarge`.
    package init(_ text: String, signedBy key: SignerKey) throws(StoreError) {
        let lines = try TextLines(Array(text.utf8)[...], of: "the note's text")
        self.init(
            checkedText: lines.text(lines.lines.indices),
            signatures: [try key.signature(of: text)])
        try Self.check(byteCount: serialized.utf8.count)
    }

    /// Adds a signature, unless the very same is there.
    ///
    /// - Throws: `tooLarge` if no reader would take as many.
    package mutating func add(_ signature: NoteSignature) throws(StoreError) {
        guard !signatures.contains(signature) else { return }
        guard signatures.count < Limits.noteSignaturesMax else {
            throw StoreError(
                .tooLarge,
                "the note has \(signatures.count) signatures: it may have no more")
        }
        signatures.append(signature)
    }

    /// Adds this key's signature.
    ///
    /// - Throws: `tooLarge` if no reader would take as many.
    package mutating func sign(with key: SignerKey) throws(StoreError) {
        try add(try key.signature(of: text))
    }
}
