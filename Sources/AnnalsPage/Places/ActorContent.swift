package import Annals
import AnnalsModel

/// One actor: what it says of itself, its tasks, its inbox, when it is busy, and what it did.
package struct ActorContent: PageContent {
    /// Events from which busy hours are counted.
    private static let countedEvents = 2_000

    /// The heading.
    package let title: String
    private let status: AgentStatus?
    private let tasks: [AgentTask]
    private let inbox: [AgentMessage]
    private let rows: EventRows
    private let hours: [Int64]

    /// Reads an actor.
    ///
    /// - Throws: `notAllowed` for a visitor who does not see everything; `notFound` for a name
    ///   that nobody has.
    package init(
        _ name: String, before: Int64?, of store: Store, in frame: PageFrame
    ) throws {
        try frame.visitor.demandAll()
        title = name
        status = try store.agentStatus(name, at: frame.moment)
        var query = EventQuery(
            actor: name, through: min(before.map { $0 - 1 } ?? .max, frame.at),
            includesAdministration: true, isReversed: true)
        rows = try store.eventRows(query, for: frame.visitor)
        tasks =
            try frame.isPast
            ? []
            : Self.own { () throws(StoreError) in
                try store.latestTasks(of: name, limit: PageLimits.ownDocuments)
            }
        inbox =
            try frame.isPast
            ? []
            : Self.own { () throws(StoreError) in
                try store.latestInbox(of: name, limit: PageLimits.ownDocuments)
            }
        guard status != nil || !rows.events.isEmpty || !tasks.isEmpty || !inbox.isEmpty else {
            let names = try store.actors().map(\.actor.name)
            throw StoreError(
                .notFound,
                names.contains(name)
                    ? "\(name.quotedForMessage) had done nothing by position \(frame.at)"
                    : "nobody is called \(name.quotedForMessage)"
                        + Spelling.hint(name, among: names))
        }
        query.through = frame.at
        var hours = [Int64](repeating: 0, count: 24)
        var counted = 0
        let listing = store.lightEvents(query, bodyBytesMax: 0)
        while counted < Self.countedEvents, case let page = try listing.nextPage(), !page.isEmpty {
            for light in page {
                let digits = light.event.recordedAt.rfc3339.dropFirst(11).prefix(2)
                if let hour = Int(digits), hours.indices.contains(hour) { hours[hour] += 1 }
            }
            counted += page.count
        }
        self.hours = hours
    }

    /// A list, which is empty where the projection that it needs was taken out.
    private static func own<Document>(
        _ list: () throws(StoreError) -> [Document]
    ) throws(StoreError) -> [Document] {
        do {
            return try list()
        } catch  where error.code == .notFound {
            return []
        }
    }

    /// Writes the actor.
    package func write(to html: inout HTML, in frame: PageFrame) {
        if let status { write(status, to: &html, in: frame) }
        writeTasks(to: &html, in: frame)
        writeInbox(to: &html, in: frame)
        writeHours(to: &html)
        html.section("did", "What it did") { html in
            if rows.events.isEmpty {
                html.element("p", .style("nothing"), text: "Nothing yet.")
            } else {
                rows.write(to: &html, in: frame)
            }
            guard let next = rows.next else { return }
            html.element("nav", .style("ways"), HTMLAttribute("aria-label", "Pages")) { html in
                html.element(
                    "a", HTMLAttribute("rel", "next"),
                    .href(frame.address(frame.place, [PageMember("before", "\(next)")])),
                    text: "Older events")
            }
        }
    }

    private func write(_ status: AgentStatus, to html: inout HTML, in frame: PageFrame) {
        html.element("dl", .style("facts")) { html in
            let facts: [(String, String?)] = [
                ("Status", status.status), ("Works on", status.currentFocus),
                ("Team", status.team), ("Is for", status.specialization),
                ("Captain", status.captain), ("Last cycle", status.lastCycle),
            ]
            for (name, value) in facts {
                guard let value else { continue }
                html.fact(name) { $0.text(value.shortened(to: 500)) }
            }
            guard let stream = try? StreamName(category: AgentStatus.category, id: status.id)
            else { return }
            html.fact("Document") { $0.stream(stream, in: frame) }
        }
    }

    private func writeTasks(to html: inout HTML, in frame: PageFrame) {
        let open = tasks.filter { !($0.status?.isEnded ?? false) }
        guard !tasks.isEmpty else { return }
        html.section("tasks", "Its tasks") { html in
            html.element(
                "p", text: "\(HTML.count(open.count)) open of \(HTML.count(tasks.count)).")
            html.element("ul") { html in
                for task in open.prefix(PageLimits.documents) {
                    html.element("li") { html in html.task(task, in: frame) }
                }
            }
        }
    }

    private func writeInbox(to html: inout HTML, in frame: PageFrame) {
        guard !inbox.isEmpty else { return }
        html.section("inbox", "What it has not dealt with") { html in
            html.element("ul") { html in
                for message in inbox.prefix(PageLimits.documents) {
                    html.element("li") { html in
                        if let stream = try? StreamName(
                            category: AgentMessage.category, id: message.id)
                        {
                            html.stream(stream, in: frame)
                        }
                        if let from = message.from { html.text(" from \(from.shortened(to: 120))") }
                        html.element("div", .style("message")) { html in
                            let content = message.content ?? ""
                            html.text(content.shortened(to: 500), keepsLines: true)
                        }
                    }
                }
            }
        }
    }

    private func writeHours(to html: inout HTML) {
        guard hours.contains(where: { $0 > 0 }) else { return }
        html.section("hours", "When it is busy") { html in
            html.chart(
                "Events by hour of the day",
                hours.enumerated().map { (name: "\($0.offset):00", number: $0.element) })
            html.folded("Hours as a table") { html in
                html.table(
                    "Events by hour", ["Hour (UTC)", "Events"], numbers: ["Events"]
                ) { html in
                    for (hour, count) in hours.enumerated() where count > 0 {
                        html.element("tr") { html in
                            html.element("th", HTMLAttribute("scope", "row"), text: "\(hour)")
                            html.element("td", .style("number"), text: HTML.count(count))
                        }
                    }
                }
            }
        }
    }
}
