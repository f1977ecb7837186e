package import AnnalsModel

/// A checkpoint with the note that it was read from or signed as.
///
/// The checkpoint says nothing until ``signatures(by:)`` returns.
package struct SignedCheckpoint: Hashable, Sendable {
    /// What the note says.
    package let checkpoint: Checkpoint
    /// The note, with all signatures.
    package private(set) var note: SignedNote

    /// Signs a checkpoint.
    ///
    /// A log never signs two checkpoints of which one does not extend the other, so call this only
    /// when ``Checkpoint/extends(_:proof:)`` holds for the last one.
    ///
    /// - Parameters:
    ///   - checkpoint: Of a tree that is durably stored.
    ///   - key: A key with the checkpoint's origin as its name.
    /// - Throws: `invalidArgument` if the key has another name.
    package init(_ checkpoint: Checkpoint, signedBy key: SignerKey) throws(StoreError) {
        guard key.verifier.name.text.hasSameBytes(as: checkpoint.origin) else {
            throw StoreError(
                .invalidArgument,
                "the key \(key.verifier.name.text.quotedForMessage) does not sign for the log "
                    + "\(checkpoint.origin.quotedForMessage): give the key of that name")
        }
        self.checkpoint = checkpoint
        note = try SignedNote(checkpoint.noteText, signedBy: key)
    }

    /// Reads a signed checkpoint, without checking any signature.
    ///
    /// - Parameters:
    ///   - bytes: Exactly the note.
    ///   - firstLine: The number that its first line has in messages.
    /// - Throws: As ``SignedNote/init(parsing:firstLine:)`` and
    ///   ``Checkpoint/init(noteText:firstLine:)``.
    package init(
        parsing bytes: some Collection<UInt8>, firstLine: Int = 1
    ) throws(StoreError) {
        note = try SignedNote(parsing: bytes, firstLine: firstLine)
        checkpoint = try Checkpoint(noteText: note.text, firstLine: firstLine)
    }

    /// The whole note.
    package var serialized: String { note.serialized }

    /// Adds a witness's cosignature (c2sp.org/tlog-cosignature).
    ///
    /// The witness says with it that this is the largest tree of the log it saw until then, and
    /// that it extends all it saw before.
    ///
    /// - Parameters:
    ///   - key: The witness's key.
    ///   - seconds: The time since 1970 UTC.
    /// - Throws: `invalidArgument` if the time is negative; `tooLarge` if no reader would take as
    ///   many signatures.
    package mutating func cosign(with key: SignerKey, seconds: Int64) throws(StoreError) {
        try note.add(try key.cosignature(of: note.text, seconds: seconds))
    }

    /// Adds a line that a witness answered.
    ///
    /// - Parameter line: A signature's line, without its newline.
    /// - Throws: `invalidArgument` if it is none; `tooLarge` if no reader would take as many.
    package mutating func add(cosignatureLine line: String) throws(StoreError) {
        guard let signature = NoteSignature(line: Array(line.utf8)[...]) else {
            throw StoreError(
                .invalidArgument,
                "the cosignature \(line.quotedForMessage) is none: give an em dash, the key's name "
                    + "and base64")
        }
        try note.add(signature)
    }

    /// Who signed and who cosigned, of those that are known.
    package struct Signatures: Sendable {
        /// Keys of the log itself that signed; never none.
        package let log: [VerifierKey]
        /// Cosignatures of witnesses, one for each public key: what a witness signs does not say
        /// its name, so one key under two names is one witness.
        package let witnesses: [VerifiedSignature]
    }

    /// Checks all signatures whose keys are known.
    ///
    /// - Parameter keys: Those of the log, with its origin as their name, and those of witnesses.
    /// - Throws: `corrupt` if a signature of a known key does not fit; `notFound` if no known key
    ///   of the log signed, whoever else did.
    package func signatures(by keys: [VerifierKey]) throws(StoreError) -> Signatures {
        let verified = try note.verified(by: keys)
        let log = verified.map(\.key).filter { key in
            key.algorithm == .ed25519 && key.name.text.hasSameBytes(as: checkpoint.origin)
        }
        guard !log.isEmpty else {
            throw StoreError(
                .notFound,
                "no known key of the log \(checkpoint.origin.quotedForMessage) signed the "
                    + "checkpoint: give the verifier key of that name")
        }
        var seen: Set<[UInt8]> = []
        let witnesses = verified.filter { signature in
            signature.key.algorithm == .cosignature
                && seen.insert(signature.key.publicKey).inserted
        }
        return Signatures(log: log, witnesses: witnesses)
    }
}
