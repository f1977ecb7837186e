import ArgumentParser

/// `annals config`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Read or write configuration.",
        subcommands: [GetConfiguration.self, SetConfiguration.self])
}
