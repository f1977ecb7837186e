import Annals
import AnnalsJSON
import ArgumentParser

/// `annals retention`.
struct RetentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Set or show for how long events may not be erased.",
        subcommands: [ShowRetention.self, SetRetention.self],
        defaultSubcommand: ShowRetention.self)
}

/// `annals retention show`.
struct ShowRetention: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print for how long events may not be erased.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        try options.renderer().object(try store.retention())
    }
}

/// `annals retention set`.
struct SetRetention: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Say for how long events may not be erased.",
        discussion: """
            It holds for all events, also those that are there already; annals erase --override \
            erases them all the same, and its event says so.
            """)

    @Option(
        help: ArgumentHelp(
            "How long: a number and d, w, mo or y, such as 6mo; none for no time.",
            valueName: "period"))
    var keep: String

    @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @OptionGroup var who: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let period = try keep == "none" ? nil : RetentionPeriod(keep)
        let by = try who.actor()
        let store = try options.openToWrite()
        defer { store.close() }
        try store.keepEvents(for: period, by: by, reason: reason)
        try options.renderer().object(try store.retention())
    }
}
