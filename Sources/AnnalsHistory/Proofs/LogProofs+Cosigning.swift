package import AnnalsIntegrity
import AnnalsLog
package import AnnalsModel

extension LogProofs {
    /// Adds the cosignatures of a note that came back from witnesses to the checkpoint that is
    /// kept.
    ///
    /// - Parameters:
    ///   - cosigned: The note with all signatures; those of others than the witnesses are left out.
    ///   - witnesses: Keys of the witnesses, all of which must have signed.
    ///   - actor: Who brings it.
    /// - Throws: `notFound` if this log did not sign the checkpoint, or a witness did not;
    ///   `corrupt` if a signature does not fit.
    package func keep(
        cosigned: SignedCheckpoint, by witnesses: [VerifierKey], actor: Actor,
        reason: String? = nil
    ) throws(StoreError) -> Signed {
        let verified = try cosigned.note.verified(by: witnesses).map(\.key)
        for witness in witnesses where !verified.contains(witness) {
            throw StoreError(
                .notFound,
                "the witness \(witness.name.text.quotedForMessage) did not cosign the checkpoint of"
                    + " \(cosigned.checkpoint.size) events: ask it to, or leave its key out")
        }
        let new = cosigned.note.signatures.filter { signature in
            verified.contains { $0.name == signature.name && $0.id == signature.id }
        }
        return try keep(by: actor, reason: reason) { state throws(StoreError) in
            let kept = try state.kept(cosigned.checkpoint)
            var checkpoint = kept.checkpoint
            for signature in new { try checkpoint.add(cosignatureLine: signature.line) }
            guard checkpoint != kept.checkpoint else {
                return .kept(Signed(checkpoint: checkpoint, position: kept.position, isNew: false))
            }
            return .new(checkpoint, key: kept.key, version: try state.streamVersion())
        }
    }
}

extension LogProofs.State {
    /// A checkpoint as the log keeps it.
    fileprivate struct Kept {
        let checkpoint: SignedCheckpoint
        let position: Int64
        /// The text of the key that signed it.
        let key: String
    }

    /// What the last event about a checkpoint keeps.
    ///
    /// - Throws: `notFound` if this log did not sign it.
    fileprivate func kept(_ sought: Checkpoint) throws(StoreError) -> Kept {
        let missing = StoreError(
            .notFound,
            "this log did not sign the checkpoint of \(sought.size) events of"
                + " \(sought.origin.quotedForMessage): give one that it signed")
        guard sought.origin.hasSameBytes(as: checkpoint.origin), let end = try stream() else {
            throw missing
        }
        // The newest first: what comes back from witnesses was signed a while ago.
        for version in stride(from: end.version, to: 0, by: -1) {
            var event: Event?
            do {
                try EventTable(reader.statements).forEach(
                    ofStream: end.id, after: version - 1, through: version
                ) { event = try reader.event($0) }
            } catch {
                throw StoreError.wrapping(error, doing: "read the checkpoints")
            }
            let data = event?.change.data
            guard let event, let note = data?["note"]?.asString, let key = data?["key"]?.asString,
                data?["size"]?.asInt64 == sought.size
            else { continue }
            let kept = try LogProofs.read(StoredCheckpoint(size: sought.size, note: note))
            guard kept.checkpoint == sought else { continue }
            return Kept(checkpoint: kept, position: event.position, key: key)
        }
        throw missing
    }
}
