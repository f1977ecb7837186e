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

    @Argument(
        help: "Position of the event, or another moment: head, head~3, tag:NAME.",
        completion: .stored(.moments))
    var position: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try GivenMoment.read(position)
        let store = try options.openToRead()
        defer { store.close() }
        let renderer = options.renderer()
        let columns = TracedEvent.columns().filter { $0.name != "erased" }
        let isTree = renderer.format == .table && renderer.choice == nil
        let rows =
            try isTree
            ? renderer.rows(Self.treeColumns) : renderer.rows(columns, more: Self.treeColumns)
        let tree = CausalTree(
            store: store,
            indentMax: (renderer.output.screen.columns ?? Int.max) / CausalTree.screenShare)
        try tree.forEachNode(around: try store.position(of: moment)) { node in
            if isTree { return try rows.write(Self.cells(node)) }
            var row = TracedEvent(depth: node.depth, event: node.event).json()
            if renderer.choice != nil {
                for (column, cell) in zip(Self.treeColumns, Self.cells(node)) {
                    row[column.name] = row[column.name] ?? cell
                }
            }
            try rows.write(row)
        }
        try rows.finish()
    }

    private static let treeColumns = [
        Column("event", .leading, .tree), Column("stream", .leading), Column("actor", .leading),
        Column("cycle", rank: 2), Column("time", .leading, .time),
        Column("change", .leading, rank: 1), Column("reason", .leading),
    ]

    private static func cells(_ node: CausalTree.Node) -> [JSONValue] {
        let event = node.event
        let mark = node.depth == 0 ? CausalTree.mark : ""
        return [
            .string("\(node.branch)\(event.position) \(event.type.name)\(mark)"),
            .string(event.stream.description), .string(event.actor.name),
            .number(JSONNumber(event.cycle)), .string(event.recordedAt.short),
            .string(event.changeInShort), event.reason.map { .string($0) } ?? .null,
        ]
    }
}
