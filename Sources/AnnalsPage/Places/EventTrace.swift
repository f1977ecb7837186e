import Annals
import AnnalsModel

/// What led to an event and what followed from it, as a tree.
struct EventTrace: Sendable {
    /// An event with what followed from it.
    struct Branch: Sendable {
        let event: ListedEvent
        let isHere: Bool
        var consequences: [Branch]
    }

    /// Events of a tree that are shown.
    private static let eventsMax = 300
    /// Steps from an event to what followed from it that are shown.
    private static let depthMax = 40

    /// The causes, first to last; those that may not be seen end the way.
    private let causes: [ListedEvent]
    private let branch: Branch
    private let isWhole: Bool

    /// Follows the causes and consequences of an event.
    init(of event: Event, in store: Store, for visitor: PageVisitor) throws {
        var causes: [ListedEvent] = []
        for position in try store.causes(of: event.position).suffix(Self.eventsMax).reversed() {
            let light = try store.lightEvent(
                at: position, bodyBytesMax: EventRows.bodyBytesMax)
            guard visitor.reaches(light.event.stream.category) else { break }
            causes.insert(ListedEvent(event: light.event, leftOut: light.leftOut), at: 0)
        }
        self.causes = causes
        var left = Self.eventsMax
        let here = ListedEvent(event: event, leftOut: nil)
        branch = Branch(
            event: here, isHere: true,
            consequences: try Self.consequences(
                of: event.position, in: store, for: visitor, depth: 1, left: &left))
        isWhole = left > 0
    }

    private static func consequences(
        of position: Int64, in store: Store, for visitor: PageVisitor, depth: Int,
        left: inout Int
    ) throws -> [Branch] {
        guard depth <= depthMax else { return [] }
        var branches: [Branch] = []
        for next in try store.consequences(of: position) {
            guard left > 0 else { break }
            let light = try store.lightEvent(at: next, bodyBytesMax: EventRows.bodyBytesMax)
            guard visitor.reaches(light.event.stream.category) else { continue }
            left -= 1
            branches.append(
                Branch(
                    event: ListedEvent(event: light.event, leftOut: light.leftOut),
                    isHere: false,
                    consequences: try Self.consequences(
                        of: next, in: store, for: visitor, depth: depth + 1, left: &left)))
        }
        return branches
    }

    /// Writes the tree, or that there is none.
    func write(to html: inout HTML, in frame: PageFrame) {
        guard !causes.isEmpty || !branch.consequences.isEmpty else {
            html.element("p", text: "No event names it as a cause, and it names none.")
            return
        }
        write(causes[...], to: &html, in: frame)
        guard !isWhole else { return }
        html.element("p", .style("note"), text: "More followed than is shown here.")
    }

    private func write(
        _ causes: ArraySlice<ListedEvent>, to html: inout HTML, in frame: PageFrame
    ) {
        html.element("ul", .style("tree")) { html in
            guard let cause = causes.first else { return write(branch, to: &html, in: frame) }
            html.element("li") { html in
                write(cause, isHere: false, to: &html, in: frame)
                write(causes.dropFirst(), to: &html, in: frame)
            }
        }
    }

    private func write(_ branch: Branch, to html: inout HTML, in frame: PageFrame) {
        html.element("li") { html in
            write(branch.event, isHere: branch.isHere, to: &html, in: frame)
            guard !branch.consequences.isEmpty else { return }
            html.element("ul") { html in
                for consequence in branch.consequences {
                    write(consequence, to: &html, in: frame)
                }
            }
        }
    }

    private func write(
        _ listed: ListedEvent, isHere: Bool, to html: inout HTML, in frame: PageFrame
    ) {
        html.element(isHere ? "strong" : "span") { html in
            html.event(listed.event.position, in: frame)
            html.text(" ")
            html.element("code", text: listed.event.type.description)
            if isHere { html.text(" (this one)") }
        }
        html.text(" by ")
        html.actor(listed.event.actor, in: frame)
        html.text(" on ")
        html.stream(listed.event.stream, in: frame)
        if let reason = listed.event.reason {
            html.element("span", .style("reason"), text: reason.shortened(to: 200))
        }
    }
}
