import Annals
import AnnalsJSON
import ArgumentParser

/// `annals blame`.
struct BlameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame",
        abstract: "Show which event gave each value of a document, or of its row in a table.",
        discussion: """
            Prints one row for each value, of the whole document or at and below a pointer. A \
            removed value names who removed it. confirmed counts later events that wrote the \
            same value again. --table and --column do the same for the row that a projection \
            makes of the document. --history shows every value that a place had, first to last.
            """)

    @Argument(help: ArgumentHelp("The stream, like task/DB_002.", valueName: "stream"))
    var stream: String

    @Argument(help: ArgumentHelp("JSON Pointer to a place, like /status.", valueName: "pointer"))
    var pointer: String?

    @Option(
        help: ArgumentHelp("The stream's row in this table, by column.", valueName: "name"))
    var table: String?

    @Option(
        help: ArgumentHelp(
            "Only this column; the table may be left out where there is only one.",
            valueName: "name"))
    var column: String?

    @Flag(help: "Every value that the place had, first to last.")
    var history = false

    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if pointer != nil, table != nil || column != nil {
            throw ValidationError("Give a place in the document, or a table and its column.")
        }
        if history, table != nil || column != nil {
            throw ValidationError(
                "--history shows the values of a place in the document: give its pointer, like"
                    + " /status, instead of --table or --column.")
        }
        if history, pointer == nil {
            throw ValidationError(
                "--history needs the place whose values are meant: give its pointer, like"
                    + " /status.")
        }
    }

    func run() throws {
        let name = try StreamName(stream)
        let place = try pointer.map { text throws(StoreError) in try JSONPointer(text) }
        let moment = try moment.moment() ?? .head
        let store = try options.openToRead()
        defer { store.close() }
        if table != nil || column != nil {
            try showRow(of: name, as: moment, in: store)
        } else {
            try showDocument(of: name, at: place, as: moment, in: store)
        }
    }

    private func showDocument(
        of name: StreamName, at place: JSONPointer?, as moment: Moment, in store: Store
    ) throws {
        let rows = try options.renderer().rows(of: BlamedValue.self)
        let found =
            if history, let place {
                try store.valueHistory(of: name, at: place, as: moment)
            } else {
                try store.blame(name, at: place, as: moment)
            }
        for blamed in found { try rows.write(blamed) }
        try rows.finish()
    }

    private func showRow(of name: StreamName, as moment: Moment, in store: Store) throws {
        let found = try store.blameRow(of: name, in: table, column: column, as: moment)
        let rows = try options.renderer().rows(of: BlamedColumn.self)
        for blamed in found { try rows.write(blamed) }
        try rows.finish()
    }
}
