import AnnalsHistory
import AnnalsIntegrity
import AnnalsLog
public import AnnalsModel

// What a log says about itself, signed so that it cannot be taken back.

extension Store {
    /// What there is to sign: name, number of events and root of the log as it is now.
    ///
    /// - Throws: `corrupt` if the root that is stored is not that of the stored tree.
    public func checkpoint() throws(StoreError) -> LogCheckpoint {
        let checkpoint = try LogProofs(log: log).unsigned()
        return LogCheckpoint(
            origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root.base64,
            note: checkpoint.noteText, signers: [], position: nil)
    }

    /// The last checkpoint of this log that was signed; nil if none was.
    ///
    /// - Throws: `corrupt` if what is stored of it cannot be read.
    public func lastCheckpoint() throws(StoreError) -> LogCheckpoint? {
        try LogProofs(log: log).last().map { LogCheckpoint($0, position: nil) }
    }

    /// Signs what the log is now, and keeps the note as `annals.checkpoint-signed`; gives the last
    /// note again where nothing was appended since it was signed with this key.
    ///
    /// Nothing is signed unless the log begins with all that the last checkpoint speaks of, both in
    /// the store and in the archive. The note leaves this process only after the event that keeps
    /// it is durable.
    ///
    /// - Parameters:
    ///   - key: A key with the log's origin as its name.
    ///   - archive: Where the note is kept too.
    ///   - actor: Who signs.
    ///   - reason: Why, in words.
    /// - Returns: The checkpoint, and the file of the archive that it is in.
    /// - Throws: `invalidArgument` if the key is not this log's; `corrupt` if the log is not the
    ///   continuation of what was signed before; `busy`, `readOnly`; `io` if the archive cannot be
    ///   written: then the store has the note, and the next call writes it.
    @discardableResult
    public func signCheckpoint(
        with key: CheckpointKey, keepingIn archive: CheckpointArchive? = nil, by actor: Actor,
        reason: String? = nil
    ) throws(StoreError) -> (checkpoint: LogCheckpoint, file: String?) {
        let kept = try archive?.last(of: key.name)
        let signed = try LogProofs(log: log).sign(
            with: key.signer, by: actor, reason: reason, extending: kept.map { [$0] } ?? [])
        let file = try archive.map { archive throws(StoreError) in
            try archive.add(signed.checkpoint)
        }
        return (LogCheckpoint(signed.checkpoint, position: signed.position), file)
    }

    /// Signs a checkpoint that covers an event, unless the last one does: also where the event is
    /// only the one that keeps the last checkpoint.
    ///
    /// - Throws: As ``signCheckpoint(with:keepingIn:by:reason:)``.
    package func signCheckpoint(
        with key: CheckpointKey, covering position: Int64, by actor: Actor
    ) throws(StoreError) {
        guard try lastCheckpoint()?.size ?? 0 < position else { return }
        _ = try LogProofs(log: log).sign(with: key.signer, by: actor, covering: position)
    }

    /// Keeps the cosignatures of a note that came back from witnesses, beside those that the log's
    /// checkpoint has.
    ///
    /// - Parameters:
    ///   - note: A note that this log signed, with all signatures.
    ///   - witnesses: Keys of witnesses, all of which must have signed.
    ///   - archive: Where the note is kept too.
    ///   - actor: Who brings it.
    ///   - reason: Why, in words.
    /// - Throws: `invalidArgument` if the note is none; `notFound` if this log did not sign it, or
    ///   a witness did not; `corrupt` if a signature does not fit.
    @discardableResult
    public func keepCosigned(
        _ note: String, by witnesses: VerifierKeys, keepingIn archive: CheckpointArchive? = nil,
        actor: Actor, reason: String? = nil
    ) throws(StoreError) -> (checkpoint: LogCheckpoint, file: String?) {
        let cosigned = try SignedCheckpoint(parsing: Array(note.utf8))
        let signed = try LogProofs(log: log).keep(
            cosigned: cosigned, by: try witnesses.ofWitnesses(), actor: actor, reason: reason)
        let file = try archive.map { archive throws(StoreError) in
            try archive.add(signed.checkpoint)
        }
        return (LogCheckpoint(signed.checkpoint, position: signed.position), file)
    }
}

extension LogCheckpoint {
    /// Writes the note into a new file, and makes it durable.
    ///
    /// - Throws: `storeExists` if something is at the path; `io`.
    public func write(to path: String) throws(StoreError) {
        try OutputFile.make(Array(note.utf8), at: path)
    }

    /// A signed checkpoint that is kept by an event.
    init(_ signed: SignedCheckpoint, position: Int64?) {
        self.init(
            origin: signed.checkpoint.origin, size: signed.checkpoint.size,
            root: signed.checkpoint.root.base64, note: signed.serialized,
            signers: signed.note.signatures.map(\.name.text), position: position)
    }
}
