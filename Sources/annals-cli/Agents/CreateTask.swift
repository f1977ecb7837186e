import Annals
import ArgumentParser

/// `annals task create`.
struct CreateTask: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a task.",
        discussion: """
            The same id with the same content is the same task, and nothing is appended; with \
            other content it is refused. Other members are set like those of an agent: \
            estimated_cycles=5 dependencies='["DB_001"]'.
            """)

    @Argument(help: "One line that says what to do.")
    var title: String

    @Argument(
        help: ArgumentHelp("Another column or member, like deadline=C-55.", valueName: "name=value")
    )
    var assignments: [String] = []

    @Option(
        help: ArgumentHelp(
            "Its id (default: a UUID that begins with the time).", valueName: "id"))
    var id: String?

    @Option(
        help: ArgumentHelp(
            "Whose task it is (default: nobody's until it is claimed).", valueName: "name"))
    var agent: String?

    @Option(help: ArgumentHelp("How urgent it is, in any words.", valueName: "word"))
    var priority: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The whole text; @FILE, or - for standard input.", valueName: "text"))
    var description: String?

    @OptionGroup var change: ChangeOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        try change.act.check(besides: description, "--description")
    }

    func run() throws {
        let actor = try actor.actor()
        var draft = TaskDraft(title, id: id, agent: agent)
        draft.priority = priority.map { Priority(rawValue: $0) }
        draft.description = try description.map {
            try GivenText.text(
                $0, "the description", limit: Limits.bodyBytesMax, besides: try options.path())
        }
        for text in assignments {
            try Assignment(text).apply(to: &draft.other)
        }
        let expected = try change.expected()
        let context = try change.context(besides: try options.path())
        let store = try options.openToWrite()
        defer { store.close() }
        if let agent { try UnknownAgent.warn(of: agent, in: store) }
        let task = try store.createTask(
            draft, by: actor, reason: change.reason, correlation: change.correlation,
            cycle: change.cycle, context: context, expected: expected)
        try options.renderer().row(task)
    }
}
