import AnnalsLog
public import AnnalsModel

/// Events as they are appended; see ``Store/following(_:from:)``.
public struct FollowedEvents: AsyncSequence, Sendable {
    fileprivate let store: Store
    fileprivate let query: EventQuery
    fileprivate let moment: Moment?

    init(store: Store, query: EventQuery, from moment: Moment?) {
        self.store = store
        self.query = query
        self.moment = moment
    }

    /// Goes through the events.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let store: Store
        private var query: EventQuery
        /// Where to begin, until it is known which position that is.
        private var moment: Moment?
        private var page: ArraySlice<Event> = []

        fileprivate init(_ events: FollowedEvents) {
            store = events.store
            query = events.query
            moment = events.moment
        }

        /// The next event, which may be long in coming; nil once the task is cancelled.
        ///
        /// - Throws: `invalidArgument` if the query is reversed or has an end; `beyondHead`,
        ///   `notFound` for the moment to begin at; `corrupt` with the position of an event that
        ///   cannot be read; what reading throws.
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
            let (query, moment) = (query, moment)
            let found = try await store.perform { store in
                let follower = try EventFollower(store.log, query, from: moment)
                return (events: try follower.newEvents(), after: follower.after)
            }
            self.query.after = found.after
            self.moment = nil
            page = found.events[...]
            if found.events.isEmpty {
                try await Task.sleep(for: .seconds(EventFollower.pollSeconds))
            }
        }
    }

    /// Begins where the sequence does: a moment like the head is the one of the first `next()`.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }
}
