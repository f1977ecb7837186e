import Annals
import AnnalsHooks
import AnnalsModel
import ArgumentParser
import Foundation

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

    /// Reads the call from standard input and keeps it, whatever happens: the program that waits
    /// for its hook must not notice.
    func take(_ tool: HookTool) {
        // Before anything can go wrong: one of the programs takes silence for a mistake.
        if !tool.answer.isEmpty {
            let output = Output.standard()
            try? output.write(tool.answer)
            try? output.flush()
        }
        let path = (try? options.path()) ?? "annals.db"
        var door = HookDoor(ofStore: path)
        door.whenKept = Self.endInTime
        let bytes = HookDoor.input(from: 0)
        do throws(StoreError) {
            var call = try HookCall(tool, reading: bytes, folder: told.files)
            call.actor = actor(noting: door)
            door.take(call)
        } catch {
            door.refuse(bytes, of: tool, because: error)
        }
    }

    /// Ends this process when it takes too long, as on a disk that hangs or under a lock that is
    /// not of a writer: the next call takes along what this one has written down.
    private static func endInTime() {
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: Limits.hookSeconds)
            _exit(0)
        }
    }

    /// The actor that was given; a name that is none costs no call.
    private func actor(noting door: HookDoor) -> Actor? {
        guard let by = told.by else { return nil }
        do throws(StoreError) {
            return try Actor(by)
        } catch {
            door.spool.note(error.message)
            return nil
        }
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
