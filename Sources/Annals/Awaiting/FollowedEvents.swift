import AnnalsLog
public import AnnalsModel

/// Events as they are appended; see ``Store/following(_:)``.
public struct FollowedEvents: AsyncSequence, Sendable {
    fileprivate let store: Store
    fileprivate let query: EventQuery

    init(store: Store, query: EventQuery) {
        self.store = store
        self.query = query
    }

    /// Goes through the events.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let store: Store
        private var query: EventQuery
        private var page: ArraySlice<Event> = []

        fileprivate init(_ events: FollowedEvents) {
            store = events.store
            query = events.query
        }

        /// The next event, which may be long in coming; nil once the task is cancelled.
        ///
        /// - Throws: `corrupt` with the position of an event that cannot be read; what reading
        ///   throws.
        public mutating func next() async throws -> Event? {
            while !Task.isCancelled {
                if let event = page.popFirst() { return event }
                do {
                    try await fill()
                } catch let error as StoreError where error.code == .interrupted {
                    return nil
                } catch is CancellationError {
                    return nil
                }
            }
            return nil
        }

        private mutating func fill() async throws {
            let query = query
            let found = try await store.perform { store in
                let follower = EventFollower(store.log, query)
                return (events: try follower.newEvents(), after: follower.after)
            }
            self.query.after = found.after
            page = found.events[...]
            if found.events.isEmpty {
                try await Task.sleep(for: .seconds(EventFollower.pollSeconds))
            }
        }
    }

    /// Begins after the query's `after`.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }
}
