public import AnnalsModel

/// A task: the document of `task/ID`, and the row of `agent_tasks`.
public struct AgentTask: TypedDocument {
    /// The category `task`.
    public static var category: String { "task" }
    /// The table `agent_tasks`.
    public static var table: String { "agent_tasks" }

    /// The task's id, for example `DB_002`.
    public let id: String
    /// The whole document.
    public var document: JSONObject
    /// Number of events of `task/ID`.
    public let version: Int64

    /// Puts a document and where it comes from together.
    public init(id: String, document: JSONObject, version: Int64) {
        self.id = id
        self.document = document
        self.version = version
    }

    /// One line.
    public var title: String? {
        get { text("title") }
        set { set("title", newValue) }
    }

    /// The whole text.
    public var description: String? {
        get { text("description") }
        set { set("description", newValue) }
    }

    /// How urgent it is.
    public var priority: Priority? {
        get { text("priority").map { Priority(rawValue: $0) } }
        set { set("priority", newValue?.rawValue) }
    }

    /// How far it is.
    public var status: TaskStatus? {
        get { text("status").map { TaskStatus(rawValue: $0) } }
        set { set("status", newValue?.rawValue) }
    }

    /// Effort in cycles.
    public var estimatedCycles: Int64? {
        get { integer("estimated_cycles") }
        set { set("estimated_cycles", newValue) }
    }

    /// Ids of tasks that come first.
    public var dependencies: [String] {
        get { texts("dependencies") }
        set { set("dependencies", newValue) }
    }

    /// What one must be able to do.
    public var skillsRequired: [String] {
        get { texts("skills_required") }
        set { set("skills_required", newValue) }
    }

    /// Who wrote it down.
    public var createdBy: String? {
        get { text("created_by") }
        set { set("created_by", newValue) }
    }

    /// When it was written down, in the writer's own format.
    public var createdAt: String? {
        get { text("created_at") }
        set { set("created_at", newValue) }
    }

    /// When somebody began or claimed it, in the writer's own format.
    public var startedAt: String? {
        get { text("started_at") }
        set { set("started_at", newValue) }
    }

    /// When it was done, in the writer's own format.
    public var completedAt: String? {
        get { text("completed_at") }
        set { set("completed_at", newValue) }
    }

    /// What it is to produce, or has produced.
    public var deliverables: [JSONValue] {
        get { self["deliverables"].map { $0.asArray ?? [$0] } ?? [] }
        set { self["deliverables"] = newValue.isEmpty ? nil : .array(newValue) }
    }
}

extension AgentTask {
    /// The agent that has it, as the document spells the name: whom it was assigned to, else whose
    /// list it is in; nil if that is nobody or everybody.
    ///
    /// Assigning writes the member that says so now; a document that has a member for whom it is
    /// assigned to, even if that is null, keeps it there.
    public var agent: String? {
        get { Self.somebody(text("assigned_to")) ?? Self.somebody(text("agent_id")) }
        set {
            guard let newValue else {
                set("assigned_to", String?.none)
                set("agent_id", String?.none)
                return
            }
            set(hasAssignee ? "assigned_to" : "agent_id", newValue)
        }
    }

    /// Whether the document has a member for whom it is assigned to, if only null.
    var hasAssignee: Bool { Self.columns.hasMember(of: "assigned_to", in: document) }

    /// Whether anybody may claim it: nobody has it, or its status says that it is for all.
    public var isFree: Bool {
        guard let status else { return agent == nil }
        return !status.isEnded && (agent == nil || status.isForAll)
    }

    /// A name, unless it stands for nobody or everybody.
    private static func somebody(_ name: String?) -> String? {
        guard let name else { return nil }
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard let first = words.first else { return nil }
        let isAll = words.contains("all") && words.allSatisfy { everybody.contains($0) }
        let isNone = words.count == 1 && nobody.contains(first)
        return isAll || isNone ? nil : name
    }

    private static let everybody: Set<String> = [
        "all", "agents", "agent", "swarm", "to", "available",
    ]
    private static let nobody: Set<String> = [
        "unassigned", "none", "nobody", "anyone", "anybody", "any", "tbd", "null",
    ]
}
