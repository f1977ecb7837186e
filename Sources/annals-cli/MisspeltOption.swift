import Annals
import ArgumentParser

/// An option that there is not, with the one that may have been meant.
///
/// The parser asks a command whether its options fit together before it says that it does not know
/// one, so that of `restore --form x` it would say that `--from` is missing.
struct MisspeltOption: Error {
    /// What to say, in lines; the first is a sentence.
    let text: String

    /// Looks for such an option among arguments that the parser refused.
    ///
    /// - Parameter arguments: Without the program's name.
    /// - Returns: nil if there is none, or nothing near it.
    init?(in arguments: some Sequence<String>) {
        var command: any ParsableCommand.Type = AnnalsCommand.self
        var path = "annals"
        var unread: [String] = []
        for argument in arguments {
            if !argument.hasPrefix("-"),
                let next = command.configuration.subcommands.first(where: {
                    $0._commandName == argument
                })
            {
                command = next
                path += " \(argument)"
            } else {
                unread.append(argument)
            }
        }
        guard let known = try? CommandOutline(of: command).shown.filter({ !$0.isPositional })
        else { return nil }
        var skipsValue = false
        for argument in unread {
            if argument == "--" { return nil }
            guard !skipsValue, argument.hasPrefix("--") else {
                skipsValue = false
                continue
            }
            let option = String(argument.prefix { $0 != "=" })
            if let found = known.first(where: { $0.typed.contains(option) }) {
                skipsValue = found.takesValue && option == argument
                continue
            }
            let near = Spelling.near(option, among: known.flatMap(\.typed), countMax: 1)
            guard let meant = near.first, meant.hasPrefix("--") else { return nil }
            text = """
                annals: unknown option '\(option.terminalSafe)'. Did you mean '\(meant)'?
                Usage: \(AnnalsCommand.usageString(for: command))
                  See '\(path) --help' for more information.
                """
            return
        }
        return nil
    }
}
