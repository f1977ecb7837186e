package import Annals
import AnnalsModel

/// Counts of what happened up to a moment: by actor, type and time, and how long tasks took.
package struct ReportsContent: PageContent {
    /// A task that was done, with when it came and when it was done.
    private struct DoneTask: Sendable {
        let task: AgentTask
        let began: Event
        let ended: Event

        var microseconds: Int64 {
            max(ended.recordedAt.microseconds - began.recordedAt.microseconds, 0)
        }
    }

    /// Tasks whose times are looked up.
    private static let tasksMax = 300

    /// The heading.
    package let title = "Reports"
    private let actors: [ActorSummary]
    private let types: [(name: String, events: Int64)]
    private let done: [DoneTask]
    private let rollbacks: EventRows

    /// Counts.
    ///
    /// - Throws: `notAllowed` for a visitor who does not see everything.
    package init(of store: Store, in frame: PageFrame) throws {
        try frame.visitor.demandAll()
        actors = try store.actors().filter { $0.events > 0 }.sorted { $1.events < $0.events }
        types = try store.eventCountsByType(through: frame.at)
            .filter { $0.events > 0 }.sorted { $1.events < $0.events }
        done = try Self.done(in: store, at: frame.moment)
        var query = EventQuery(
            type: try EventType("\(StreamName.ownCategory).rolled-back"), through: frame.at,
            includesAdministration: true)
        query.isReversed = true
        rollbacks = try store.eventRows(query, for: frame.visitor)
    }

    private static func done(in store: Store, at moment: Moment) throws -> [DoneTask] {
        let streams = store.streams(category: AgentTask.category)
        var done: [DoneTask] = []
        while done.count < tasksMax, let stream = try streams.next() {
            guard let task = try store.task(stream.name.id, at: moment),
                task.status?.isDone ?? false,
                let first = try store.position(ofVersion: 1, of: stream.name)
            else { continue }
            // Since it, the status has been what it is.
            let pointer = JSONPointer(tokens: ["status"])
            let blamed = try? store.blame(stream.name, at: pointer, as: moment).first
            guard let ended = blamed?.event else { continue }
            let began = try store.lightEvent(at: first, bodyBytesMax: 0).event
            done.append(DoneTask(task: task, began: began, ended: ended))
        }
        return done.sorted { $1.microseconds < $0.microseconds }
    }

    /// Writes the counts.
    package func write(to html: inout HTML, in frame: PageFrame) {
        html.section("by-actor", "Events by actor, to this day") { html in
            html.counts(
                "Actor", actors.map { ($0.actor.name, $0.events) },
                address: { frame.address(.timeline, [PageMember("actor", $0)]) })
        }
        html.section("by-type", "Events by type") { html in
            html.counts(
                "Type", types.map { ($0.name, $0.events) },
                address: { frame.address(.timeline, [PageMember("type", $0)]) })
        }
        html.section("by-time", frame.cycles.count > 1 ? "Events by cycle" : "Events over time") {
            html in
            html.counts(
                "Stretch",
                frame.bars.bars.filter { $0.after < frame.at }.map { ($0.name, $0.total) }
            )
        }
        html.section("lead", "How long tasks took that are done") { html in
            writeTasks(to: &html, in: frame)
        }
        html.section("rollbacks", "What was rolled back") { html in
            if rollbacks.events.isEmpty {
                html.element("p", text: "Nothing.")
            } else {
                rollbacks.write(to: &html, in: frame)
            }
        }
    }

    private func writeTasks(to html: inout HTML, in frame: PageFrame) {
        guard !done.isEmpty else { return html.element("p", text: "None is done.") }
        html.table("Tasks", ["Task", "Took", "Cycles", "Came", "Done"]) { html in
            for done in done {
                html.element("tr") { html in
                    html.element("th", HTMLAttribute("scope", "row")) { html in
                        html.stream(done.began.stream, in: frame)
                    }
                    html.element("td", text: done.microseconds.duration)
                    html.element("td", text: "\(max(done.ended.cycle - done.began.cycle, 0))")
                    html.element("td") { html in
                        html.event(done.began.position, in: frame)
                        html.text(" ")
                        html.time(done.began.recordedAt)
                    }
                    html.element("td") { html in
                        html.event(done.ended.position, in: frame)
                        html.text(" ")
                        html.time(done.ended.recordedAt)
                    }
                }
            }
        }
    }
}

extension Int64 {
    /// So many microseconds, in the two largest units.
    fileprivate var duration: String {
        let units: [(String, Int64)] = [
            ("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000),
            ("ms", 1_000),
        ]
        var rest = self
        var parts: [String] = []
        for (name, size) in units where parts.count < 2 {
            let count = rest / size
            rest %= size
            if count > 0 { parts.append("\(count) \(name)") }
        }
        return parts.isEmpty ? "no time" : parts.joined(separator: " ")
    }
}

extension HTML {
    /// Appends counts as a table whose bars are a picture of the same.
    fileprivate mutating func counts(
        _ label: String, _ counts: [(name: String, events: Int64)],
        address: ((String) -> PageAddress)? = nil
    ) {
        let most = max(counts.map(\.events).max() ?? 1, 1)
        table(label, [label, "Events", ""], "counted") { html in
            for (name, events) in counts {
                html.element("tr") { html in
                    html.element("th", HTMLAttribute("scope", "row")) { html in
                        guard let address else { return html.text(name) }
                        html.element("a", .href(address(name)), text: name.shortened(to: 120))
                    }
                    html.element("td", .style("number"), text: HTML.count(events))
                    html.element("td", .style("bar")) { html in
                        html.element(
                            "svg", HTMLAttribute("viewBox", "0 0 100 4"),
                            HTMLAttribute("preserveAspectRatio", "none"),
                            HTMLAttribute("aria-hidden", "true")
                        ) { html in
                            html.element(
                                "rect", .style("c0"), HTMLAttribute("height", "4"),
                                HTMLAttribute(
                                    "width", "\(max(events.share(of: most), 1))"), text: "")
                        }
                    }
                }
            }
        }
    }
}

extension Int64 {
    /// Percent of another number, which is not smaller.
    fileprivate func share(of most: Int64) -> Int64 {
        most.dividingFullWidth(multipliedFullWidth(by: 100)).quotient
    }
}
