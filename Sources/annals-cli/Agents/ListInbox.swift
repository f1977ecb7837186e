import Annals
import ArgumentParser

/// `annals message inbox`.
struct ListInbox: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "List the messages that wait for an agent, the newest last.")

    @Argument(
        help: ArgumentHelp("The agent, like Agent-3.", valueName: "name"),
        completion: .stored(.agents))
    var name: String

    @Flag(help: "Include processed messages.")
    var all = false

    @Flag(help: "With --all, list waiting messages first.")
    var waitingFirst = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let messages = try store.inbox(
            of: name, includingProcessed: all, unprocessedFirst: waitingFirst)
        let isUnknown = try messages.isEmpty && UnknownAgent.warn(of: name, in: store)
        try options.renderer().list(
            messages, short: MessageCommand.short, isExplained: isUnknown)
    }
}
