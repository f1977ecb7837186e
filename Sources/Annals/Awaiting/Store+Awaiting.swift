public import AnnalsModel

// The store from tasks: nothing here blocks a thread on which tasks run.

extension Store {
    /// Runs a closure with the store on one of its own threads, and awaits what it gives: every
    /// verb that reads or writes can be awaited so.
    ///
    /// ```swift
    /// let task = try await store.perform { try $0.claimTask("DB_002", by: agent) }
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

    /// The events of a query in pages of some hundreds, read while they are asked for.
    ///
    /// ```swift
    /// for try await page in store.pages(of: query) { … }
    /// ```
    ///
    /// No transaction is held between two pages: events that come meanwhile at the end are met.
    public func pages(of query: EventQuery = EventQuery()) -> Listing<Event>.Pages {
        events(query).pages
    }

    /// Events as they are appended, by this process or any other, without end.
    ///
    /// The loop over them ends, without an error, when its task is cancelled.
    ///
    /// - Parameter query: Which events, after `query.after`; neither reversed nor bounded. Each is
    ///   met within about 30 ms of its commit.
    public func following(_ query: EventQuery) -> FollowedEvents {
        FollowedEvents(store: self, query: query)
    }
}
