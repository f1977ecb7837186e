import AnnalsModel

/// A list of events, newest first, as a table.
struct EventRows: Sendable {
    /// Events of one page of a list.
    static let pageEvents = 200
    /// Bytes of an event up to which a list reads what it says.
    static let bodyBytesMax: Int64 = 64 << 10

    /// The events, each with the bytes of its content where that is too large for a list.
    var events: [ListedEvent] = []
    /// The position before which there are more; nil where there are none.
    var next: Int64?
    /// The position from which on everything was looked at, where the time was over before there
    /// were enough; nil where there were, or there are no more.
    var searchedFrom: Int64?

    /// Writes the table.
    ///
    /// - Parameter showsStream: Whether the streams are named: they are not in the list of one.
    func write(to html: inout HTML, in frame: PageFrame, showsStream: Bool = true) {
        let columns =
            showsStream
            ? ["Event", "When", "Who", "What", "Of", "Change and reason"]
            : ["Event", "When", "Who", "What", "Change and reason"]
        html.table("Events", columns, "events") { html in
            for event in events {
                write(event, to: &html, in: frame, showsStream: showsStream)
            }
        }
    }

    private func write(
        _ listed: ListedEvent, to html: inout HTML, in frame: PageFrame, showsStream: Bool
    ) {
        let event = listed.event
        html.element("tr", HTMLAttribute("data-event", "\(event.position)")) { html in
            html.element("th", HTMLAttribute("scope", "row")) { html in
                html.event(event.position, in: frame)
            }
            html.element("td", .style("when")) { html in
                html.time(event.recordedAt)
                html.element("span", .style("cycle"), text: " cycle \(event.cycle)")
                html.claim(of: event)
            }
            html.element("td") { html in html.actor(event.actor, in: frame) }
            html.element("td") { html in
                html.element("code", text: event.type.description)
            }
            if showsStream {
                html.element("td") { html in html.stream(event.stream, in: frame) }
            }
            listed.writeChange(to: &html)
        }
    }
}

/// An event in a list.
struct ListedEvent: Sendable {
    /// The event, without its content where that is large.
    let event: Event
    /// Bytes of the content that was left out.
    let leftOut: Int64?

    /// Writes the cell of what it changes, and why.
    func writeChange(to html: inout HTML) {
        html.element("td", .style("change")) { html in
            html.element("span", .style("summary"), text: summary)
            if let reason = event.reason {
                html.element("span", .style("reason"), text: reason.shortened(to: 300))
            }
        }
    }

    /// What it changes, in one short line.
    var summary: String {
        if let leftOut { return "\(HTML.count(leftOut)) bytes" }
        if event.isErased { return "its content was erased" }
        if event.change.deleted { return "ended it" }
        var parts: [String] = []
        for (name, value) in event.change.data.prefix(4) {
            parts.append("\(name.shortened(to: 40)): \(value.compact.shortened(to: 60))")
        }
        for pointer in event.change.unset.prefix(3) {
            parts.append("without \(pointer.description.shortened(to: 60))")
        }
        let more = event.change.data.underestimatedCount + event.change.unset.count - parts.count
        if more > 0 { parts.append("and \(more) more") }
        return parts.joined(separator: ", ")
    }
}
