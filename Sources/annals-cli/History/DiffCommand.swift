import Annals
import AnnalsJSON
import ArgumentParser

/// `annals diff`.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show how documents, or a table's rows, differ between two moments.",
        discussion: """
            Prints each value that differs, the old and the new one, on a terminal in red and \
            green; texts of several lines by lines, as a unified diff. --stat counts: by \
            document, or by column of the table.
            """)

    @Argument(
        help: ArgumentHelp("Two moments, like cycle:11..cycle:12.", valueName: "from..to"),
        completion: .stored(.ranges))
    var range: String

    @Option(
        help: ArgumentHelp("Only this stream.", valueName: "name"),
        completion: .stored(.streams))
    var stream: String?

    @Option(
        help: ArgumentHelp("Only streams of this category.", valueName: "name"),
        completion: .stored(.categories))
    var category: String?

    @Option(
        help: ArgumentHelp(
            "Compare the rows of this projection's table.", valueName: "name"),
        completion: .stored(.tables))
    var table: String?

    @Flag(help: "Only count the differences.")
    var stat = false

    @OptionGroup var words: WordOption
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if table != nil, stream != nil || category != nil {
            let other = stream == nil ? "--category" : "--stream"
            throw ValidationError("Give --table or \(other): rows of a table are no documents.")
        }
        if stream != nil, category != nil {
            throw ValidationError("Give --stream or --category: a stream has its category.")
        }
        if category == StreamName.ownCategory {
            throw ValidationError(
                "The store's own streams are compared one by one: give --stream, like annals/tags.")
        }
    }

    func run() throws {
        let range = try GivenMoment.range(range)
        let name = try stream.map { text throws(StoreError) in try StreamName(text) }
        let store = try options.openToRead()
        defer { store.close() }
        if let category, try store.streams(category: category).next() == nil {
            throw store.unknown(category: category)
        }
        let renderer = options.renderer()
        let meter = ProgressMeter("Comparing", unit: "%", total: 100)
        defer { meter.finish() }
        if let table {
            let shown = RowDifferences(
                table: table, range: range, store: store, renderer: renderer, meter: meter,
                marksWords: words.word)
            try stat ? shown.showCounts() : shown.show()
        } else if stat {
            try showCounts(store, range, name, renderer, meter)
        } else if renderer.format == .table, renderer.choice == nil {
            try showLines(store, range, name, renderer.output, meter)
        } else {
            try showRows(store, range, name, renderer, meter)
        }
    }

    private func showCounts(
        _ store: Store, _ range: MomentRange, _ name: StreamName?, _ renderer: Renderer,
        _ meter: ProgressMeter
    ) throws {
        let rows = try renderer.rows(of: ChangedDocument.self)
        try forEach(store, range, name, meter) { difference in
            try rows.write(ChangedDocument(difference))
        }
        meter.finish()
        try rows.finish()
    }

    private func showRows(
        _ store: Store, _ range: MomentRange, _ name: StreamName?, _ renderer: Renderer,
        _ meter: ProgressMeter
    ) throws {
        let rows = try renderer.rows(of: ChangedValue.self)
        try forEach(store, range, name, meter) { difference in
            for value in difference.values {
                try rows.write(
                    ChangedValue(
                        stream: difference.stream, change: difference.kind, value: value))
            }
        }
        try rows.finish()
    }

    private func showLines(
        _ store: Store, _ range: MomentRange, _ name: StreamName?, _ output: Output,
        _ meter: ProgressMeter
    ) throws {
        let screen = output.screen
        let values = ChangedValues(output: output, marksWords: words.word)
        try forEach(store, range, name, meter) { difference in
            meter.finish()
            let title = "\(difference.stream.description.terminalSafe) \(difference.kind.rawValue)"
            try output.writeLine(screen.styled(title, .bold))
            try values.write(difference)
        }
        try output.flush()
    }
    /// Gives what became of each document that is wanted.
    private func forEach(
        _ store: Store, _ range: MomentRange, _ name: StreamName?, _ meter: ProgressMeter,
        _ body: (DocumentDifference) throws -> Void
    ) throws {
        try store.differences(
            in: range, of: name, progress: { meter.update(Int64($0 * 100)) }
        ) { difference in
            if let category, difference.stream.category != category { return }
            try body(difference)
        }
    }
}
