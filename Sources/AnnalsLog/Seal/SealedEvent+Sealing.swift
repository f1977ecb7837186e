import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

extension SealedEvent {
    /// Decides what an event becomes at the end of a log and of its stream.
    ///
    /// - Parameters:
    ///   - event: It was checked; a cycle that it names is the current one or is opened by it.
    ///   - causation: Position of the event that caused it.
    ///   - log: The end of the log.
    ///   - tail: The end of its stream.
    ///   - now: The clock; what is recorded is never before the last event.
    /// - Throws: `tooLarge`; `corrupt` if the stream has no secret.
    init(
        _ event: NewEvent, causation: Int64?, after log: WriterState, _ tail: StreamTail,
        at now: Timestamp
    ) throws(StoreError) {
        let body = encodeBody(
            change: event.change, reason: event.reason, context: event.context)
        guard body.count <= Limits.bodyBytesMax else {
            throw StoreError(
                .tooLarge,
                "the event for \(event.stream.description.terminalSafe) has \(body.count) bytes:"
                    + " at most \(Limits.bodyBytesMax) are stored in one event")
        }
        guard let secret = tail.secret else {
            throw StoreError(
                .corrupt,
                "the secret of \(event.stream.description.terminalSafe) is missing: restore the"
                    + " store from a backup")
        }
        let position = log.size + 1
        self.init(
            position: position, stream: event.stream, version: tail.version + 1,
            type: event.type, actor: event.actor, cycle: event.cycle ?? log.cycle,
            recordedAt: Timestamp(
                microseconds: max(now.microseconds, log.recordedAt ?? now.microseconds)),
            occurredAt: event.occurredAt, correlation: event.correlation, causation: causation,
            id: event.id, content: .plain(body, Salt(secret: secret, position: position)))
    }

    /// Makes sure that it is the next event of a log and of its stream.
    ///
    /// - Throws: `corrupt` unless positions are dense, versions consecutive, and neither times nor
    ///   cycles go back; only `annals.cycle-opened` goes on to another cycle.
    func check(follows log: WriterState, _ tail: StreamTail) throws(StoreError) {
        guard position == log.size + 1 else {
            throw outOfPlace("comes after \(log.size)")
        }
        guard version == tail.version + 1 else {
            throw outOfPlace(
                "is version \(version) of its stream, which is at version \(tail.version)")
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
