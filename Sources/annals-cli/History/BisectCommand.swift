import Annals
import AnnalsJSON
import ArgumentParser

/// `annals bisect`.
struct BisectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bisect",
        abstract: "Find the event after which the answer to a question changed.",
        discussion: """
            The question is a SELECT over the tables of the projections; its answer is whether \
            the first value is true. If the answer changed several times, one of the changes is \
            found; --first looks at every moment at which it can change and finds the first.
            """)

    @Argument(
        help: ArgumentHelp("The statement, @FILE, or - for standard input.", valueName: "sql"))
    var sql: String

    @Option(
        name: .customLong("in"),
        help: ArgumentHelp(
            "Events between two moments (default: all).", valueName: "from..to"),
        completion: .stored(.ranges))
    var range: String?

    @Flag(help: "Look at every moment and find the first change.")
    var first = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let range = try GivenMoment.range(range ?? "..")
        let text = try GivenText.text(
            sql, "the SQL", limit: Limits.querySQLBytesMax, besides: try options.path())
        let store = try options.openToRead()
        defer { store.close() }
        Interruption.watch()
        let meter = ProgressMeter("Looking", unit: "moments")
        defer { meter.finish() }
        let found = try store.bisect(
            text, in: range, isFirst: first, isCancelled: { Interruption.isRequested },
            progress: { meter.update(Int64($0)) })
        meter.finish()
        if !first {
            Warning.say(
                "where the answer changed several times, this is one of the changes: --first finds "
                    + "the first")
        }
        try options.renderer().object(found)
    }
}
