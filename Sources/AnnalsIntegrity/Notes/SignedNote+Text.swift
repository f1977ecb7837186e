package import AnnalsModel

extension SignedNote {
    /// The whole note: the text, an empty line, and a line for each signature.
    package var serialized: String {
        text + "\n" + signatures.map { $0.line + "\n" }.joined()
    }

    /// Reads a note, without checking any signature.
    ///
    /// - Parameters:
    ///   - bytes: Exactly the note.
    ///   - firstLine: The number that its first line has in messages.
    /// - Throws: `invalidArgument` if the bytes are no signed note, with the line; `tooLarge` if
    ///   there are more bytes or signatures than anybody needs.
    package init(
        parsing bytes: some Collection<UInt8>, firstLine: Int = 1
    ) throws(StoreError) {
        try Self.check(byteCount: bytes.count)
        let lines = try TextLines(Array(bytes)[...], of: "the note", firstNumber: firstLine)
        // The text may have empty lines itself, so the last one parts it from the signatures.
        guard let border = lines.lines.lastIndex(where: \.isEmpty), border > 0 else {
            throw StoreError(
                .invalidArgument,
                "the note has no text with an empty line below it: give text, an empty line and "
                    + "signatures")
        }
        let signed = lines.lines.indices.dropFirst(border + 1)
        guard !signed.isEmpty else { throw lines.missing(border + 1, "a signature") }
        guard signed.count <= Limits.noteSignaturesMax else {
            throw StoreError(
                .tooLarge,
                "the note has \(signed.count) signatures: at most \(Limits.noteSignaturesMax) are "
                    + "read")
        }
        var signatures: [NoteSignature] = []
        for index in signed {
            guard let signature = NoteSignature(line: lines.lines[index]) else {
                throw lines.error(
                    index, "is no signature: give an em dash, the key's name and base64")
            }
            signatures.append(signature)
        }
        self.init(checkedText: lines.text(0..<border), signatures: signatures)
    }

    /// Throws if a note has more bytes than are read.
    static func check(byteCount: Int) throws(StoreError) {
        guard byteCount <= Limits.noteBytesMax else {
            throw StoreError(
                .tooLarge,
                "the note has \(byteCount) bytes: at most \(Limits.noteBytesMax) are read")
        }
    }
}

extension SignedNote: CustomStringConvertible {
    /// The whole note.
    package var description: String { serialized }
}
