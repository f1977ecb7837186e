import ArgumentParser

/// `annals config`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "List, read or write configuration.",
        subcommands: [
            ListConfigurations.self, GetConfiguration.self, SetConfiguration.self,
        ])
}
