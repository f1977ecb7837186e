import AnnalsTesting
import Foundation

/// What `--experimental-dump-help` says of a command and those below it.
struct CommandTree: Decodable {
    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let arguments: [Argument]?
        let subcommands: [Command]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let names: [Name]?
        let abstract: String?

        /// As it is typed: `--at`, `-o`; empty for a positional argument.
        var typed: [String] {
            (names ?? []).map { ($0.kind == "short" ? "-" : "--") + $0.name }
        }
    }

    let command: Command

    /// A command by its whole name.
    struct Named {
        let name: String
        let command: Command
    }

    /// Every command but the root and `help`, by its whole name.
    var all: [Named] {
        func below(_ command: Command, _ path: String) -> [Named] {
            (command.subcommands ?? []).filter { $0.commandName != "help" }.flatMap { child in
                let name = "\(path) \(child.commandName)"
                return [Named(name: name, command: child)] + below(child, name)
            }
        }
        return below(command, command.commandName)
    }

    /// Asks the built program.
    static func ofBuiltProgram() async throws -> CommandTree {
        let result = try await CommandLineTool.built().run(
            "--experimental-dump-help", in: try TemporaryDirectory())
        return try JSONDecoder().decode(CommandTree.self, from: Data(result.outputBytes))
    }
}
