import AnnalsLog
public import AnnalsModel

extension EventCursor: ListingSource {
    func nextPage() throws(StoreError) -> [Event] { try nextEvents() }
}

extension Store {
    /// The events of a query, in order; see ``AnnalsModel/EventQuery``.
    public func events(_ query: EventQuery = EventQuery()) -> Listing<Event> {
        Listing(EventCursor(log, query), awaitedOn: threads)
    }
}
