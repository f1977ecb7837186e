package import Annals
import AnnalsModel

/// Tasks as a board: a column for each status at the moment.
package struct TasksContent: PageContent {
    private static let columnsMax = 40

    /// The heading.
    package let title = "Tasks"
    private let columns: [(status: TaskStatus, cards: [TaskCard])]
    private let isWhole: Bool

    /// Reads the tasks as they were: of many those that changed last.
    ///
    /// - Throws: `notAllowed` for a visitor who may not see tasks.
    package init(of store: Store, in frame: PageFrame) throws {
        try frame.visitor.demand(AgentTask.category)
        let (streams, isAll) = try Self.latest(PageLimits.documents + 1, of: store, in: frame)
        var columns: [(status: TaskStatus, cards: [TaskCard])] = []
        for stream in streams.prefix(PageLimits.documents) {
            guard let card = try TaskCard(stream, of: store, in: frame) else { continue }
            // More columns than can be told apart are one.
            let status = columns.count < Self.columnsMax ? card.status : "other statuses"
            if let index = columns.firstIndex(where: { $0.status.isLike(card.status) })
                ?? columns.firstIndex(where: { $0.status.isLike(status) })
            {
                columns[index].cards.append(card)
            } else {
                columns.append((status, [card]))
            }
        }
        isWhole = isAll
        self.columns = columns.sorted { left, right in
            (left.status.rank, left.status.rawValue) < (right.status.rank, right.status.rawValue)
        }
    }

    /// Tasks that changed last up to the moment; all in the order of their ids, where there are
    /// not more than are wanted.
    private static func latest(
        _ number: Int, of store: Store, in frame: PageFrame
    ) throws -> (names: [StreamName], isAll: Bool) {
        let all = store.streams(category: AgentTask.category)
        var names: [StreamName] = []
        while names.count < number, let stream = try all.next() { names.append(stream.name) }
        guard names.count == number else { return (names, true) }
        var found: Set<StreamName> = []
        names = []
        let events = store.lightEvents(
            EventQuery(category: AgentTask.category, through: frame.at, isReversed: true),
            bodyBytesMax: 0)
        let deadline = PlaceDeadline(seconds: PageLimits.searchSeconds)
        while names.count < number, !deadline.isOver, let step = try events.nextStep() {
            for light in step where names.count < number {
                if found.insert(light.event.stream).inserted { names.append(light.event.stream) }
            }
        }
        return (names, false)
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
                            "\(column.status.rawValue.shortened(to: 60)) (\(column.cards.count))")
                    }
                    html.element("ul") { html in
                        for card in column.cards {
                            html.element("li") { html in card.write(to: &html, in: frame) }
                        }
                    }
                }
            }
        }
        guard !isWhole else { return }
        html.element("p", .style("note"), text: "There are more tasks: these changed last.")
    }
}

extension TaskStatus {
    /// Where its column stands: what waits, what is being done, what is over.
    fileprivate var rank: Int { isWaiting ? 0 : isDone ? 2 : isEnded ? 3 : 1 }
}
