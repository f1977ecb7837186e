public import AnnalsModel

/// A task to be created.
public struct TaskDraft: Sendable {
    /// One line.
    public var title: String
    /// Its id; nil makes one that no other has.
    public var id: String?
    /// The whole text.
    public var description: String?
    /// The agent whose task it is; nil leaves it to whoever claims it.
    public var agent: String?
    /// How urgent it is.
    public var priority: Priority?
    /// How far it is.
    public var status: TaskStatus = .pending
    /// Effort in cycles.
    public var estimatedCycles: Int64?
    /// Ids of tasks that come first.
    public var dependencies: [String] = []
    /// What one must be able to do.
    public var skillsRequired: [String] = []
    /// Other members of the document; a column's name here goes before the property.
    public var other: JSONObject = [:]

    /// A task that waits.
    public init(
        _ title: String, id: String? = nil, agent: String? = nil, priority: Priority? = nil,
        description: String? = nil
    ) {
        self.title = title
        self.id = id
        self.agent = agent
        self.priority = priority
        self.description = description
    }

    /// The document without what the store adds: who created it and when.
    var content: JSONObject {
        var task = AgentTask(id: id ?? "", document: [:], version: 0)
        task.title = title
        task.description = description
        task.set("agent_id", agent)
        task.priority = priority
        task.status = status
        task.estimatedCycles = estimatedCycles
        task.dependencies = dependencies
        task.skillsRequired = skillsRequired
        for (name, value) in other { task.document[name] = value }
        return task.document
    }
}
