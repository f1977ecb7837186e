package import Annals
import AnnalsModel

// The JSON of documents that have a table: its key, its columns, and the rest.

/// A document whose JSON has the columns of its table.
package protocol JSONDocument: TypedDocument, JSONResult {
    /// The name of the column that holds its id.
    static var keyName: String { get }
}

extension JSONDocument {
    /// The members of a document: key, version, columns in the order of the table, the rest.
    fileprivate static func members(
        key meaning: String, _ columns: [(name: String, meaning: String)]
    ) -> [JSONMember<Self>] {
        let first = [
            JSONMember<Self>(keyName, { $0.id }, meaning),
            JSONMember<Self>("version", { $0.version }, "Number of events of its stream."),
        ]
        let values = columns.map { name, meaning in
            JSONMember<Self>(name, { $0[name] }, meaning, null: "if the document does not say")
        }
        let rest = JSONMember<Self>(
            "extra", { $0.extra }, "Every member of the document that no column took.")
        return first + values + [rest]
    }
}

extension AgentStatus: JSONDocument {
    /// The key of `agent_workspaces`.
    package static var keyName: String { "agent_id" }

    /// The JSON of an agent.
    package static let shape = JSONShape<AgentStatus>(
        "Agent", "What is known of an agent: the document of `agent/NAME`.",
        members(
            key: "The agent's name.",
            [
                ("team", "The team that it belongs to."),
                ("specialization", "What it is for."),
                ("captain", "The agent that leads it; the captain has none."),
                ("status", "How it is, in its own words."),
                ("last_cycle", "When it last finished a cycle, as claimed."),
                ("current_focus", "What it works on."),
                ("cycle_count", "Number of cycles that it has been through."),
                ("tasks_completed", "Number of tasks that it has finished."),
                ("coordination_efficiency", "As claimed: some write a share, others percent."),
                ("v2_compliance", "As claimed: some write a share, others percent."),
                ("last_updated", "When it last wrote about itself, as claimed."),
            ]))
}

extension AgentTask: JSONDocument {
    /// The key of `agent_tasks`.
    package static var keyName: String { "task_id" }

    /// The JSON of a task.
    package static let shape = JSONShape<AgentTask>(
        "Task", "A task: the document of `task/ID`.",
        members(
            key: "The task's id.",
            [
                ("agent_id", "The agent in whose list it is."),
                ("title", "One line."),
                ("description", "The whole text."),
                ("priority", "How urgent it is, in the writer's own words."),
                ("status", "How far it is, in the writer's own words."),
                ("estimated_cycles", "Effort in cycles."),
                ("dependencies", "Ids of tasks that come first."),
                ("skills_required", "What one must be able to do."),
                ("assigned_to", "The agent that someone gave it to."),
                ("created_by", "Who wrote it down."),
                ("created_at", "When it was written down, in the writer's own format."),
                ("started_at", "When somebody began or claimed it, in the writer's own format."),
                ("completed_at", "When it was done, in the writer's own format."),
                ("deliverables", "What it is to produce, or has produced."),
            ]))
}

extension AgentMessage: JSONDocument {
    /// The key of `agent_messages`.
    package static var keyName: String { "message_id" }

    /// The JSON of a message.
    package static let shape = JSONShape<AgentMessage>(
        "Message", "A message to one recipient: the document of `message/ID`.",
        members(
            key: "The delivery's id.",
            [
                ("from_agent", "Who sent it."),
                ("to_agent", "Who receives it."),
                ("priority", "How urgent it is, in the sender's own words."),
                ("tags", "Words to sort it by."),
                ("content", "What it says; JSON where the sender wrote JSON."),
                ("sent_at", "When it was sent, in the sender's own format."),
                ("processed_at", "When it was dealt with, as claimed."),
                ("status", "How far it is, in the sender's own words."),
            ]))
}

extension ConfigurationEntry: JSONResult {
    /// The JSON of a configuration.
    package static let shape = JSONShape<ConfigurationEntry>(
        "Configuration", "A configuration file or entry: the document of `config/KEY`.",
        [
            JSONMember("config_key", \.id, "Its key: of a file, its path below `config`."),
            JSONMember("version", \.version, "Number of events of its stream."),
            JSONMember("config_value", \.value, "The configuration itself."),
        ])
}
