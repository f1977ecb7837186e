import Annals
import ArgumentParser
import Foundation

/// The command `annals`: what it is made of, and how every run ends.
@main
struct AnnalsCommand: ParsableCommand {
    /// Every subcommand, in the order and under the titles of the help page.
    ///
    /// A new command is one more type in one of these lists.
    static let groups: [CommandGroup] = [
        CommandGroup(
            name: "Writing",
            subcommands: [InitCommand.self, AppendCommand.self, CycleCommand.self, TagCommand.self]
        ),
        CommandGroup(
            name: "Reading",
            subcommands: [
                LogCommand.self, ShowCommand.self, TraceCommand.self, StateCommand.self,
                QueryCommand.self, ReportCommand.self, StreamsCommand.self, ActorsCommand.self,
            ]),
        CommandGroup(
            name: "Agents",
            subcommands: [
                AgentCommand.self, TaskCommand.self, MessageCommand.self, ConfigCommand.self,
            ]),
        CommandGroup(
            name: "Workspaces",
            subcommands: [
                ImportCommand.self, WatchCommand.self, ExportCommand.self,
                WorkspaceCommand.self, HookCommand.self,
            ]),
        CommandGroup(
            name: "Serving",
            subcommands: [
                OpenCommand.self, ServeCommand.self, MCPCommand.self, AccessCommand.self,
            ]),
        CommandGroup(
            name: "Looking back",
            subcommands: [
                DiffCommand.self, BlameCommand.self, BisectCommand.self, RollbackCommand.self,
                RestoreCommand.self,
            ]),
        CommandGroup(name: "Trust", subcommands: [VerifyCommand.self]),
        CommandGroup(
            name: "Proving",
            subcommands: [
                KeyCommand.self, CheckpointCommand.self, ProveCommand.self,
                CheckProofCommand.self, TilesCommand.self,
            ]),
        CommandGroup(
            name: "Keeping",
            subcommands: [
                ProjectionsCommand.self, StatsCommand.self, HealthCommand.self, DoctorCommand.self,
                BackupCommand.self, EraseCommand.self, RetentionCommand.self, CompactCommand.self,
                SearchIndexCommand.self, VersionCommand.self,
            ]),
    ]

    static let configuration = CommandConfiguration(
        commandName: "annals",
        abstract: "Keeps, reads and explains an audit log of events in one SQLite file.",
        discussion: """
            Results go to standard output, one sentence about what went wrong to standard error. \
            Exit codes: 0 done, 1 refused, 2 cannot tell, 64 wrong usage.
            """,
        version: AnnalsVersion.current,
        groupedSubcommands: groups)

    // Here too, so that they may stand before the name of the subcommand.
    @OptionGroup var options: GlobalOptions

    /// Runs what the arguments ask for, and ends the process.
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        if let call = HookTaking(words, environment: ProcessInfo.processInfo.environment) {
            return call.run()
        }
        HiddenRequest(words)?.answer()
        do {
            try checkEncoding()
            var command = try GivenArguments.parse()
            try CloudEventLines.check(command)
            try command.run()
            Pager.finish()
        } catch {
            Ending(of: error).leave()
        }
    }

    /// Refuses arguments that are no UTF-8: Swift would repair them, and the log would keep, or
    /// the command would look for, what nobody wrote.
    private static func checkEncoding() throws {
        for index in 0..<Int(CommandLine.argc) {
            guard let bytes = CommandLine.unsafeArgv[index] else { return }
            if String(validatingCString: bytes) == nil {
                throw ValidationError("Argument \(index) is not UTF-8: write it as such.")
            }
        }
    }
}
