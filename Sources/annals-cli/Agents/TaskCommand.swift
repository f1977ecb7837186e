import ArgumentParser

/// `annals task`.
struct TaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "Create, list, claim, complete or show tasks.",
        subcommands: [
            ListTasks.self, ShowTask.self, CreateTask.self, ClaimTask.self, CompleteTask.self,
        ],
        defaultSubcommand: ListTasks.self)
}
