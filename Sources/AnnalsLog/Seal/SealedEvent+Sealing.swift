import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

extension SealedEvent {
    /// Seals an event whose place is decided.
    ///
    /// - Throws: `tooLarge`; `corrupt` if the stream has no secret.
    init(_ decided: DecidedEvent) throws(StoreError) {
        let event = decided.content
        let body = encodeBody(
            change: event.change, reason: event.reason, context: event.context)
        guard body.count <= Limits.bodyBytesMax else {
            throw StoreError(
                .tooLarge,
                "the event for \(event.stream.description.terminalSafe) has \(body.count) bytes:"
                    + " at most \(Limits.bodyBytesMax) are stored in one event")
        }
        guard let secret = decided.secret else {
            throw StoreError(
                .corrupt,
                "the secret of \(event.stream.description.terminalSafe) is missing: restore the"
                    + " store from a backup")
        }
        self.init(
            position: decided.position, stream: event.stream, version: decided.version,
            type: event.type, actor: event.actor, cycle: decided.cycle,
            recordedAt: decided.recordedAt, occurredAt: event.occurredAt,
            correlation: event.correlation, causation: decided.causation, id: event.id,
            content: .plain(body, Salt(secret: secret, position: decided.position)))
    }

    /// Makes sure that it is the next event of a log and of its stream.
    ///
    /// - Throws: `corrupt` unless positions are dense, versions consecutive, and neither times nor
    ///   cycles go back; only `annals.cycle-opened` goes on to another cycle.
    func check(follows log: WriterState, streamVersion: Int64) throws(StoreError) {
        guard position == log.size + 1 else {
            throw outOfPlace("comes after \(log.size)")
        }
        guard version == streamVersion + 1 else {
            throw outOfPlace(
                "is version \(version) of its stream, which is at version \(streamVersion)")
        }
        if let last = log.recordedAt, recordedAt.microseconds < last {
            throw outOfPlace("was recorded before the one that it comes after")
        }
        guard opensCycle ? cycle > log.cycle : cycle == log.cycle else {
            throw outOfPlace("is of cycle \(cycle), and the cycle before it is \(log.cycle)")
        }
    }

    /// Whether its cycle begins with it.
    var opensCycle: Bool { Administration.opensCycle(stream, type) }

    private func outOfPlace(_ what: String) -> StoreError {
        StoreError(
            .corrupt,
            "the event at position \(position) \(what): restore the store from a backup",
            position: position)
    }
}
