import Annals
import ArgumentParser

/// `annals message done`.
struct FinishMessage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Mark a message as processed.")

    @Argument(
        help: "The message's id.",
        completion: .stored(.messages))
    var id: String

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
            id, by: actor, reason: change.reason, correlation: change.correlation,
            cycle: change.cycle, context: context, expected: expected)
        try options.renderer().row(message)
    }
}
