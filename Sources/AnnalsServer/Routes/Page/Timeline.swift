import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /`.
    static let pageTimeline: Route = .place(
        "/", "pageTimeline", for: .read,
        [search, actor, category, type, correlation].map(\.description)
            + [PageParameters.before.description]
    ) { call in
        var filter = EventFilter()
        filter.search = try call.text(search)
        filter.actor = try call.text(actor)
        filter.category = try call.text(category)
        filter.type = try call.text(type)
        filter.correlation = try call.text(correlation)
        filter.before = try call.value(PageParameters.before)
        let wanted = filter
        return (
            .timeline, { store, frame in try TimelineContent(wanted, of: store, in: frame) }
        )
    }

    private static let search = PageParameters.text("search")
    private static let actor = PageParameters.text("actor")
    private static let category = PageParameters.text("category")
    private static let type = PageParameters.text("type")
    private static let correlation = PageParameters.text("correlation")
}
