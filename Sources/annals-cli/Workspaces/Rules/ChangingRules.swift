import Annals
import AnnalsJSON
import ArgumentParser

/// How a change of rules is made.
struct RulesChangeOptions: ParsableArguments {
    @Flag(help: "Print what would change, but change nothing.")
    var dryRun = false

    @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    /// Makes the change and prints what it did.
    func perform(
        _ change: (Store, Actor) throws -> WorkspaceRulesChange
    ) throws {
        let actor = try actor.actor()
        let store = try dryRun ? options.openToRead() : options.openToWrite()
        defer { store.close() }
        try options.renderer().object(try change(store, actor))
    }
}

/// `annals workspace rules add`.
struct AddRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a set of rules, or replace the one of its name.",
        discussion: """
            All captured files are read again by it: what they say now changes documents, caused \
            by the event of the rules. --dry-run says what would change. The page Workspaces says \
            how to write a rule file; annals workspace rules show generic prints an example.
            """)

    @Argument(
        help: ArgumentHelp("The rule file.", valueName: "file"),
        completion: .file())
    var file: String

    @OptionGroup var change: RulesChangeOptions

    func run() throws {
        let text = try RuleFile.text(file, besides: try change.options.path())
        try change.perform { store, actor in
            try store.addWorkspaceRules(
                text, named: file, by: actor, reason: change.reason, isPreview: change.dryRun)
        }
    }
}

/// `annals workspace rules remove`.
struct RemoveRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a set of rules of the store's own.",
        discussion: """
            All captured files are read again without it: documents that only it made end, unless \
            somebody changed them otherwise.
            """)

    @Argument(
        help: "Name of the set.",
        completion: .stored(.rules))
    var name: String

    @OptionGroup var change: RulesChangeOptions

    func run() throws {
        try change.perform { store, actor in
            try store.removeWorkspaceRules(
                name, by: actor, reason: change.reason, isPreview: change.dryRun)
        }
    }
}

/// `annals workspace rules apply`.
struct ApplyRules: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Read the captured files again by the rules as they are now.",
        discussion: """
            Rules that come with a newer version read more than those before. Documents that they \
            make otherwise of the captured files change, caused by one event; what somebody \
            changed otherwise stays. --dry-run says what would change.
            """)

    @OptionGroup var change: RulesChangeOptions

    func run() throws {
        try change.perform { store, actor in
            try store.applyWorkspaceRules(
                by: actor, reason: change.reason, isPreview: change.dryRun)
        }
    }
}
