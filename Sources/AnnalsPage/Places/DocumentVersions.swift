import Annals
import AnnalsModel

/// The versions of a document, newest first.
struct DocumentVersions: Sendable {
    private let rows: EventRows

    /// Reads some of them.
    ///
    /// - Parameter before: The position before which they are listed; nil for the newest.
    init(of stream: StreamName, before: Int64?, in store: Store) throws {
        var query = EventQuery(
            stream: stream, through: before.map { $0 - 1 }, includesAdministration: true)
        query.isReversed = true
        let everything = PageVisitor(grant: nil, formKey: "")
        rows = try store.eventRows(query, for: everything)
    }

    /// Writes them.
    ///
    /// - Parameter version: The version that is shown.
    func write(
        of stream: StreamName, shown version: Int64, to html: inout HTML, in frame: PageFrame
    ) {
        let columns = ["Version", "Event", "When", "Who", "What", "Change and reason", "Compare"]
        html.table("Versions", columns, "events") { html in
            for listed in rows.events {
                write(listed, isShown: listed.event.version == version, to: &html, in: frame)
            }
        }
        guard let next = rows.next else { return }
        html.element("nav", .style("ways"), HTMLAttribute("aria-label", "Pages")) { html in
            html.element(
                "a", HTMLAttribute("rel", "next"),
                .href(frame.address(frame.place, [PageMember("before", "\(next)")])),
                text: "Older versions")
        }
    }

    private func write(
        _ listed: ListedEvent, isShown: Bool, to html: inout HTML, in frame: PageFrame
    ) {
        let event = listed.event
        html.element(
            "tr", HTMLAttribute("data-event", "\(event.position)"),
            .style(isShown ? "newest" : nil)
        ) { html in
            html.element("th", HTMLAttribute("scope", "row")) { html in
                html.element(
                    "a",
                    .href(PageAddress(frame.place, at: event.position, versus: frame.versus)),
                    HTMLAttribute("aria-current", isShown ? "true" : nil),
                    text: "\(event.version)")
                if isShown { html.text(" shown") }
            }
            html.element("td") { html in html.event(event.position, in: frame) }
            html.element("td", .style("when")) { html in
                html.time(event.recordedAt)
                html.claim(of: event)
            }
            html.element("td") { html in html.actor(event.actor, in: frame) }
            html.element("td") { html in
                html.element("code", text: event.type.description)
            }
            listed.writeChange(to: &html)
            html.element("td") { html in
                html.element(
                    "a",
                    .href(
                        PageAddress(
                            frame.place, at: frame.at, versus: event.position)),
                    text: "with this")
                html.text(" · ")
                html.element(
                    "a",
                    .href(
                        PageAddress(
                            frame.place, at: event.position, versus: event.position - 1)),
                    text: "what it did")
            }
        }
    }
}
