import Annals
import AnnalsHooks
import AnnalsJSON
import ArgumentParser
import Foundation

/// Which settings are meant, and what becomes of them.
struct HookSettingsOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Whose hooks: claude-code, codex or cursor.", valueName: "program"),
        completion: .list(HookTool.allCases.map(\.rawValue)))
    var program: String = HookTool.claudeCode.rawValue

    @Option(
        help: ArgumentHelp("Of the project in this folder.", valueName: "folder"),
        completion: .directory)
    var project: String = "."

    @Flag(help: "Of this account, for all its projects.")
    var user = false

    @Flag(help: "Write the file; without this it is a preview.")
    var apply = false

    @OptionGroup var options: GlobalOptions

    /// Shows what changes in the settings, and writes it where that is asked for.
    ///
    /// - Parameter command: Makes the command line; nil takes ours away.
    func perform(_ command: ((HookTool) throws -> String)?) throws {
        let tool = try HookTool(program)
        let home = FileManager.default.homeDirectoryForCurrentUser.path
        let settings = HookSettings(tool, in: user ? home : project)
        var change = try settings.change(to: try command?(tool))
        if apply, change.isChange {
            try settings.write(change)
            change.isWritten = true
        }
        let renderer = options.renderer()
        guard renderer.format == .table else { return try renderer.object(change) }
        let output = renderer.output
        if change.isChange {
            let old = change.before == nil ? "/dev/null" : change.path.terminalSafe
            try output.writeLine(output.screen.styled("--- \(old)", .bold))
            try output.writeLine(output.screen.styled("+++ \(change.path.terminalSafe)", .bold))
            try TextDifference(output: output, marksWords: false).write(
                from: change.before ?? "", to: change.after)
        } else {
            try output.writeLine("\(change.path.terminalSafe) is as it should be.")
        }
        try output.flush()
        if change.isChange, !apply {
            Warning.say("this is a preview: with --apply the file is written")
        }
    }
}

/// `annals hook install`.
struct InstallHooks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Have a program call its hook: show what changes in its settings, and write it.",
        discussion: """
            The file is .claude/settings.json, .codex/hooks.json or .cursor/hooks.json, of the \
            project or of the account. What else is in it stays as it is; a second time changes \
            nothing.
            """)

    @OptionGroup var settings: HookSettingsOptions

    @OptionGroup var told: HookTelling

    func run() throws {
        let store = try settings.options.path()
        try settings.perform { tool in
            var command =
                "\(Self.program.quotedForShell) hook \(tool.rawValue)"
                + " --store \(Self.absolute(store).quotedForShell)"
            if let by = told.by { command += " --by \(by.quotedForShell)" }
            if let files = told.files {
                command += " --files \(Self.absolute(files).quotedForShell)"
            }
            return command
        }
    }

    /// This program, by its name where that leads to it.
    private static var program: String {
        let own = absolute("/proc/self/exe")
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        let first = folders.lazy.map { "\($0)/annals" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        return first.map(absolute) == own ? "annals" : own
    }

    /// A path from the root, without links where it leads anywhere.
    private static func absolute(_ path: String) -> String {
        let url = URL(fileURLWithPath: path)
        return url.resolvingSymlinksInPath().standardizedFileURL.path
    }
}

/// `annals hook uninstall`.
struct UninstallHooks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Have a program call its hook no more: take it out of its settings.",
        discussion: "What else is in the file stays as it is.")

    @OptionGroup var settings: HookSettingsOptions

    func run() throws { try settings.perform(nil) }
}
