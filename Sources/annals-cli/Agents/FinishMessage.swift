import Annals
import ArgumentParser

/// `annals message done`.
struct FinishMessage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Mark a message as processed.",
        discussion: """
            A message that is to another agent is marked with --for, which names that agent; the \
            event says so.
            """)

    @Argument(
        help: "The message's id.",
        completion: .stored(.messages))
    var id: String

    @Option(
        name: .customLong("for"), parsing: .unconditional,
        help: ArgumentHelp(
            "The agent to whom it is (default: who does it).", valueName: "name"))
    var agent: String?

    @OptionGroup var change: ChangeOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let actor = try actor.actor()
        let expected = try change.expected()
        let context = try change.context(besides: try options.path())
        let store = try options.openToWrite()
        defer { store.close() }
        let message = try store.markProcessed(
            id, for: agent, by: actor, reason: change.reason, correlation: change.correlation,
            cycle: change.cycle, context: context, expected: expected)
        try options.renderer().row(message)
    }
}
