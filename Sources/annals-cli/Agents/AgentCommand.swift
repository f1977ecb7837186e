import ArgumentParser

/// `annals agent`.
struct AgentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "List, show or change agents.",
        subcommands: [ListAgents.self, ShowAgent.self, SetAgent.self],
        defaultSubcommand: ListAgents.self)
}
