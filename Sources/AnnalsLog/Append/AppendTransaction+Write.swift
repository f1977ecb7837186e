import AnnalsModel

extension AppendTransaction {
    /// Decides what a checked event becomes, and stores it.
    func write(
        _ event: NewEvent, causation: Int64?, _ options: AppendOptions
    ) throws(StoreError) -> Receipt {
        let decided = try decide(event, causation: causation, options, index: 0)
        try store(sealed(decided))
        return decided.receipt
    }

    /// Decides the place of a checked event, after all that were decided before.
    ///
    /// - Parameters:
    ///   - event: A cycle that it names is the current one or is opened by it.
    ///   - causation: Position of the event that caused it.
    ///   - index: Its place among the events that are appended together.
    /// - Throws: `versionConflict`; `corrupt` if the end of its stream cannot be read.
    func decide(
        _ event: NewEvent, causation: Int64?, _ options: AppendOptions, index: Int
    ) throws(StoreError) -> DecidedEvent {
        let end = try self.end(of: event.stream)
        // Before the check, so that a stream that is made for nothing goes again.
        session.ends.willChange(end)
        try check(event.expected, event.stream, end.place.version)
        let now = Timestamp.now.microseconds
        let recordedAt = max(now, decided.recordedAt ?? now)
        decided.size += 1
        decided.recordedAt = recordedAt
        decided.cycle = event.cycle ?? decided.cycle
        end.place.version += 1
        end.place.head = decided.size
        return DecidedEvent(
            event, index: index, end, position: decided.size, version: end.place.version,
            cycle: decided.cycle, recordedAt: Timestamp(microseconds: recordedAt),
            causation: causation, secret: end.place.secret, isLenient: options.isLenient)
    }

    private func check(
        _ expected: ExpectedVersion, _ stream: StreamName, _ version: Int64
    ) throws(StoreError) {
        guard !expected.accepts(version: version) else { return }
        throw StoreError(
            .versionConflict,
            "the stream \(stream.description.terminalSafe) is at version \(version), not at the"
                + " expected \(expected): read it again and decide anew")
    }

    // MARK: For the pipeline

    /// Stores an event of a batch as the next one.
    ///
    /// - Throws: Why not, with a `BatchRefusal` as its cause.
    func storeOfBatch(_ ready: Sealer.Ready) throws(StoreError) {
        do { try store(ready) } catch { throw error.inBatch(at: ready.decided?.index ?? 0) }
    }

    /// Seals and stores an event of a batch as the next one.
    ///
    /// - Throws: Why not, with a `BatchRefusal` as its cause.
    func sealAndStore(_ event: DecidedEvent) throws(StoreError) {
        do { try store(sealed(event)) } catch { throw error.inBatch(at: event.index) }
    }

    /// Starts to seal events that come after all that were sealed so far.
    ///
    /// - Parameter bodyBytes: Bytes of all bodies before them; nil if all before them is stored.
    func startSealing(
        _ events: [DecidedEvent], bodyBytes: Int64?
    ) throws(StoreError) -> SealingRun {
        try session.bodyWriter.use(dictionary: state.dictionary, reader)
        var before = state
        before.bodyBytes = bodyBytes ?? state.bodyBytes
        return SealingRun(events, session.sealer, after: before, on: session.sealing)
    }

    private func sealed(_ event: DecidedEvent) throws(StoreError) -> Sealer.Ready {
        try session.bodyWriter.use(dictionary: state.dictionary, reader)
        return try session.sealer.seal(event, reader)
    }
}
