import ArgumentParser

/// What the people who work on Annals run by hand, in one program.
@main
struct DevelopmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "annals-dev",
        abstract: "Tools for working on Annals itself.",
        subcommands: [
            BenchCommand.self, BenchPageCommand.self, ExtremesCommand.self, FootprintCommand.self,
            GenerateCommand.self, HammerCommand.self, HammerWitnessCommand.self,
            HammerWorkerCommand.self, MemoryCommand.self, TidyCommand.self,
        ])
}
