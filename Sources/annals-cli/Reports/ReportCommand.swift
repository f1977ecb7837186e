import Annals
import AnnalsJSON
import AnnalsPage
import ArgumentParser

/// `annals report`.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Count what happened: by whom, when, and how long it took.",
        discussion: """
            Events by actor, type, cycle and hour of the day; how long tasks waited and took; how \
            fast messages were answered; what was rolled back. Name one of these to get its rows \
            alone, in every format. --html writes all with their charts to one file that a \
            browser shows without a server.
            """)

    @Argument(
        help: ArgumentHelp(
            "One table: \(ReportTable.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "table"))
    var table: ReportTable?

    @Option(
        name: .customLong("in"),
        help: ArgumentHelp(
            "Only what happened in it, like cycle:11..cycle:12.", valueName: "from..to"),
        completion: .stored(.ranges))
    var range: String?

    @Option(
        help: ArgumentHelp("A new file for the charts and tables, in HTML.", valueName: "file"),
        completion: .file())
    var html: String?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard table == nil || html == nil else {
            throw ValidationError("Give a table or --html, which has all of them.")
        }
        let needsTable = options.format == .csv || options.format == .value
        guard table != nil || html != nil || !needsTable else {
            throw ValidationError(
                "Name one table for --format \(options.format.rawValue): each has other columns.")
        }
    }

    func run() throws {
        let range = try range.map { text throws(StoreError) in try GivenMoment.range(text) }
        let store = try options.openToRead()
        defer { store.close() }
        Interruption.watch()
        let stretch = try store.stretch(
            of: range ?? MomentRange(after: .start, through: .head))
        let report = try store.report(in: stretch) {
            guard Interruption.isRequested else { return }
            throw StoreError(.interrupted, "the report was not finished")
        }
        let renderer = options.renderer()
        if let html { return try write(report, of: store, to: html, renderer) }
        if let table { return try show(table, of: report, renderer) }
        guard renderer.format == .table else { return try renderer.object(report) }
        for (index, table) in ReportTable.allCases.enumerated() {
            if index > 0 { try renderer.output.writeLine("") }
            try renderer.output.writeLine(
                renderer.output.screen.styled(table.title, .bold))
            try show(table, of: report, renderer)
        }
    }

    private func show(
        _ table: ReportTable, of report: Report, _ renderer: Renderer
    ) throws {
        let rows = try Self.rows(of: table.result, renderer)
        for row in table.rows(of: report) { try rows.write(row.json()) }
        try rows.finish()
    }

    private static func rows<Row: JSONResult>(
        of result: Row.Type, _ renderer: Renderer
    ) throws -> any RowWriter {
        try renderer.rows(of: result)
    }

    private func write(
        _ report: Report, of store: Store, to path: String, _ renderer: Renderer
    ) throws {
        let bytes = PageDocument.report(report, of: try store.identity().origin, at: .now)
        try Store.makeFile(bytes, at: path)
        try renderer.object(WrittenReport(path: path, bytes: bytes.count))
    }
}

extension ReportTable: ExpressibleByArgument {}
