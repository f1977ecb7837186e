import Annals
import ArgumentParser

/// `annals agent set`.
struct SetAgent: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change the document of an agent.",
        discussion: """
            A value is JSON if it reads as JSON, else text. A column of agent_workspaces is \
            written to the member that the document uses for it; a name with a leading slash is \
            a JSON Pointer.
            """)

    @Argument(
        help: ArgumentHelp("The agent, like Agent-3.", valueName: "name"),
        completion: .stored(.agents))
    var name: String

    @Argument(
        help: ArgumentHelp("What to set, like status=ACTIVE.", valueName: "name=value"))
    var assignments: [String] = []

    @Option(
        help: ArgumentHelp(
            "A column or member to remove; may be repeated.", valueName: "name"))
    var unset: [String] = []

    @Flag(help: "Add the agent if there is none of the name.")
    var new = false

    @OptionGroup var change: ChangeOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if assignments.isEmpty && unset.isEmpty && !new {
            throw ValidationError("Say what to set: annals agent set NAME status=ACTIVE.")
        }
    }

    func run() throws {
        let actor = try actor.actor()
        let expected = try change.expected()
        let context = try change.context(besides: try options.path())
        let assignments = try assignments.map { try Assignment($0) }
        let store = try options.openToWrite()
        defer { store.close() }
        if !new, try store.agentStatus(name) == nil {
            let refusal = try UnknownAgent.refusal(name, in: store)
            throw StoreError(.notFound, "\(refusal.message), and --new adds it")
        }
        let agent = try store.updateAgentStatus(
            name, by: actor, reason: change.reason, correlation: change.correlation,
            cycle: change.cycle, context: context, expected: expected
        ) { agent in
            for name in unset { agent[name] = nil }
            for assignment in assignments { try assignment.apply(to: &agent) }
        }
        try options.renderer().row(agent)
    }
}
