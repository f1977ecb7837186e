import Annals
import AnnalsJSON
import AnnalsModel

/// The tables of a report, each with its picture: in a place of the page, whose other places they
/// lead to, or in a document of its own.
struct ReportSections {
    /// What was counted.
    let report: Report
    /// The place; nil for a document of its own.
    let frame: PageFrame?

    /// Writes every table.
    func write(to html: inout HTML) {
        html.element(
            "p", .style("note"),
            text: "How long something took is as it is said to have happened; hours and cycles are"
                + " those of the recording.")
        for table in ReportTable.allCases {
            html.section(table.rawValue, table.title) { html in
                switch table {
                case .actors: writeActors(to: &html)
                case .types: writeTypes(to: &html)
                case .cycles: writeCycles(to: &html)
                case .hours: writeHours(to: &html)
                case .tasks: writeTasks(to: &html)
                case .messages: writeMessages(to: &html)
                case .rollbacks: writeRollbacks(to: &html)
                }
                guard let frame, !table.rows(of: report).isEmpty else { return }
                let members = [PageMember("table", table.rawValue)]
                html.csv(table.title, frame.csv(members, since: frame.versus))
            }
        }
    }

    // MARK: Counts

    private func writeActors(to html: inout HTML) {
        let most = report.actors.first?.events ?? 0
        rows("Actor", ["Actor", "Events", ""], report.actors, to: &html) { count, html in
            html.heading { html in
                link(count.actor.name, [PageMember("actor", count.actor.name)], to: &html)
            }
            html.number(count.events)
            html.barCell([count.events], of: most)
        }
    }

    private func writeTypes(to html: inout HTML) {
        let most = report.types.first?.events ?? 0
        rows("Type", ["Type", "Events", ""], report.types, to: &html) { count, html in
            html.heading { html in
                link(count.type, [PageMember("type", count.type)], to: &html)
            }
            html.number(count.events)
            html.barCell([count.events], of: most)
        }
    }

    private func writeCycles(to html: inout HTML) {
        guard !report.cycles.isEmpty else {
            return html.element("p", .style("nothing"), text: "There are no cycles to compare.")
        }
        html.chart(
            "Events by cycle",
            report.cycles.map { (name: "cycle \($0.cycle)", number: $0.events) })
        html.folded("Cycles as a table") { html in
            rows(
                "Cycle", ["Cycle", "First event", "Events"], report.cycles.reversed(), to: &html
            ) { count, html in
                html.heading { $0.text("\(count.cycle)") }
                html.element("td") { html in event(count.first, to: &html) }
                html.number(count.events)
            }
        }
    }

    private func writeHours(to html: inout HTML) {
        html.chart(
            "Events by hour of the day",
            report.hours.map { (name: "\($0.hour):00", number: $0.events) })
        html.folded("Hours as a table") { html in
            rows("Hour", ["Hour (UTC)", "Events"], report.hours, to: &html) { count, html in
                html.heading { $0.text("\(count.hour)") }
                html.number(count.events)
            }
        }
    }

    // MARK: Times

    private func writeTasks(to html: inout HTML) {
        let tasks = report.tasks
        guard !tasks.isEmpty else {
            return html.element("p", .style("nothing"), text: "None is done.")
        }
        html.element("p") { html in
            let leads = tasks.map(\.lead).sorted()
            html.text(
                "\(HTML.count(tasks.count, "task")), half of them within"
                    + " \(leads[leads.count / 2].duration)")
            let waits = tasks.compactMap(\.waited).sorted()
            if !waits.isEmpty {
                html.text("; half of them waited no longer than")
                html.text(" \(waits[waits.count / 2].duration) until somebody began")
            }
            html.text(report.hasAllTasks ? "." : ". Of very many only the last are counted.")
        }
        let most = tasks.map(\.lead).max() ?? 0
        let columns = ["Task", "Took", "Waited, worked on", "Waited", "Cycles", "Came", "Done"]
        rows("Task", columns, tasks, to: &html) { task, html in
            html.heading { html in
                document(AgentTask.category, task.id, to: &html)
                if let title = task.title {
                    html.element("div", .style("note"), text: title.shortened(to: 100))
                }
            }
            html.element("td", text: task.lead.duration)
            html.barCell([task.waited ?? 0, task.lead - (task.waited ?? 0)], of: most)
            html.element("td", text: task.waited.map(\.duration) ?? "")
            html.number(task.cycles)
            for step in [task.came, task.ended] {
                html.element("td", .style("when")) { html in
                    event(step.position, to: &html)
                    html.text(" ")
                    html.time(step.time)
                }
            }
        }
    }

