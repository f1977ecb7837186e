import ArgumentParser

/// `annals message`.
struct MessageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message",
        abstract: "Send messages, list an inbox, or mark a message as processed.",
        subcommands: [SendMessage.self, ListInbox.self, FinishMessage.self])
    /// The columns that lists show to people.
    static let short = ["from_agent", "to_agent", "priority", "status", "sent_at", "content"]
}
