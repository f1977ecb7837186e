package import Annals
import AnnalsModel

/// Tasks as a board: a column for each status at the moment.
package struct TasksContent: PageContent {
    /// The heading.
    package let title = "Tasks"
    private let columns: [(status: TaskStatus, tasks: [AgentTask])]
    private let isWhole: Bool

    /// Reads the tasks as they were.
    ///
    /// - Throws: `notAllowed` for a visitor who may not see tasks.
    package init(of store: Store, in frame: PageFrame) throws {
        try frame.visitor.demand(AgentTask.category)
        let listing = store.streams(category: AgentTask.category)
        var columns: [(status: TaskStatus, tasks: [AgentTask])] = []
        var count = 0
        while count < PageLimits.documents * 2, let stream = try listing.next() {
            guard let task = try store.task(stream.name.id, at: frame.moment) else { continue }
            count += 1
            let status = task.status ?? "without a status"
            if let index = columns.firstIndex(where: { $0.status.isLike(status) }) {
                columns[index].tasks.append(task)
            } else {
                columns.append((status, [task]))
            }
        }
        isWhole = try listing.next() == nil
        self.columns = columns.sorted { left, right in
            (left.status.rank, left.status.rawValue) < (right.status.rank, right.status.rawValue)
        }
    }

    /// Writes the board.
    package func write(to html: inout HTML, in frame: PageFrame) {
        if columns.isEmpty {
            html.element("p", .style("nothing"), text: "There was no task then.")
            return
        }
        html.element("div", .style("board")) { html in
            for (index, column) in columns.enumerated() {
                html.element("section", HTMLAttribute("aria-labelledby", "column-\(index)")) {
                    html in
                    html.element("h2", .id("column-\(index)")) { html in
                        html.text(
                            "\(column.status.rawValue.shortened(to: 60)) (\(column.tasks.count))")
                    }
                    html.element("ul") { html in
                        for task in column.tasks {
                            html.element("li") { html in html.task(task, in: frame) }
                        }
                    }
                }
            }
        }
        guard !isWhole else { return }
        html.element("p", .style("note"), text: "There are more tasks than are shown.")
    }
}

extension TaskStatus {
    /// Where its column stands: what waits, what is being done, what is over.
    fileprivate var rank: Int { isWaiting ? 0 : isDone ? 2 : isEnded ? 3 : 1 }
}

extension HTML {
    /// Appends a task in short, as a link to its document.
    mutating func task(_ task: AgentTask, in frame: PageFrame) {
        if let stream = try? StreamName(category: AgentTask.category, id: task.id) {
            element("a", .href(frame.address(.document(stream)))) { html in
                html.text(task.id.shortened(to: 80))
            }
        }
        if let title = task.title { text(" \(title.shortened(to: 160))") }
        element("div", .style("note")) { html in
            if let agent = task.agent {
                html.element("a", .href(frame.address(.actor(agent))), text: agent)
            } else {
                html.text("nobody")
            }
            if let priority = task.priority { html.text(" · \(priority.rawValue)") }
            html.text(" · \(HTML.count(task.version, "event"))")
        }
    }
}