    private func writeMessages(to html: inout HTML) {
        guard !report.messages.isEmpty else {
            return html.element("p", .style("nothing"), text: "None was sent.")
        }
        let most = report.messages.map(\.messages).max() ?? 0
        let columns = [
            "To", "Messages", "Answered", "Not answered, answered", "Half within", "All within",
        ]
        rows("Recipient", columns, report.messages, to: &html) { count, html in
            html.heading { html in
                if let name = count.to {
                    html.actor(named: name, in: frame)
                } else {
                    html.element("span", .style("note"), text: "nobody in particular")
                }
            }
            html.number(count.messages)
            html.number(count.answered)
            html.barCell([count.messages - count.answered, count.answered], of: most)
            html.element("td", text: count.median.map(\.duration) ?? "")
            html.element("td", text: count.longest.map(\.duration) ?? "")
        }
        guard !report.hasAllMessages else { return }
        html.element("p", .style("note"), text: "Of very many only the last are counted.")
    }

    private func writeRollbacks(to html: inout HTML) {
        guard !report.rollbacks.isEmpty else {
            return html.element("p", .style("nothing"), text: "Nothing.")
        }
        let columns = ["Event", "When", "Who", "Back to", "Events", "Streams", "Why"]
        rows("Rollback", columns, report.rollbacks, to: &html) { rollback, html in
            html.heading { html in event(rollback.position, to: &html) }
            html.element("td", .style("when")) { html in html.time(rollback.time) }
            html.element("td") { html in html.actor(named: rollback.actor.name, in: frame) }
            html.element("td") { html in
                if let to = rollback.to { html.text("position \(to)") }
            }
            html.number(rollback.events)
            html.number(rollback.streams)
            html.element("td", text: (rollback.reason ?? "").shortened(to: 300))
        }
    }
}

// MARK: Parts

extension ReportSections {
    /// Columns whose cells are numbers.
    private static let numbers: Set = ["Events", "Cycles", "Messages", "Answered", "Streams"]

    private func rows<Row>(
        _ label: String, _ columns: [String], _ all: [Row], to html: inout HTML,
        _ write: (Row, inout HTML) -> Void
    ) {
        // The bars have room in tables that have few other columns.
        let style = columns.count == 3 ? "counted" : nil
        html.table(label, columns, style, numbers: Self.numbers) { html in
            for row in all.prefix(PageLimits.documents) {
                html.element("tr") { html in write(row, &html) }
            }
        }
        let more = all.count - PageLimits.documents
        guard more > 0 else { return }
        html.element("p", .style("note"), text: "\(HTML.count(more)) more are not shown.")
    }

    /// A name as the way to the events that have it.
    private func link(_ name: String, _ members: [PageMember], to html: inout HTML) {
        let shown = name.shortened(to: 120)
        guard let frame else { return html.text(shown) }
        html.element("a", .href(frame.address(.timeline, members)), text: shown)
    }

    private func event(_ position: Int64, to html: inout HTML) {
        guard let frame else { return html.text("#\(position)") }
        html.event(position, in: frame)
    }

    private func document(_ category: String, _ id: String, to html: inout HTML) {
        guard let frame, let stream = try? StreamName(category: category, id: id) else {
            return html.text(id.shortened(to: 120))
        }
        html.element("a", .href(frame.address(.document(stream))), text: id.shortened(to: 120))
    }
}

extension HTML {
    /// Appends the cell that a row is called by.
    fileprivate mutating func heading(_ content: (inout HTML) -> Void) {
        element("th", HTMLAttribute("scope", "row"), content: content)
    }

    /// Appends a cell with a number; an empty one where there is none.
    fileprivate mutating func number(_ number: Int64?) {
        element("td", .style("number"), text: number.map { HTML.count($0) } ?? "")
    }
}
