package import AnnalsModel

/// An event in the tree of its causes and consequences.
package struct TracedEvent: JSONResult {
    /// How far it is from the event that was asked for.
    package let depth: Int
    /// The event.
    package let event: Event

    /// Puts an event at its place.
    package init(depth: Int, event: Event) {
        self.depth = depth
        self.event = event
    }

    /// The JSON of an event in a tree.
    package static let shape = JSONShape<TracedEvent>(
        "Traced event", "An event in the tree of its causes and consequences.",
        [
            JSONMember(
                "depth", \.depth,
                "0 for the event that was asked for, -1 for its cause, 1 for its consequences."),
            .all(of: \.event),
        ])
}
