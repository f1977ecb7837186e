public import AnnalsModel

// The store from tasks: nothing here blocks a thread on which tasks run.

extension Store {
    /// Runs a closure with the store on one of its own threads, and awaits what it gives: every
    /// verb that reads or writes can be awaited so.
    ///
    /// ```swift
    /// let task = try await store.perform { try $0.claim("DB_002", by: agent) }
    /// ```
    ///
    /// A verb that is called in a task without this waits for the disk, or for other writers, on
    /// one of the few threads that all tasks share.
    ///
    /// - Parameter body: Calls verbs of the store. It goes on to its end where the task is
    ///   cancelled meanwhile.
    /// - Throws: What the closure throws, as it is; `interrupted` if the task was cancelled before
    ///   it began.
    public func perform<Value: Sendable>(
        _ body: @escaping @Sendable (Store) throws -> Value
    ) async throws -> Value {
        try await threads.run { _ in try body(self) }
    }

    /// The same for work that looks on its way whether the task was cancelled.
    func perform<Value: Sendable>(
        _ body: @escaping @Sendable (Store, Cancellation) throws -> Value
    ) async throws -> Value {
        try await threads.run { cancellation in try body(self, cancellation) }
    }

    /// Events as they are appended, by this process or any other, without end.
    ///
    /// ```swift
    /// for try await event in store.following(from: .head) {
    ///     print(event.position, event.type)
    /// }
    /// ```
    ///
    /// The loop over them ends, without an error, when its task is cancelled. It throws
    /// `invalidArgument` at once if the query is reversed or has an end.
    ///
    /// - Parameters:
    ///   - query: Which events, after `query.after`. Each is met within about 30 ms of its commit.
    ///   - moment: Begins after this moment, if that is later: `.head`, as it is when the loop
    ///     begins, for new events only.
    public func following(
        _ query: EventQuery = EventQuery(), from moment: Moment? = nil
    ) -> FollowedEvents {
        FollowedEvents(store: self, query: query, from: moment)
    }
}
