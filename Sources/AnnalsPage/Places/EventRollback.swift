import Annals
import AnnalsModel

/// What an event has to do with rollbacks: the one that it is part of, or one that came later to
/// the same document.
struct EventRollback: Sendable {
    /// Documents that are named.
    private static let namedMax = 20
    /// Seconds in which a later rollback is looked for.
    private static let seconds = 0.1

    /// The position before the rollback that the event is part of; nil where it is part of none.
    let from: Int64?
    /// What that rollback changed, where the event sums it up.
    private let changed: [Event]
    /// The first rollback of the document after the event; nil where there is none.
    private let later: Event?

    /// Looks at what belongs to an event, as far as a visitor may see it.
    init(of event: Event, in store: Store, for visitor: PageVisitor) throws {
        guard event.type.verb == "rolled-back", let correlation = event.correlation else {
            (from, changed) = (nil, [])
            later = try Self.rollback(after: event, in: store)
            return
        }
        let query = EventQuery(correlation: correlation, includesAdministration: true)
        let events = try store.lightEvents(query, bodyBytesMax: 0).nextPage().map(\.event)
        from = events.first.map { $0.position - 1 }
        later = nil
        changed =
            event.stream.isOwn
            ? events.filter { !$0.stream.isOwn && visitor.reaches($0.stream.category) } : []
    }

    private static func rollback(after event: Event, in store: Store) throws -> Event? {
        guard !event.stream.isOwn,
            let type = try? EventType("\(event.stream.category).rolled-back")
        else { return nil }
        let query = EventQuery(stream: event.stream, type: type, after: event.position)
        let listing = store.lightEvents(query, bodyBytesMax: EventRows.bodyBytesMax)
        let deadline = PlaceDeadline(seconds: seconds)
        while !deadline.isOver, let step = try listing.nextStep() {
            if let first = step.first { return first.event }
        }
        return nil
    }

    /// Writes what there is to say.
    func write(_ event: Event, to html: inout HTML, in frame: PageFrame) {
        if let later {
            html.element("p") { html in
                html.text("Of this document something was taken back later, in ")
                html.event(later.position, in: frame)
                html.text(" by ")
                html.actor(later.actor, in: frame)
                html.text(".")
            }
        }
        guard from != nil, let correlation = event.correlation else { return }
        html.element("p") { html in
            html.text("A rollback. ")
            html.element(
                "a", .href(frame.address(.timeline, [PageMember("correlation", correlation)])),
                text: "What it changed")
            for (index, one) in changed.prefix(Self.namedMax).enumerated() {
                html.text(index == 0 ? ": " : ", ")
                html.stream(one.stream, in: frame)
                html.text(" in ")
                html.event(one.position, in: frame)
            }
            html.text(changed.count > Self.namedMax ? " and others." : changed.isEmpty ? "" : ".")
        }
    }
}
