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

            Of a captured file, like file/notes.md or its path, each line is shown with the \
            event that brought it; --lines does the same for any text.
            """)

    @Argument(
        help: ArgumentHelp(
            "The stream, like task/DB_002, or a captured file's path.",
            valueName: "stream"),
        completion: .stored(.streams))
    var stream: String

    @Argument(help: ArgumentHelp("JSON Pointer to a place, like /status.", valueName: "pointer"))
    var pointer: String?

    @Option(
        help: ArgumentHelp("The stream's row in this table, by column.", valueName: "name"),
        completion: .stored(.tables))
    var table: String?

    @Option(
        help: ArgumentHelp(
            "Only this column; the table may be left out where there is only one.",
            valueName: "name"))
    var column: String?

    @Flag(help: "Every value that the place had, first to last.")
    var history = false

    @Flag(help: "Each line of the text at the pointer, or of the captured file.")
    var lines = false

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "The file is the one at this path in the workspace of this name.", valueName: "name"),
        completion: .stored(.workspaces))
    var workspace: String?

    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if pointer != nil, table != nil || column != nil {
            throw ValidationError("Give a place in the document, or a table and its column.")
        }
        if lines, history || table != nil || column != nil {
            throw ValidationError(
                "--lines shows the lines of one text: leave out --history, --table and --column.")
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
        let place = try pointer.map { text throws(StoreError) in try JSONPointer(text) }
        let moment = try moment.moment() ?? .head
        let store = try options.openToRead()
        defer { store.close() }
        let name = try name(in: store)
        let isFile = name.category == StreamName.fileCategory
        let isWhole = pointer == nil && table == nil && column == nil && !history
        if lines || isFile && isWhole {
            try showLines(of: name, at: place, as: moment, in: store)
        } else if table != nil || column != nil {
            try showRow(of: name, as: moment, in: store)
        } else {
            try showDocument(of: name, at: place, as: moment, in: store)
        }
    }

    /// The stream that is meant: one of the name that is given, else the file at that path.
    private func name(in store: Store) throws -> StreamName {
        let path = stream.hasPrefix("./") ? String(stream.dropFirst(2)) : stream
        if let workspace {
            let id = StreamName.percentEncoded(path: path.utf8)
            return try StreamName(
                category: StreamName.fileCategory, id: "/\(workspace)/\(id)")
        }
        let isPath = path.utf8.count < stream.utf8.count
        if !isPath, let name = try? StreamName(stream), try exists(name, in: store) {
            return name
        }
        if let file = try? StreamName(filePath: path.utf8), try exists(file, in: store) {
            return file
        }
        return try isPath ? StreamName(filePath: path.utf8) : StreamName(stream)
    }

    private func exists(_ name: StreamName, in store: Store) throws -> Bool {
        var query = EventQuery()
        query.stream = name
        return try store.events(query).next() != nil
    }

    private func showLines(
        of name: StreamName, at place: JSONPointer?, as moment: Moment, in store: Store
    ) throws {
        let found = try store.blameLines(of: name, at: place, as: moment)
        let renderer = options.renderer()
        if renderer.format == .table {
            try BlamedLineTable(found.lines, output: renderer.output).write(found.lines)
        } else {
            let rows = try renderer.rows(of: BlamedLine.self)
            for line in found.lines { try rows.write(line) }
            try rows.finish()
        }
        if !found.isMinimal {
            Warning.say(
                "versions of the text differ in very many lines: some lines may be older than the"
                    + " events that are named")
        }
    }

    private func showDocument(
        of name: StreamName, at place: JSONPointer?, as moment: Moment, in store: Store
    ) throws {
        let found =
            if history, let place {
                try store.valueHistory(of: name, at: place, as: moment)
            } else {
                try store.blame(name, at: place, as: moment)
            }
        let rows = try options.renderer().rows(
            of: BlamedValue.self, isConfirmed: found.contains { $0.confirmed > 0 })
        for blamed in found { try rows.write(blamed) }
        try rows.finish()
    }

    private func showRow(of name: StreamName, as moment: Moment, in store: Store) throws {
        let found = try store.blameRow(of: name, in: table, column: column, as: moment)
        let rows = try options.renderer().rows(
            of: BlamedColumn.self, isConfirmed: found.contains { $0.confirmed > 0 })
        for blamed in found { try rows.write(blamed) }
        try rows.finish()
    }
}
