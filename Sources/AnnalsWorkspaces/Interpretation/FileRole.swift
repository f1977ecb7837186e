import AnnalsModel

/// What a file is for, as its place and name tell.
///
/// Names are compared without regard to the case of ASCII letters, except those of agents' folders.
enum FileRole: Hashable, Sendable {
    /// `agent_workspaces/AGENT/status.json`.
    case status(agent: String)
    /// `agent_workspaces/AGENT/working_tasks.json` or `future_tasks.json`.
    case taskList(agent: String, isFuture: Bool)
    /// Another JSON file whose place says that tasks or contracts are in it.
    case taskCarrier
    /// A JSON, Markdown or text file in a mailbox.
    case message(Mailbox, isJSON: Bool)
    /// JSON in a folder where messages wait or rest; its members tell whether it is one.
    case messageCandidate(state: String)
    /// `…/history/msg_*.json`: the sender's record of a message.
    case messageRecord
    /// `message_queue/queue*.json`: a list of messages on their way.
    case messageQueue
    /// JSON anywhere below `config`.
    case configuration
    /// JSON in the root that is an analysis of the project, by its name.
    case analysis(stem: String)
    /// Other JSON in the root: an analysis if its members say so.
    case rootJSON(stem: String)
    /// Other JSON: captured, and only looked at for whether it is JSON.
    case json
    /// Everything else: captured only.
    case opaque

    /// Where a message lies.
    struct Mailbox: Hashable, Sendable {
        /// The name of the folder that has the mailbox.
        let owner: String
        /// Whether the owner received it; else it is a copy of what the owner sent.
        let isInbox: Bool
        /// What the folders below the mailbox say of it: `processed`, `archived`, or nil.
        let state: String?
    }

    /// Whether the file is interpreted as JSON.
    var isJSON: Bool {
        switch self {
        case .message(_, let isJSON): isJSON
        case .opaque: false
        default: true
        }
    }
}

extension FileRole {
    /// The role of the file at a path.
    init(of path: WorkspacePath) {
        let parts = path.components
        let lower = parts.map { $0.lowercasedASCII }
        guard let name = lower.last else {
            self = .opaque
            return
        }
        let isJSON = name.hasSuffix(".json")
        if let mailbox = Self.mailbox(parts, lower), let text = Self.isMessageText(name) {
            self = .message(mailbox, isJSON: text == .json)
            return
        }
        guard isJSON else {
            self = .opaque
            return
        }
        self = Self.json(parts, lower, name)
    }

    private static func json(_ parts: [String], _ lower: [String], _ name: String) -> FileRole {
        let folder = lower.dropLast().last
        if parts.count == 3, parts[0] == "agent_workspaces" {
            switch name {
            case "status.json": return .status(agent: parts[1])
            case "working_tasks.json": return .taskList(agent: parts[1], isFuture: false)
            case "future_tasks.json": return .taskList(agent: parts[1], isFuture: true)
            default: break
            }
        }
        if parts.count > 1, parts[0] == "config" { return .configuration }
        if folder == "message_queue", name.hasPrefix("queue") { return .messageQueue }
        if folder == "history", name.hasPrefix("msg_") { return .messageRecord }
        if lower.contains(where: isTemplate) { return .json }
        if let folder, let state = restingStates[folder] { return .messageCandidate(state: state) }
        let stem = String((parts.last ?? "").dropLast(5))
        if parts.count == 1, name.contains("analysis") { return .analysis(stem: stem) }
        if lower.contains(where: { $0.contains("task") || $0.contains("contract") }) {
            return .taskCarrier
        }
        return parts.count == 1 ? .rootJSON(stem: stem) : .json
    }

    private enum MessageText {
        case json
        case text
    }

    private static func isMessageText(_ name: String) -> MessageText? {
        if name.hasSuffix(".json") { return .json }
        let isText = [".md", ".txt", ".markdown"].contains { name.hasSuffix($0) }
        return isText ? .text : nil
    }

    private static func mailbox(_ parts: [String], _ lower: [String]) -> Mailbox? {
        let folders = lower.dropLast()
        guard
            let index = folders.lastIndex(where: { $0 == "inbox" || $0 == "outbox" }), index > 0
        else { return nil }
        let below = folders[(index + 1)...]
        let state =
            below.contains { $0 == "processed" || $0 == "completed" || $0 == "done" }
            ? "processed" : below.contains { $0.hasPrefix("archive") } ? "archived" : nil
        return Mailbox(owner: parts[index - 1], isInbox: lower[index] == "inbox", state: state)
    }

    /// Folders, outside mailboxes, whose name says how far the messages in them are.
    private static let restingStates = [
        "processed": "processed", "completed": "completed", "persistent": "pending",
        "pending": "pending", "queue": "pending", "failed": "failed",
    ]

    private static func isTemplate(_ part: String) -> Bool {
        part.contains("template") || part.hasSuffix(".schema.json") || part == "schemas"
    }
}

extension String {
    /// The text with A to Z as a to z and everything else as it is.
    var lowercasedASCII: String {
        String(
            decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
