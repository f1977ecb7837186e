import ArgumentParser

/// What belongs at the cursor of a command line that is being typed.
struct CompletionPlace {
    /// What belongs there.
    enum Kind {
        /// Names of commands below this one.
        case command(any ParsableCommand.Type)
        /// Options, of the command at the place.
        case option
        /// A value of an option or argument; `name` as ArgumentParser's requests write it.
        case value(CommandOutline.Argument, name: String)
        /// Nothing that is known.
        case nothing
    }

    /// The commands that were named, without the program.
    private(set) var path: [String] = []
    /// What belongs at the cursor.
    private(set) var kinds: [Kind] = []
    /// The text at the cursor that is to be completed: behind the equals sign of `--option=VALUE`.
    let text: String
    /// What stands in the same word before it.
    let before: String
    /// The options of the command, all of them.
    let options: [CommandOutline.Argument]
    /// Those of them that were given already.
    let given: Set<String>

    /// Finds the place.
    ///
    /// - Parameters:
    ///   - words: The words before the cursor's, without the program's name.
    ///   - last: The word of the cursor up to it.
    init(after words: [String], last: String) throws {
        var reading = Reading()
        for word in words { try reading.take(word) }
        options = try reading.outline().shown.filter { !$0.isPositional }
        given = reading.given
        (before, text) = Self.cut(last, reading)
        kinds = try reading.kinds(at: last, isValue: !before.isEmpty)
        path = reading.path
    }

    private static func cut(_ last: String, _ reading: Reading) -> (before: String, text: String) {
        guard reading.open == nil, !reading.isBehindOptions, last.hasPrefix("--"),
            let equals = last.firstIndex(of: "=")
        else { return ("", last) }
        let start = last.index(after: equals)
        return (String(last[..<start]), String(last[start...]))
    }

    /// What was read of a command line.
    private struct Reading {
        var path: [String] = []
        var given: Set<String> = []
        /// The option whose value comes next.
        var open: CommandOutline.Argument?
        /// The option that takes all words up to the next option.
        var openToMore: CommandOutline.Argument?
        var isBehindOptions = false
        private var command: any ParsableCommand.Type = AnnalsCommand.self
        private var positionals = 0
        private var isHelp = false

        mutating func take(_ word: String) throws {
            if open != nil {
                open = nil
            } else if isBehindOptions || !word.hasPrefix("-") || word == "-" {
                try takePlain(word)
            } else if word == "--" {
                isBehindOptions = true
            } else {
                openToMore = nil
                let name = word.split(separator: "=").first.map(String.init) ?? word
                let argument = try option(name)
                given.formUnion(argument?.typed ?? [])
                guard let argument, argument.takesValue, !word.contains("=") else { return }
                open = argument
                openToMore = argument.takesSeveral ? argument : nil
            }
        }

        private mutating func takePlain(_ word: String) throws {
            if openToMore != nil { return }
            if word == "help", path.isEmpty, !isHelp {
                isHelp = true
            } else if positionals == 0, let next = subcommand(word) {
                command = next
                path.append(next._commandName)
            } else {
                enterDefault()
                positionals += 1
            }
        }

        private func subcommand(_ word: String) -> (any ParsableCommand.Type)? {
            command.configuration.subcommands.first {
                $0._commandName == word || $0.configuration.aliases.contains(word)
            }
        }

        /// Goes on with the command that is meant where none is named.
        private mutating func enterDefault() {
            guard let meant = command.configuration.defaultSubcommand else { return }
            command = meant
            path.append(meant._commandName)
        }

        func option(_ name: String) throws -> CommandOutline.Argument? {
            try outline().shown.first { $0.typed.contains(name) }
        }

        /// The options and arguments that can stand here.
        func outline() throws -> CommandOutline {
            // The outline of a command with others below it has all of them in it, and few
            // options.
            if let meant = command.configuration.defaultSubcommand {
                return try CommandOutline(of: meant)
            }
            let isLeaf = command.configuration.subcommands.isEmpty
            return try CommandOutline(of: isLeaf ? command : GlobalOptions.self)
        }

        mutating func kinds(at last: String, isValue: Bool) throws -> [Kind] {
            if let open { return [Self.value(open)] }
            if isValue {
                let name = String(last.prefix { $0 != "=" })
                guard let argument = try option(name), argument.takesValue else {
                    return [.nothing]
                }
                return [Self.value(argument)]
            }
            if last.hasPrefix("-"), !isBehindOptions { return [.option] }
            if let openToMore { return [Self.value(openToMore)] }
            let hasCommands = !command.configuration.subcommands.isEmpty
            guard hasCommands || isHelp, positionals == 0 else { return [try positional()] }
            var kinds: [Kind] = [.command(command)]
            if !isHelp, command.configuration.defaultSubcommand != nil {
                enterDefault()
                kinds.append(try positional())
            }
            return kinds
        }

        private static func value(_ option: CommandOutline.Argument) -> Kind {
            .value(option, name: option.typed.first ?? "")
        }

        private func positional() throws -> Kind {
            let all = try CommandOutline(of: command).shown.filter(\.isPositional)
            let index = min(positionals, all.count - 1)
            guard index >= 0, index == positionals || all[index].isRepeating else {
                return .nothing
            }
            return .value(all[index], name: "positional@\(index)")
        }
    }
}
