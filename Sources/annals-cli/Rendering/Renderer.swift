import AnnalsModel

/// Writes a command's results in the format that was asked for.
struct Renderer {
    /// The format that was asked for.
    let format: OutputFormat
    /// Where results go.
    let output: Output

    init(format: OutputFormat, output: Output) {
        self.format = format
        self.output = output
        output.isShownJSON = output.screen.isTerminal && [.json, .ndjson].contains(format)
    }

    /// Begins a result of many rows; finish it, also where none came.
    func rows(_ columns: [Column]) -> any RowWriter {
        switch format {
        case .table: TableRows(columns, output: output)
        case .json: JSONRows(columns, isArray: true, output: output)
        case .ndjson: JSONRows(columns, isArray: false, output: output)
        case .csv: CSVRows(columns, output: output)
        }
    }

    /// Writes a result that is one thing with named parts: a receipt, a summary, an event.
    func object(_ object: JSONObject) throws {
        switch format {
        case .table:
            for line in KeyValueLines.lines(of: object) {
                try output.writeLine(line)
            }
            try output.flush()
        case .json:
            try document(.object(object))
        case .ndjson, .csv:
            let rows = rows(object.keys.map { Column($0) })
            try rows.write(object)
            try rows.finish()
        }
    }

    /// Writes a result that is JSON by nature, such as a stream's document: indented for people
    /// and in `json`, on one line in `ndjson`, a row of its members in `csv`.
    func document(_ value: JSONValue) throws {
        if case (.csv, .object(let object)) = (format, value) {
            return try self.object(object)
        }
        if format == .ndjson {
            try output.write(json: value)
        } else {
            try output.write(
                output.screen.isTerminal ? value.terminalSafe(indent: 2) : value.pretty())
        }
        try output.write("\n")
        try output.flush()
    }
}
