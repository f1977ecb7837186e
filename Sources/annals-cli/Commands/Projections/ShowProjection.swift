import Annals
import ArgumentParser

/// `annals projections show`.
struct ShowProjection: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a projection: its columns, its rows, and the text of its definition.",
        discussion: """
            The text is what was installed, byte for byte: in the other formats it is the member \
            definition, which makes the file again.
            """)

    @Argument(help: "Name of the projection.")
    var name: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let projection = try store.projection(name)
        let renderer = options.renderer()
        guard renderer.format == .table else {
            return try renderer.object(projection.json())
        }
        var head = projection.json()
        head.removeValue(forKey: "tables")
        head.removeValue(forKey: "definition")
        try renderer.object(head)
        let names = ["table", "rows", "column", "type", "key"]
        for table in projection.tables {
            try renderer.output.writeLine("")
            let rows = renderer.rows(names.map { Column($0, $0 == "rows" ? .trailing : .leading) })
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

extension ProjectionDetails {
    /// The projection as a JSON object.
    fileprivate func json() -> JSONObject {
        [
            "projection": .string(summary.name), "comment": .string(summary.comment),
            "rows": .number(JSONNumber(summary.rows)),
            "failures": .number(JSONNumber(summary.failures)),
            "position": .number(JSONNumber(summary.position)),
            "sha256": .string(summary.sha256),
            "views": .array(summary.views.map { .string($0) }),
            "tables": .array(tables.map { .object($0.json()) }),
            "definition": .string(definition),
        ]
    }
}

extension ProjectionDetails.Table {
    fileprivate func json() -> JSONObject {
        [
            "table": .string(name), "rows": .number(JSONNumber(rows)),
            "columns": .array(
                columns.map { column in
                    [
                        "column": .string(column.name), "type": .string(column.type),
                        "key": .bool(column.isKey),
                    ]
                }),
        ]
    }
}
