package import AnnalsModel
import Synchronization

// The door of the log for events of callers. Work that changes tables together with its events,
// such as a rollback or the copy of a store, stores them within `EventLog.write`; both end in
// `AppendTransaction.store`.

extension EventLog {
    /// Appends events atomically and returns when they are durable.
    ///
    /// - Parameter deadline: Seconds to wait for other writers.
    /// - Throws: `versionConflict`, `idReused`, `cycleBehind`, `projectionRefused`, `busy`,
    ///   `outcomeUnknown` …; then nothing was stored, but for `outcomeUnknown`.
    @discardableResult
    package func append(
        _ events: [NewEvent], _ options: AppendOptions = AppendOptions(),
        deadline: Double = Limits.appendDeadlineSeconds
    ) throws(StoreError) -> [Receipt] {
        try append(options, deadline: deadline) { _, _ in events }
    }

    /// Appends the events that a closure makes of the state at the end of the log, to which nobody
    /// appends in between.
    ///
    /// - Parameters:
    ///   - deadline: Seconds to wait for other writers.
    ///   - decide: Gets what reads that state, and the position of the last event. It runs on the
    ///     writer's thread, and a second time if the transaction was lost with what another
    ///     caller's events did. No events are no error.
    /// - Returns: One receipt an event.
    /// - Throws: As ``append(_:_:deadline:)``, and what the closure throws, as it is.
    package func append(
        _ options: AppendOptions = AppendOptions(),
        deadline: Double = Limits.appendDeadlineSeconds,
        deciding decide:
            @escaping @Sendable (_ reader: LogReader, _ head: Int64) throws(StoreError)
            -> [NewEvent]
    ) throws(StoreError) -> [Receipt] {
        try write(deadline: deadline) { transaction in
            try transaction.append(
                try decide(transaction.reader, transaction.head), options)
        }
    }

    /// The same without blocking the calling thread, for a closure that may throw anything.
    package func append(
        _ options: AppendOptions = AppendOptions(),
        deadline: Double = Limits.appendDeadlineSeconds,
        deciding decide:
            @escaping @Sendable (_ reader: LogReader, _ head: Int64) throws -> [NewEvent]
    ) async throws -> [Receipt] {
        try await writable().run(deadline: deadline) { transaction in
            try transaction.append(
                try decide(transaction.reader, transaction.head), options)
        }
    }

    /// Appends events each by itself, in order: one that is refused takes nothing of the others.
    ///
    /// They share commits as the events of different callers do. Where something fails that is not
    /// of one event, such as the disk, those after it are not tried and fail with it.
    ///
    /// - Returns: What became of each. A cause that is so many events before is one of these
    ///   events; it is refused with its cause.
    /// - Throws: `invalidArgument` inside another write.
    package func append(
        each events: [NewEvent], _ options: AppendOptions = AppendOptions(),
        deadline: Double = Limits.appendDeadlineSeconds
    ) throws(StoreError) -> [Result<Receipt, StoreError>] {
        let outcomes = Mutex(EachOutcome(count: events.count))
        let bodies = events.enumerated().map { index, event in
            { @Sendable (transaction: AppendTransaction) in
                let event = try outcomes.withLock { outcomes throws(StoreError) in
                    try outcomes.resolved(event, at: index)
                }
                let receipt = try transaction.append([event], options)[0]
                outcomes.withLock { $0.receipts[index] = receipt }
            }
        }
        try writable().runEach(deadline: deadline, bodies) { index, error in
            guard let error else { return }
            outcomes.withLock {
                $0.refuse(index, StoreError.wrapping(error, doing: "append an event"))
            }
        }
        return try outcomes.withLock { outcomes throws(StoreError) in try outcomes.results() }
    }
}

/// What became so far of events that are appended each by itself.
private struct EachOutcome {
    /// Of those that stand, or will once their transaction is durable.
    var receipts: [Receipt?]
    private var errors: [StoreError?]
    /// Why no more are tried.
    private var end: StoreError?

    init(count: Int) {
        receipts = Array(repeating: nil, count: count)
        errors = Array(repeating: nil, count: count)
    }

    /// An event with its cause by position.
    func resolved(_ event: NewEvent, at index: Int) throws(StoreError) -> NewEvent {
        if let end { throw end }
        guard case .back(let back) = event.causation, back >= 1, back <= index else { return event }
        guard let cause = receipts[index - back] else {
            throw StoreError(
                .invalidArgument, "its cause, \(back) events before it, could not be stored")
        }
        var event = event
        event.causation = .position(cause.position)
        return event
    }

    mutating func refuse(_ index: Int, _ error: StoreError) {
        receipts[index] = nil
        errors[index] = error
        if !error.isOfOneEvent { end = end ?? error }
    }

    func results() throws(StoreError) -> [Result<Receipt, StoreError>] {
        try zip(receipts, errors).map { receipt, error throws(StoreError) in
            if let error { return .failure(error) }
            guard let receipt else {
                throw StoreError(.io, "the writer lost what became of an event")
            }
            return .success(receipt)
        }
    }
}
