import Annals
import ArgumentParser

/// `annals task complete`.
struct CompleteTask: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Complete a task.",
        discussion: """
            A task that is another agent's is completed with --for, which names that agent; the \
            event says so.
            """)

    @Argument(
        help: ArgumentHelp("The task, like DB_002.", valueName: "id"),
        completion: .stored(.tasks))
    var id: String

    @Option(
        name: .customLong("for"), parsing: .unconditional,
        help: ArgumentHelp(
            "The agent whose task it is (default: who does it).", valueName: "name"),
        completion: .stored(.agents))
    var agent: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A result of the task, JSON or text; may be repeated.", valueName: "value"))
    var deliverable: [String] = []

    @OptionGroup var change: ChangeOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let actor = try actor.actor()
        let expected = try change.expected()
        let context = try change.context(besides: try options.path())
        let deliverables = try deliverable.map { try GivenValue.parse($0) }
        let store = try options.openToWrite()
        defer { store.close() }
        let task = try store.complete(
            id, for: agent, deliverables: deliverables.isEmpty ? nil : deliverables, by: actor,
            reason: change.reason, correlation: change.correlation, cycle: change.cycle,
            context: context,
            expected: expected)
        try options.renderer().row(task)
    }
}
