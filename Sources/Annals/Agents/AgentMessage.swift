public import AnnalsModel

/// A message to one recipient: the document of `message/ID`, and the row of `agent_messages`.
public struct AgentMessage: TypedDocument {
    /// The category `message`.
    public static var category: String { "message" }
    /// The table `agent_messages`.
    public static var table: String { "agent_messages" }

    /// The delivery's id.
    public let id: String
    /// The whole document.
    public var document: JSONObject
    /// Number of events of `message/ID`.
    public let version: Int64

    /// Puts a document and where it comes from together.
    public init(id: String, document: JSONObject, version: Int64) {
        self.id = id
        self.document = document
        self.version = version
    }

    /// Who sent it.
    public var from: String? {
        get { text("from_agent") }
        set { set("from_agent", newValue) }
    }

    /// Whom it is for.
    public var to: String? {
        get { text("to_agent") }
        set { set("to_agent", newValue) }
    }

    /// How urgent it is.
    public var priority: Priority? {
        get { text("priority").map { Priority(rawValue: $0) } }
        set { set("priority", newValue?.rawValue) }
    }

    /// Words to sort it by.
    public var tags: [String] {
        get { texts("tags") }
        set { set("tags", newValue) }
    }

    /// What it says; JSON where the sender wrote JSON.
    public var content: String? {
        get { text("content") }
        set { set("content", newValue) }
    }

    /// When it was sent, in the sender's own format.
    public var sentAt: String? {
        get { text("sent_at") }
        set { set("sent_at", newValue) }
    }

    /// When it was dealt with, as claimed.
    public var processedAt: String? {
        get { text("processed_at") }
        set { set("processed_at", newValue) }
    }

    /// How far it is, in whoever's own words.
    public var status: String? {
        get { text("status") }
        set { set("status", newValue) }
    }

    /// Whether it was dealt with: exactly the messages that the view `inbox` leaves out.
    public var isProcessed: Bool {
        processedAt != nil || Self.processed.contains((status ?? "").asciiLowercased)
    }

    private static let processed: Set<String> = [
        "processed", "completed", "done", "read", "archived",
    ]
}

extension String {
    /// The text with A to Z as a to z, as SQLite's `lower` has it.
    fileprivate var asciiLowercased: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
