import AnnalsLog
public import AnnalsModel

/// Goes through the events of a query, some at a time.
///
/// No transaction is held between two calls: events that come meanwhile at the end are met.
public final class Events {
    private let cursor: EventCursor

    init(cursor: EventCursor) {
        self.cursor = cursor
    }

    /// The next event; nil at the end.
    ///
    /// - Throws: `corrupt` with the position of an event that cannot be read.
    public func next() throws(StoreError) -> Event? {
        try cursor.nextEvent()
    }

    /// All that are left.
    public func all() throws(StoreError) -> [Event] {
        var events: [Event] = []
        while let event = try cursor.nextEvent() { events.append(event) }
        return events
    }
}
