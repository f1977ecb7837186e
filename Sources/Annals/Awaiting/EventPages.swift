import AnnalsLog
public import AnnalsModel

/// The events of a query, a page at a time; see ``Store/pages(of:)``.
public struct EventPages: AsyncSequence, Sendable {
    fileprivate let store: Store
    fileprivate let query: EventQuery

    init(store: Store, query: EventQuery) {
        self.store = store
        self.query = query
    }

    /// Goes through the pages.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let store: Store
        private var query: EventQuery?

        fileprivate init(_ pages: EventPages) {
            store = pages.store
            query = pages.query
        }

        /// The next page, never empty; nil at the end.
        ///
        /// - Throws: `corrupt` with the position of an event that cannot be read; `interrupted`
        ///   where the task is cancelled.
        public mutating func next() async throws -> [Event]? {
            guard let query else { return nil }
            let page = try await store.perform { store in
                let cursor = EventCursor(store.log, query)
                var events: [Event] = []
                while events.count < Limits.cursorRowsMax {
                    let more = try cursor.nextEvents()
                    if more.isEmpty { break }
                    events += more
                }
                return events
            }
            guard let last = page.last else {
                self.query = nil
                return nil
            }
            if query.isReversed {
                self.query?.through = last.position - 1
            } else {
                self.query?.after = last.position
            }
            return page
        }
    }

    /// Begins at the first page.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }
}
