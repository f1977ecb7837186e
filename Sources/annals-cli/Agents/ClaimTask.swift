import Annals
import ArgumentParser

/// `annals task claim`.
struct ClaimTask: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Claim a task: of all who try at once, exactly one gets it.",
        discussion: """
            If another agent has it, the exit code is 1 and the error names that agent.
            """)

    @Argument(
        help: ArgumentHelp("The task, like DB_002.", valueName: "id"),
        completion: .stored(.tasks))
    var id: String

    @Option(
        help: ArgumentHelp("The agent that gets it (default: who does it).", valueName: "name"),
        completion: .stored(.agents))
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
        if let agent { try UnknownAgent.warn(of: agent, in: store) }
        let task = try store.claim(
            id, for: agent, by: actor, reason: change.reason, correlation: change.correlation,
            cycle: change.cycle, context: context, expected: expected)
        try options.renderer().row(task)
    }
}
