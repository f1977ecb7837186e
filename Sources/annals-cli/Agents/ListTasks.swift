import Annals
import ArgumentParser

/// `annals task list`.
struct ListTasks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List tasks, in the order in which they came into the store.")

    @Option(
        help: ArgumentHelp("Only this agent's.", valueName: "name"),
        completion: .stored(.agents))
    var agent: String?

    @Option(
        help: ArgumentHelp(
            "Only with this status; case, blanks and hyphens do not count.", valueName: "status"))
    var status: String?

    @Flag(help: "Only tasks that anybody may claim.")
    var free = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if free && agent != nil {
            throw ValidationError("Give --agent or --free, not both: a free task is for all.")
        }
    }

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let status = status.map { TaskStatus(rawValue: $0) }
        let tasks: [AgentTask]
        var isUnknown = false
        if let agent {
            tasks = try store.tasks(of: agent, status: status)
            isUnknown = try tasks.isEmpty && UnknownAgent.warn(of: agent, in: store)
        } else {
            tasks = try store.tasks(status: status, isFree: free)
        }
        try options.renderer().list(
            tasks,
            short: ["agent_id", "assigned_to", "status", "priority", "title"],
            isExplained: isUnknown)
    }
}
