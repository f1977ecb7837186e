import Annals
import AnnalsModel

extension Store {
    /// One page of the events of a query, as far as a visitor may see them.
    func eventRows(_ query: EventQuery, for visitor: PageVisitor) throws -> EventRows {
        let wanted = EventRows.pageEvents
        let listing = lightEvents(query, bodyBytesMax: EventRows.bodyBytesMax)
        var events: [ListedEvent] = []
        while events.count <= wanted, case let page = try listing.nextPage(), !page.isEmpty {
            for light in page where visitor.reaches(light.event.stream.category) {
                events.append(ListedEvent(event: light.event, leftOut: light.leftOut))
            }
        }
        var rows = EventRows()
        rows.events = Array(events.prefix(wanted))
        rows.next = events.count > wanted ? rows.events.last?.event.position : nil
        return rows
    }
}
