import AnnalsHooks
import ArgumentParser

/// `annals hook`.
struct HookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook",
        abstract: "Take what agents' programs tell of their tools, prompts and edits.",
        subcommands: [
            ClaudeCodeHook.self, CodexHook.self, CursorHook.self, DrainHooks.self,
            InstallHooks.self, UninstallHooks.self,
        ])
}

/// What a hook is told that the program which calls it does not know.
struct HookTelling: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Who does it, an agent (default: the program and its sub-agent or session).",
            valueName: "name"),
        completion: .stored(.actors))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "The folder whose files are captured, where the store does not know it.",
            valueName: "folder"),
        completion: .directory)
    var files: String?
}

/// What a hook takes.
struct HookOptions: ParsableArguments {
    @OptionGroup var told: HookTelling
    @OptionGroup var options: GlobalOptions

    /// Reads the call from standard input and keeps it.
    func take(_ tool: HookTool) {
        HookTaking(
            tool: tool, path: (try? options.path()) ?? GlobalOptions.usualPath, by: told.by,
            files: told.files
        ).run()
    }
}

/// `annals hook claude-code`.
struct ClaudeCodeHook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claude-code",
        abstract: "Take a call of a hook of Claude Code from standard input.",
        discussion: HookOptions.discussion)

    @OptionGroup var options: HookOptions

    func run() { options.take(.claudeCode) }
}

/// `annals hook codex`.
struct CodexHook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codex",
        abstract: "Take a call of a hook of Codex from standard input.",
        discussion: HookOptions.discussion)

    @OptionGroup var options: HookOptions

    func run() { options.take(.codex) }
}

/// `annals hook cursor`.
struct CursorHook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cursor",
        abstract: "Take a call of a hook of Cursor from standard input, and answer {}.",
        discussion: HookOptions.discussion)

    @OptionGroup var options: HookOptions

    func run() { options.take(.cursor) }
}

extension HookOptions {
    /// What is the same of all of them.
    static let discussion = """
        The call becomes an event of the stream session/ID, without values that look like \
        secrets; the same call again is the same event. A file that it changes is captured. It \
        says nothing and exits with 0, whatever happens: what the store cannot take now waits \
        beside it, in PATH-spool, for the next call.
        """
}

/// `annals hook drain`.
struct DrainHooks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Store the calls of hooks that wait for the store.",
        discussion: """
            Every call takes some of those that wait along; this stores all of them now. refused \
            counts those that are put aside in PATH-spool, where trouble.log says why.
            """)

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let renderer = options.renderer()
        let drain = try HookDoor(ofStore: try options.path()).drain()
        try renderer.object(drain)
    }
}
