import Annals
import AnnalsJSON
import ArgumentParser

/// `annals projections show`.
struct ShowProjection: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a projection: its columns, its rows, and the text of its definition.",
        discussion: """
            The text is the installed definition, byte for byte; in the other formats it is the \
            member definition.
            """)

    @Argument(
        help: "Name of the projection.",
        completion: .stored(.projections))
    var name: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let projection = try store.projection(name)
        let renderer = options.renderer()
        guard renderer.format == .table, renderer.choice == nil else {
            return try renderer.object(projection)
        }
        var head = projection.json()
        head.removeValue(forKey: "tables")
        head.removeValue(forKey: "definition")
        try renderer.object(head)
        let names = ["table", "rows", "column", "type", "key"]
        for table in projection.tables {
            try renderer.output.writeLine("")
            let rows = try renderer.rows(
                names.map { Column($0, $0 == "rows" ? .trailing : .leading) })
            for (index, column) in table.columns.enumerated() {
                try rows.write([
                    .string(index == 0 ? table.name : ""),
                    index == 0 ? .number(JSONNumber(table.rows)) : .string(""),
                    .string(column.name), .string(column.type),
                    .string(column.isKey ? "key" : ""),
                ])
            }
            try rows.finish()
        }
        try renderer.output.writeLine("")
        let lines = projection.definition.split(
            separator: "\n", omittingEmptySubsequences: false)
        for line in lines.last == "" ? lines.dropLast() : lines[...] {
            try renderer.output.writeLine(String(line).terminalSafe)
        }
        try renderer.output.flush()
    }
}
