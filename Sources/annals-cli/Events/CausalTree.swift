import Annals

/// The causes of an event, the event, and all that followed from it, in the order of a tree.
struct CausalTree {
    /// An event in the tree.
    struct Node {
        /// The event.
        let event: Event
        /// 0 for the event asked for, -1 for its cause, 1 for its consequences, and so on.
        let depth: Int
        /// Lines that lead to the event from those above it.
        let branch: String
    }

    /// Consequences of one event that are still to come.
    private struct Siblings {
        var positions: ArraySlice<Int64>
        let indent: String
    }

    /// What stands after the event that was asked for.
    static let mark = " <"
    /// Of the width of a terminal branches take one part in so many.
    static let screenShare = 4

    private let store: Store
    /// Columns of branches that are drawn; what is deeper shows its depth in figures.
    private let indentMax: Int

    /// - Parameter indentMax: Columns that branches may take; 60 at most.
    init(store: Store, indentMax: Int = Int.max) {
        self.store = store
        self.indentMax = min(indentMax, 60)
    }

    /// Gives every event of the tree, a cause before its consequences, without keeping them.
    ///
    /// - Throws: `beyondHead` if there is no event at the position.
    func forEachNode(around position: Int64, _ body: (Node) throws -> Void) throws {
        let causes = try store.causes(of: position)
        for (index, cause) in causes.enumerated() {
            let branch = self.branch(index == 0 ? "" : indent(index - 1) + "└─ ", index)
            try body(
                Node(
                    event: try store.event(at: cause), depth: index - causes.count, branch: branch))
        }
        let depth = causes.count
        let branch = self.branch(depth == 0 ? "" : indent(depth - 1) + "└─ ", depth)
        try body(Node(event: try store.event(at: position), depth: 0, branch: branch))
        try forEachConsequence(of: position, indent: indent(depth), above: depth, body)
    }

    /// Walks without recursion: a chain of consequences may be as long as the log.
    private func forEachConsequence(
        of position: Int64, indent: String, above: Int, _ body: (Node) throws -> Void
    ) throws {
        var open = [Siblings(positions: try store.consequences(of: position)[...], indent: indent)]
        while let siblings = open.last {
            guard let next = siblings.positions.first else {
                open.removeLast()
                continue
            }
            let depth = open.count
            open[depth - 1].positions.removeFirst()
            let isLast = siblings.positions.count == 1
            let branch = self.branch(siblings.indent + (isLast ? "└─ " : "├─ "), above + depth)
            try body(Node(event: try store.event(at: next), depth: depth, branch: branch))
            let below = siblings.indent.count < indentMax ? (isLast ? "   " : "│  ") : ""
            open.append(
                Siblings(
                    positions: try store.consequences(of: next)[...],
                    indent: siblings.indent + below))
        }
    }

    private func indent(_ levels: Int) -> String {
        String(repeating: " ", count: min(3 * levels, indentMax))
    }

    private func branch(_ drawn: String, _ level: Int) -> String {
        drawn.count <= indentMax ? drawn : "(\(level) deep) "
    }
}
