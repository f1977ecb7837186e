import Annals
import ArgumentParser

/// A command that there is not, with the one that may have been meant and the right usage.
struct UnknownCommand: Error {
    /// What to say, in lines; the first is a sentence.
    let text: String

    /// Looks for a word that stands where the name of a command belongs and is none.
    ///
    /// - Parameter arguments: Without the program's name.
    /// - Returns: nil if there is no such word, or the parser is the one to say what is wrong.
    init?(in arguments: some Sequence<String>) {
        var command: any ParsableCommand.Type = AnnalsCommand.self
        var path = "annals"
        var isHelp = false
        var skipsValue = false
        for argument in arguments {
            if skipsValue {
                skipsValue = false
            } else if argument.hasPrefix("-") {
                guard let takesValue = Self.takesValue(argument) else { return nil }
                skipsValue = takesValue
            } else if argument == "help", command == AnnalsCommand.self {
                // The parser answers help on help.
                if isHelp { return nil }
                isHelp = true
            } else if let next = Self.subcommands(of: command).first(where: { $0.is(argument) }) {
                command = next
                path += " \(argument)"
            } else {
                guard let text = Self.text(argument, command, path, isHelp: isHelp) else {
                    return nil
                }
                self.text = text
                return
            }
        }
        return nil
    }

    /// Options of every command, which may stand before a command's name.
    ///
    /// - Returns: Whether the next argument is its value; nil for another option.
    private static func takesValue(_ option: String) -> Bool? {
        let name = option.prefix { $0 != "=" }
        switch name {
        case "--store", "--format", "-f", "--columns": return name.count == option.count
        case "--wide", "--no-pager": return false
        default: return nil
        }
    }

    private static func subcommands(
        of command: any ParsableCommand.Type
    ) -> [any ParsableCommand.Type] {
        let configuration = command.configuration
        return configuration.subcommands
    }

    private static func text(
        _ word: String, _ command: any ParsableCommand.Type, _ path: String, isHelp: Bool
    ) -> String? {
        let names = subcommands(of: command).map { $0._commandName }
        let meant =
            command == TagCommand.self && !isHelp
            ? likely(word, among: names) : meant(by: word, in: command, path)
        let shown = String(word.unicodeScalars.prefix(Limits.quotedCharactersMax))
        // The words of `annals tag` are names of tags: only what looks like a command is refused.
        if command == TagCommand.self, !isHelp {
            guard let first = meant.first else { return nil }
            return """
                annals: a tag named \(shown.quotedForMessage) looks like a command: write annals \
                tag \(first), or annals tag set \(shown.terminalSafe) to set it
                \(usage(path))
                """
        }
        guard isHelp || !names.isEmpty else { return nil }
        let hint =
            meant.isEmpty
            ? "see the list with \(path) --help"
            : "did you mean \(meant.joined(separator: " or "))?"
        return """
            annals: there is no command '\(path) \(shown.terminalSafe)': \(hint)
            \(usage(path, hasCommands: !names.isEmpty))
            """
    }

    private static func usage(_ path: String, hasCommands: Bool = true) -> String {
        "Usage: \(path)\(hasCommands ? " <subcommand>" : "")\n"
            + "  See '\(path) --help' for more information."
    }

    /// What other programs call things, and what it is called here.
    private static let otherNames = [
        "ls": ["list"], "rm": ["remove"], "delete": ["remove"], "del": ["remove"],
        "unset": ["remove"], "show": ["list"], "get": ["show", "list"], "cat": ["show"],
        "add": ["create", "set"], "new": ["create", "set"], "create": ["set"], "move": ["set"],
        "history": ["log"], "sql": ["query"], "undo": ["rollback"], "revert": ["rollback"],
    ]

    /// What other programs, and this one elsewhere, call commands that are no tags' names.
    private static let furtherNames = [
        "list": ["inbox"], "read": ["inbox"], "mark": ["done"], "finish": ["done", "complete"],
        "complete": ["done"], "done": ["complete"], "close": ["complete"], "assign": ["claim"],
        "take": ["claim"], "update": ["set"], "edit": ["set"], "put": ["set"], "post": ["send"],
        "events": ["log"], "audit": ["log"], "search": ["log"], "grep": ["log"],
        "find": ["log"], "select": ["query"], "who": ["blame"], "annotate": ["blame"],
        "compare": ["diff"], "changes": ["diff"], "check": ["verify", "check"],
        "fsck": ["verify"], "save": ["backup"], "capture": ["import"], "ingest": ["import"],
        "status": ["stats"], "info": ["stats"], "users": ["actors"], "forget": ["erase"],
    ]

    /// The names that may be meant among some, by habit or by a slip of the hand.
    private static func likely(_ word: String, among names: [String]) -> [String] {
        let others = (otherNames[word.lowercased()] ?? []).filter(names.contains)
        return others.isEmpty ? Spelling.near(word, among: names) : Array(others.prefix(1))
    }

    /// The commands that may be meant, whole: of those that belong here, else of all.
    private static func meant(
        by word: String, in command: any ParsableCommand.Type, _ path: String
    ) -> [String] {
        let names = subcommands(of: command).map { $0._commandName }
        let here = likely(word, among: names)
        if !here.isEmpty { return here.map { "\(path) \($0)" } }
        let further = furtherNames[word.lowercased()] ?? []
        if let name = further.first(where: names.contains) { return ["\(path) \(name)"] }
        if command == AnnalsCommand.self {
            let deeper = Self.deeper(word)
            if !deeper.isEmpty { return deeper }
        }
        // A slip of the hand in one of the other names.
        let known = Set(otherNames.keys).union(furtherNames.keys).sorted()
        let slips = Spelling.near(word, among: known)
        let slip = slips.lazy.flatMap { (otherNames[$0] ?? []) + (furtherNames[$0] ?? []) }
            .first(where: names.contains)
        return slip.map { ["\(path) \($0)"] } ?? []
    }

    /// Commands of this name that belong to another one, as `inbox` to `message`.
    private static func deeper(_ word: String) -> [String] {
        let owners = AnnalsCommand.groups.flatMap(\.subcommands)
        let paths = owners.flatMap { owner in
            subcommands(of: owner).map { (name: $0._commandName, owner: owner._commandName) }
        }
        let near = Spelling.near(word, among: Set(paths.map(\.name)).sorted(), countMax: 1)
        let found = paths.filter { near.contains($0.name) }
        guard found.count <= deeperMax else { return [] }
        return found.map { "annals \($0.owner) \($0.name)" }
    }

    /// Commands of one name that are offered; more are no help.
    private static let deeperMax = 3
}

extension ParsableCommand {
    /// Whether a word is the command's name.
    fileprivate static func `is`(_ word: String) -> Bool {
        _commandName == word || configuration.aliases.contains(word)
    }
}
