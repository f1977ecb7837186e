import Annals
import AnnalsJSON
import ArgumentParser

/// `annals trace`.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Show what led to an event and what followed from it, as a tree.",
        discussion: """
            The tree follows causation. In the other formats each event has a depth: 0 is the \
            event itself, -1 its cause, 1 its consequences.
            """)

    @Argument(help: "Position of the event, or another moment: head, head~3, tag:NAME.")
    var position: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try GivenMoment.read(position)
        let store = try options.openToRead()
        defer { store.close() }
        let renderer = options.renderer()
        let isTree = renderer.format == .table
        let rows = renderer.rows(
            isTree
                ? Self.treeColumns : TracedEvent.columns().filter { $0.name != "erased" })
        let tree = CausalTree(store: store)
        try tree.forEachNode(around: try store.position(of: moment)) { node in
            try isTree
                ? rows.write(Self.cells(node))
                : rows.write(TracedEvent(depth: node.depth, event: node.event))
        }
        try rows.finish()
    }

    private static let treeColumns = [
        Column("event", .leading), Column("stream", .leading), Column("actor", .leading),
        Column("cycle"), Column("time", .leading, isWhole: true), Column("change", .leading),
        Column("reason", .leading),
    ]

    private static func cells(_ node: CausalTree.Node) -> [JSONValue] {
        let event = node.event
        let mark = node.depth == 0 ? " <" : ""
        return [
            .string("\(node.branch)\(event.position) \(event.type.name)\(mark)"),
            .string(event.stream.description), .string(event.actor.name),
            .number(JSONNumber(event.cycle)), .string(event.recordedAt.short),
            .string(event.changeInShort), event.reason.map { .string($0) } ?? .null,
        ]
    }
}
