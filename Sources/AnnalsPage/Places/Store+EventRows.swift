import Annals
import AnnalsModel

extension Store {
    /// One page of the events of a query, newest first, as far as a visitor may see them.
    ///
    /// Where they are rare, what was found in the time that a person waits is shown, with the way
    /// on.
    func eventRows(_ query: EventQuery, for visitor: PageVisitor) throws -> EventRows {
        let wanted = EventRows.pageEvents
        let listing = lightEvents(query, bodyBytesMax: EventRows.bodyBytesMax)
        let deadline = PlaceDeadline(seconds: PageLimits.searchSeconds)
        var events: [ListedEvent] = []
        var rows = EventRows()
        while events.count <= wanted, let step = try listing.nextStep() {
            for light in step where visitor.reaches(light.event.stream.category) {
                events.append(ListedEvent(event: light.event, leftOut: light.leftOut))
            }
            guard events.count <= wanted, deadline.isOver,
                let reached = listing.reached, reached > 1
            else { continue }
            rows.searchedFrom = reached
            break
        }
        rows.events = Array(events.prefix(wanted))
        rows.next = events.count > wanted ? rows.events.last?.event.position : rows.searchedFrom
        return rows
    }
}
