import Annals
import ArgumentParser

/// `annals query`.
struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Run one SELECT over the tables of the projections.",
        discussion: """
            It can also read the view event_log, which has a row for each event, and call \
            event_body(position), event_data(position) and event_context(position); with --at \
            there are the tables alone. The SQL can only read, and has 60 seconds. Ctrl-C stops \
            it.
            """)

    @Argument(
        help: ArgumentHelp("The statement, @FILE, or - for standard input.", valueName: "sql"))
    var sql: String

    @Option(
        name: .customLong("arg"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Value for the parameter :NAME, or ?1; may be repeated.", valueName: "name=value"))
    var arguments: [String] = []

    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try moment.moment()
        let text = try GivenText.text(
            sql, "the SQL", limit: Limits.querySQLBytesMax, besides: try options.path())
        let arguments = try queryArguments()
        let store = try options.openToRead()
        defer { store.close() }
        Interruption.watch()
        let renderer = options.renderer()
        // A column that is not there is refused where the first row, or the end, is written.
        var rows: Result<any RowWriter, any Error>?
        func onColumns(_ names: [String]) {
            rows = Result { try renderer.rows(names.map { Column($0) }) }
        }
        func onRow(_ cells: [JSONValue]) throws { try rows?.get().write(cells) }
        // A statement holds a transaction until its end, for which no slow reader is to be waited.
        try renderer.output.withoutWaiting {
            if let moment {
                try store.query(
                    text, arguments: arguments, at: moment,
                    isCancelled: { Interruption.isRequested },
                    onWarning: Warning.say, onColumns: onColumns, onRow: onRow)
            } else {
                try store.query(
                    text, arguments: arguments, isCancelled: { Interruption.isRequested },
                    onColumns: onColumns, onRow: onRow)
            }
        }
        try rows?.get().finish()
    }

    /// - Throws: `invalidArgument` for what is no NAME=VALUE or comes twice, `invalidJSON`.
    private func queryArguments() throws(StoreError) -> QueryArguments {
        var values = JSONObject()
        for text in arguments {
            let given = try Assignment(text)
            guard values[given.name] == nil else {
                throw StoreError(
                    .invalidArgument,
                    "the argument \(given.name.quotedForMessage) is given twice: give it once")
            }
            values[given.name] = given.value
        }
        return QueryArguments(values)
    }
}
