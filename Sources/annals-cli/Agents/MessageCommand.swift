import ArgumentParser

/// `annals message`.
struct MessageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message",
        abstract: "Send messages, list an inbox, or note that a message was dealt with.",
        subcommands: [SendMessage.self, ListInbox.self, FinishMessage.self])

    /// The name of the column that holds a message's id.
    static let key = "message_id"
    /// The columns that lists show to people.
    static let short = ["from_agent", "to_agent", "priority", "status", "sent_at", "content"]
}
