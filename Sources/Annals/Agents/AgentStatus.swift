public import AnnalsModel

/// What is known of an agent: the document of `agent/NAME`, and the row of `agent_workspaces`.
public struct AgentStatus: TypedDocument {
    /// The category `agent`.
    public static var category: String { "agent" }
    /// The table `agent_workspaces`.
    public static var table: String { "agent_workspaces" }

    /// The agent's name, for example `Agent-3`.
    public let id: String
    /// The whole document.
    public var document: JSONObject
    /// Number of events of `agent/NAME`.
    public let version: Int64

    /// Puts a document and where it comes from together.
    public init(id: String, document: JSONObject, version: Int64) {
        self.id = id
        self.document = document
        self.version = version
    }

    /// The team that it belongs to.
    public var team: String? {
        get { text("team") }
        set { set("team", newValue) }
    }

    /// What it is for.
    public var specialization: String? {
        get { text("specialization") }
        set { set("specialization", newValue) }
    }

    /// The agent that leads it; the captain has none.
    public var captain: String? {
        get { text("captain") }
        set { set("captain", newValue) }
    }

    /// How it is, in its own words: `ACTIVE_AGENT_MODE`, `WAITING`, a sentence.
    public var status: String? {
        get { text("status") }
        set { set("status", newValue) }
    }

    /// When it last finished a cycle, as claimed.
    public var lastCycle: String? {
        get { text("last_cycle") }
        set { set("last_cycle", newValue) }
    }

    /// What it works on.
    public var currentFocus: String? {
        get { text("current_focus") }
        set { set("current_focus", newValue) }
    }

    /// Cycles that it has been through.
    public var cycleCount: Int64? {
        get { integer("cycle_count") }
        set { set("cycle_count", newValue) }
    }

    /// Tasks that it has finished.
    public var tasksCompleted: Int64? {
        get { integer("tasks_completed") }
        set { set("tasks_completed", newValue) }
    }

    /// As claimed: some write a share, others percent.
    public var coordinationEfficiency: Double? {
        get { real("coordination_efficiency") }
        set { set("coordination_efficiency", newValue) }
    }

    /// As claimed: some write a share, others percent.
    public var v2Compliance: Double? {
        get { real("v2_compliance") }
        set { set("v2_compliance", newValue) }
    }

    /// When it last wrote about itself, as claimed; every update sets it unless the caller does.
    public var lastUpdated: String? {
        get { text("last_updated") }
        set { set("last_updated", newValue) }
    }
}
