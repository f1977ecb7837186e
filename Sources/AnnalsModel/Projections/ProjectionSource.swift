/// The definition of a projection before a store has it.
public struct ProjectionSource: Sendable, Hashable {
    /// The projection's name, which is the file's name without `.sql`: a lower-case letter and up
    /// to 62 more of a-z, 0-9 and _.
    public let name: String
    /// The text of the definition file.
    public let text: String

    /// Names a definition; the store that is to have it checks both.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// The projections that a new store starts with.
public enum InitialProjections: Sendable, Hashable {
    /// The five tables of a fleet of agents: `agent_workspaces`, `agent_tasks`, `agent_messages`,
    /// `configuration` and `project_analysis`. What a store knows of agents by name is read from
    /// them.
    case fleet
    /// No projection: events and documents alone. Any may be added later.
    case none
    /// Exactly these, in this order; a view may read the tables of those before.
    case definitions([ProjectionSource])
}
