import Annals
import ArgumentParser
import Foundation

/// A page of the manual, made of what the commands say of themselves.
struct ManualPage {
    /// The page's name, like `annals-task`.
    let name: String
    var roff = RoffText()

    /// Writes all pages, one a command and one of the program.
    ///
    /// - Throws: `io` where the folder or a page cannot be written.
    static func writeAll(to folder: String) throws {
        let pages =
            try [overview()]
            + AnnalsCommand.groups.flatMap { group in
                try group.subcommands.map { command in
                    let others = group.subcommands.filter { $0 != command }.map(Self.pageName)
                    return try ManualPage(of: command, besides: others)
                }
            }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for page in pages {
                let text = page.roff.lines.map { "\($0)\n" }.joined()
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(page.name).1"))
            }
        } catch {
            throw StoreError(
                .io,
                "the manual could not be written to \(folder.terminalSafe): "
                    + error.localizedDescription)
        }
    }

    static func pageName(_ command: any ParsableCommand.Type) -> String {
        "annals-\(command._commandName)"
    }

    /// Begins a page.
    init(name: String, abstract: String) {
        self.name = name
        roff.title(
            name, date: Self.date, source: "Annals \(AnnalsVersion.current)",
            manual: "Annals Manual")
        roff.section("Name")
        var short = abstract.hasSuffix(".") ? String(abstract.dropLast()) : abstract
        short = short.prefix(1).lowercased() + short.dropFirst()
        roff.text("\(name) - \(short)")
    }

    /// The page of a command below the program.
    private init(of command: any ParsableCommand.Type, besides others: [String]) throws {
        self.init(name: Self.pageName(command), abstract: command.configuration.abstract)
        let title = "annals \(command._commandName)"
        let subcommands = command.configuration.subcommands
        roff.section("Synopsis")
        if subcommands.isEmpty {
            roff.text(try Self.synopsis(title, CommandOutline(of: command)))
            try describe(command, inSections: true)
        } else {
            for (index, subcommand) in subcommands.enumerated() {
                if index > 0 { roff.lineBreak() }
                let path = "\(title) \(subcommand._commandName)"
                let outline = try CommandOutline(of: subcommand)
                roff.text(
                    subcommand.configuration.subcommands.isEmpty
                        ? try Self.synopsis(path, outline) : "\(path) <command> [options]")
            }
            roff.section("Description")
            roff.text(command.configuration.abstract)
            addDiscussion(command)
            if let meant = command.configuration.defaultSubcommand {
                roff.paragraph("Without the name of a command it is \(meant._commandName).")
            }
            roff.section("Commands")
            try addCommands(below: command, title)
        }
        addCommonSections(besides: others)
    }

    private mutating func addCommands(
        below parent: any ParsableCommand.Type, _ title: String
    ) throws {
        for command in parent.configuration.subcommands {
            let path = "\(title) \(command._commandName)"
            guard command.configuration.subcommands.isEmpty else {
                try addCommands(below: command, path)
                continue
            }
            roff.subsection(try Self.synopsis(path, CommandOutline(of: command)))
            try describe(command, inSections: false)
        }
    }

    private mutating func describe(
        _ command: any ParsableCommand.Type, inSections: Bool
    ) throws {
        if inSections { roff.section("Description") }
        roff.text(command.configuration.abstract)
        addDiscussion(command)
        let outline = try CommandOutline(of: command)
        let everywhere = try Set(CommandOutline(of: GlobalOptions.self).shown.flatMap(\.typed))
        let own = outline.shown.filter {
            everywhere.isDisjoint(with: $0.typed) && !$0.typed.contains("--help")
        }
        guard !own.isEmpty else { return }
        if inSections { roff.section("Options") }
        own.forEach { add($0) }
    }

    private mutating func addDiscussion(_ command: any ParsableCommand.Type) {
        let discussion = command.configuration.discussion
        for paragraph in discussion.components(separatedBy: "\n\n") where !paragraph.isEmpty {
            roff.paragraph(paragraph)
        }
    }

    /// Adds an option or argument.
    mutating func add(_ argument: CommandOutline.Argument) {
        var meaning = argument.abstract ?? ""
        if let values = argument.allValues, !values.isEmpty {
            meaning += " One of \(values.joined(separator: ", "))"
            meaning += argument.defaultValue.map { "; by default \($0)." } ?? "."
        } else if let value = argument.defaultValue, !meaning.contains("default") {
            meaning += " By default \(value)."
        }
        let value = argument.valueName ?? ""
        if argument.isPositional {
            roff.term("<\(value)>", meaning)
        } else {
            let names = argument.typed.reversed().joined(separator: ", ")
            roff.term(names, value: argument.takesValue ? "<\(value)>" : "", meaning)
        }
    }

    /// The command with its positional arguments.
    private static func synopsis(_ title: String, _ outline: CommandOutline) throws -> String {
        let words = outline.shown.filter(\.isPositional).map { argument in
            let word = "<\(argument.valueName ?? "")>\(argument.isRepeating ? " ..." : "")"
            return argument.isOptional ? "[\(word)]" : word
        }
        return ([title] + words + ["[options]"]).joined(separator: " ")
    }

    /// The day of the source, where the environment names it, so that the same source gives the
    /// same pages. https://reproducible-builds.org/specs/source-date-epoch/
    private static var date: String {
        guard let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"],
            let seconds = Int64(text), (0...Int64(Int32.max)).contains(seconds)
        else { return "" }
        return String(Timestamp(microseconds: seconds * 1_000_000).rfc3339.prefix(10))
    }
}
