import Annals
import AnnalsModel

/// A task on the board: as it was, how long it took or has been there, and what became of it since
/// the moment that one compares with.
struct TaskCard: Sendable {
    /// The task at the moment.
    let task: AgentTask
    /// The status in whose column it stands.
    let status: TaskStatus
    /// What differs from the other moment, in words; nil for nothing.
    private let difference: String?
    /// Milliseconds from its first event to the last of a task that is over, to the moment of one
    /// that is not; nil where an event is missing.
    private let milliseconds: Int64?

    /// Characters of a status that count.
    private static let statusMax = 200

    /// Reads a task.
    ///
    /// - Returns: nil if there was none at the moment.
    init?(_ stream: StreamName, of store: Store, in frame: PageFrame) throws {
        guard let task = try store.task(stream.id, at: frame.moment) else { return nil }
        self.task = task
        status = Self.status(of: task)
        difference = try Self.difference(task, status, of: store, in: frame)
        guard let came = try Self.time(EventQuery(stream: stream), in: store) else {
            milliseconds = nil
            return
        }
        var end = frame.reached?.time
        if status.isEnded {
            let last = EventQuery(stream: stream, through: frame.at, isReversed: true)
            end = try Self.time(last, in: store)
        }
        milliseconds = end.map { came.milliseconds(to: $0) }
    }

    /// When the first event of a query happened; its content is not read.
    private static func time(_ query: EventQuery, in store: Store) throws -> Timestamp? {
        try store.lightEvents(query, bodyBytesMax: 0).nextStep()?.first?.event.happenedAt
    }

    /// The status of a task, cut: statuses are compared with one another, whatever somebody wrote
    /// into one.
    private static func status(of task: AgentTask) -> TaskStatus {
        task.status.map { TaskStatus(rawValue: $0.rawValue.shortened(to: statusMax)) }
            ?? "without a status"
    }

    private static func difference(
        _ task: AgentTask, _ status: TaskStatus, of store: Store, in frame: PageFrame
    ) throws -> String? {
        guard let versus = frame.versus, frame.compared != nil else { return nil }
        let word = versus < frame.at ? "was" : "will be"
        guard let other = try store.task(task.id, at: .position(versus)) else {
            return versus < frame.at ? "new since then" : "gone by then"
        }
        var words: [String] = []
        let otherStatus = Self.status(of: other)
        if !otherStatus.isLike(status) {
            words.append("\(word) \(otherStatus.rawValue.shortened(to: 60))")
        }
        if other.agent != task.agent {
            words.append("\(word) \((other.agent ?? "nobody").shortened(to: 60))'s")
        }
        if words.isEmpty, other.version != task.version { words.append("changed") }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    /// Writes what is on the card.
    func write(to html: inout HTML, in frame: PageFrame) {
        html.task(task, in: frame)
        html.element("div", .style("note")) { html in
            if let milliseconds, task.version > 1 || !status.isEnded {
                html.text(status.isEnded ? "took " : "there for ")
                html.text(milliseconds.duration)
            }
        }
        guard let difference else { return }
        html.element("div", .style("changed")) { html in
            html.element("b", text: "~ ")
            html.text(difference)
        }
    }
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
                html.actor(named: agent, in: frame)
            } else {
                html.text("nobody")
            }
            if let priority = task.priority {
                html.text(" · \(priority.rawValue.shortened(to: 60))")
            }
            html.text(" · \(HTML.count(task.version, "event"))")
        }
    }
}
