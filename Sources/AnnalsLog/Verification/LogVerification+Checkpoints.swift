import AnnalsIntegrity
import AnnalsModel

// Statements about the log that somebody signed, against the events that were sealed.

extension LogVerification {
    /// Compares the checkpoints in the store and those that were kept elsewhere.
    func compareCheckpoints(_ reader: LogReader) throws {
        let tables = VerificationTables(reader.statements)
        for row in try tables.checkpoints() {
            let place = "checkpoints \(row.size)"
            do {
                let note = try SignedCheckpoint(parsing: row.note)
                guard note.checkpoint.size == row.size else {
                    try report(
                        VerificationFinding(
                            .checkpoint, in: place, "the note is about another number of events",
                            expected: String(row.size), found: String(note.checkpoint.size)))
                    continue
                }
                try compare(note, .stored, in: place)
            } catch let error as StoreError {
                try report(
                    VerificationFinding(
                        .checkpoint, in: place, "the note cannot be read: \(error.message)"))
            }
        }
        // A file may have notes of several logs. Where none is of this one, it is another log.
        let own = kept.notes.filter { isOwn($0.checkpoint) }
        let compared = own.isEmpty ? kept.notes : own
        passedOver = Int64(kept.notes.count - compared.count)
        for note in compared {
            try compare(note, .kept, in: "kept checkpoint \(note.checkpoint.size)")
        }
        if let proof = kept.proof { try compare(proof, reader) }
        guard !kept.keys.isEmpty else { return }
        unsigned = Int64(anchors.filter { $0.source == .stored && $0.signers.isEmpty }.count)
        // Whoever gives keys asks whether they signed this log.
        if anchors.allSatisfy(\.signers.isEmpty) { isIncomplete = true }
    }

    /// Compares the event that was proven with the one at its position.
    private func compare(_ proof: KeptProof, _ reader: LogReader) throws {
        let position = proof.position
        // Of another log, or behind the end of this one: the checkpoint says so.
        guard isOwn(proof.bundle.checkpoint.checkpoint), position <= frontier.size,
            let leaf = try reader.leaf(at: position), !proof.holds(for: leaf)
        else { return }
        try report(
            VerificationFinding(
                .checkpoint, at: position, in: "kept proof \(position)",
                "the event at position \(position) is not the one that was proven",
                expected: proof.evidence?.leaf.hex, found: leaf.hex))
    }

    private func compare(
        _ note: SignedCheckpoint, _ source: VerificationAnchor.Source, in place: String
    ) throws {
        let checkpoint = note.checkpoint
        let signers = try signers(of: note, source, in: place)
        guard isOwn(checkpoint) else {
            anchors.append(
                VerificationAnchor(
                    source: source, size: checkpoint.size, holds: false, signers: signers))
            return try report(
                VerificationFinding(
                    .checkpoint, in: place, "the checkpoint is about another log",
                    expected: origin.terminalSafe, found: checkpoint.origin.terminalSafe))
        }
        let derived = frontiers[checkpoint.size]
        let isBeyond = checkpoint.size > frontier.size
        let holds = isBeyond ? false : derived.map { $0.root == checkpoint.root }
        anchors.append(
            VerificationAnchor(
                source: source, size: checkpoint.size, holds: holds, signers: signers))
        if isBeyond {
            try report(
                VerificationFinding(
                    .checkpoint, in: place,
                    "the checkpoint is about \(checkpoint.size) events, and the log has"
                        + " \(frontier.size): the newest are missing, or an older copy was put"
                        + " back",
                    expected: String(checkpoint.size), found: String(frontier.size)))
        } else if holds == false {
            try report(
                VerificationFinding(
                    .checkpoint, in: place,
                    "the first \(checkpoint.size) events are not those that the checkpoint is"
                        + " about",
                    expected: checkpoint.root.hex, found: derived?.root.hex))
        } else if holds == nil {
            isIncomplete = true
        }
    }

    /// Whether a checkpoint is about this log, or about the one that it was restored from.
    private func isOwn(_ checkpoint: Checkpoint) -> Bool {
        if checkpoint.origin.hasSameBytes(as: origin) { return true }
        return checkpoint.size <= parent
            && origin.utf8.starts(with: "\(checkpoint.origin)/fork/".utf8)
    }

    /// Names of the known keys that signed a note.
    private func signers(
        of note: SignedCheckpoint, _ source: VerificationAnchor.Source, in place: String
    ) throws -> [String] {
        guard !kept.keys.isEmpty else { return [] }
        do {
            return try note.note.verified(by: kept.keys).map(\.key.name.text)
        } catch {
            if error.code == .notFound {
                // A log may have had other keys before; what was kept is to be by these.
                if source == .kept { isIncomplete = true }
            } else {
                try report(VerificationFinding(.checkpoint, in: place, error.message))
            }
            return []
        }
    }
}
