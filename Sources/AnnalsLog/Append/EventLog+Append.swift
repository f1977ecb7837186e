package import AnnalsModel

// The door of the log: events come in here, and in no other way.

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
}
