package import AnnalsIntegrity
import AnnalsLog
package import AnnalsModel

extension LogProofs {
    /// A signed checkpoint, and the event that keeps it.
    package struct Signed {
        /// The checkpoint with its note.
        package let checkpoint: SignedCheckpoint
        /// Position of the last event about it.
        package let position: Int64
        /// Whether it was signed by this call.
        package let isNew: Bool
    }

    /// Signs what the log is now, unless nothing was appended since it was signed with this key.
    ///
    /// The note is given out only after the event that keeps it is durable, and with it every event
    /// before: so no signature leaves this process for a log that a crash could take back.
    ///
    /// - Parameters:
    ///   - key: A key with the log's origin as its name.
    ///   - actor: Who signs.
    ///   - reason: Why, in words.
    ///   - position: An event that the checkpoint must cover, also where it is only the one that
    ///     keeps the last checkpoint; 0 for none.
    ///   - kept: Checkpoints of this log that were kept elsewhere, of which it must be the
    ///     continuation too.
    /// - Throws: `invalidArgument` if the key is not this log's; `corrupt` if the log is not the
    ///   continuation of the last checkpoint; `busy`, `readOnly`.
    package func sign(
        with key: SignerKey, by actor: Actor, reason: String? = nil, covering position: Int64 = 0,
        extending kept: [SignedCheckpoint] = []
    ) throws(StoreError) -> Signed {
        try keep(by: actor, reason: reason) { state throws(StoreError) in
            try Self.draft(state, key, position, kept)
        }
    }

    /// What is to be done with a checkpoint.
    enum Draft {
        /// It is kept by an event already.
        case kept(Signed)
        /// An event is to keep it, with the key that signed it, unless the stream of checkpoints
        /// has other than so many events by then.
        case new(SignedCheckpoint, key: String, version: Int64)
    }

    private static func draft(
        _ state: State, _ key: SignerKey, _ position: Int64, _ kept: [SignedCheckpoint]
    ) throws(StoreError) -> Draft {
        let signed = try SignedCheckpoint(state.checkpoint, signedBy: key)
        let last = try state.last()
        if let last { try state.check(extends: last.checkpoint, "in the store") }
        for checkpoint in kept.map(\.checkpoint)
        where checkpoint.origin.hasSameBytes(as: state.checkpoint.origin) {
            try state.check(extends: checkpoint, "that was kept elsewhere")
        }
        if let last, last.checkpoint.size >= position, try state.isOver(last, by: key) {
            return .kept(Signed(checkpoint: last, position: state.checkpoint.size, isNew: false))
        }
        return .new(signed, key: key.verifier.text, version: try state.streamVersion())
    }

    /// Appends the event that keeps a checkpoint, unless there is one.
    ///
    /// - Parameter draft: Makes the checkpoint of the log as it is; once more where another process
    ///   kept one meanwhile.
    func keep(
        by actor: Actor, reason: String?, _ draft: (State) throws(StoreError) -> Draft
    ) throws(StoreError) -> Signed {
        for _ in 1..<Limits.checkpointRetriesMax {
            do {
                return try keepOnce(by: actor, reason: reason, draft)
            } catch  where error.code == .versionConflict {
                continue
            }
        }
        return try keepOnce(by: actor, reason: reason, draft)
    }

    private func keepOnce(
        by actor: Actor, reason: String?, _ draft: (State) throws(StoreError) -> Draft
    ) throws(StoreError) -> Signed {
        switch try read(draft) {
        case .kept(let signed):
            return signed
        case .new(let signed, let key, let version):
            let checkpoint = signed.checkpoint
            var event = try NewEvent.administration(
                Administration.checkpointStream, Administration.checkpointSigned, by: actor,
                data: [
                    "size": .number(JSONNumber(checkpoint.size)),
                    "root": .string(checkpoint.root.base64), "key": .string(key),
                    "note": .string(signed.serialized),
                ], reason: reason)
            event.expected = .exactly(version)
            let receipt = try log.append([event], .administration)[0]
            return Signed(checkpoint: signed, position: receipt.position, isNew: true)
        }
    }
}

extension LogProofs.State {
    /// How many events there are about checkpoints.
    func streamVersion() throws(StoreError) -> Int64 {
        try stream().map(\.version) ?? 0
    }

    /// Id and version of the stream of checkpoints; nil before the first one.
    func stream() throws(StoreError) -> (id: Int64, version: Int64)? {
        try reader.end(
            of: try StreamName(
                category: StreamName.ownCategory, id: Administration.checkpointStream))
    }

    /// Whether a checkpoint was signed with a key, and nothing but events about checkpoints was
    /// appended since.
    fileprivate func isOver(
        _ last: SignedCheckpoint, by key: SignerKey
    ) throws(StoreError) -> Bool {
        let (first, end) = (last.checkpoint.size, checkpoint.size)
        guard end > first, end - first <= Limits.checkpointEventsAtEndMax,
            (try? last.note.verified(by: [key.verifier])) != nil
        else { return false }
        for position in (first + 1)...end {
            let event = try reader.event(at: position)
            guard event.stream.category == StreamName.ownCategory,
                event.stream.id == Administration.checkpointStream
            else { return false }
        }
        return true
    }
}
