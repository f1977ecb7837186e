import AnnalsModel

/// Writes a command's results in the format that was asked for.
struct Renderer {
    /// The format that was asked for.
    let format: OutputFormat
    /// Where results go.
    let output: Output
    /// The columns that were asked for, if any.
    let choice: ColumnChoice?

    init(format: OutputFormat, output: Output, choice: ColumnChoice? = nil) {
        self.format = format
        self.output = output
        self.choice = choice
        output.isShownJSON = output.screen.isTerminal && [.json, .ndjson].contains(format)
    }

    /// Begins a result of many rows; finish it, also where none came.
    ///
    /// - Parameters:
    ///   - columns: What is shown unless columns are chosen; none where each row names its own.
    ///   - more: What may be chosen too.
    /// - Throws: `invalidArgument` where a column is chosen that is not there, or a value is asked
    ///   for where there are several.
    func rows(_ columns: [Column], more: [Column] = []) throws -> any RowWriter {
        guard let choice else { return try allRows(columns, isChosen: false) }
        let known = columns.withDistinctNames + more
        let indices = known.isEmpty ? [] : try choice.indices(in: known)
        let chosen = indices.isEmpty ? choice.names.map { Column($0) } : indices.map { known[$0] }
        let rows = try allRows(
            format == .value ? Array(chosen.prefix(1)) : chosen, isChosen: true)
        return ChosenRows(choice, at: indices, in: rows)
    }

    private func allRows(_ columns: [Column], isChosen: Bool) throws -> any RowWriter {
        switch format {
        case .table: TableRows(columns, isChosen: isChosen, output: output)
        case .json: JSONRows(columns, isArray: true, output: output)
        case .ndjson, .cloudEvents: JSONRows(columns, isArray: false, output: output)
        case .csv: CSVRows(columns, output: output)
        case .value: try ValueRows(columns, output: output)
        }
    }

    /// Writes a result that is one thing with named parts: a receipt, a summary, an event.
    ///
    /// What was to be done is done by now, so a column that is not there is said, and what is there
    /// is written.
    ///
    /// - Parameter known: Names of members that it may have; nil where it has them all.
    func object(_ object: JSONObject, known: [String]? = nil) throws {
        let object = try chosen(of: object, known: known ?? object.keys, throwing: false)
        switch format {
        case .table:
            for line in KeyValueLines.lines(of: object) {
                try output.writeLine(line)
            }
            try output.flush()
        case .json:
            try write(pretty: .object(object))
        case .ndjson, .csv, .value, .cloudEvents:
            let names = object.keys.prefix(format == .value && choice != nil ? 1 : Int.max)
            let rows = try allRows(names.map { Column($0) }, isChosen: false)
            try rows.write(object)
            try rows.finish()
        }
    }

    /// Writes a result that is JSON by nature, such as a stream's document: indented for people
    /// and in `json`, on one line in `ndjson`, a row of its members in `csv`, as it is as a value.
    func document(_ value: JSONValue) throws {
        var value = value
        if choice != nil, case .object(let object) = value {
            value = .object(try chosen(of: object, known: object.keys, throwing: true))
        }
        switch (format, value) {
        case (.value, .object(let object)) where choice != nil:
            let first = object.keys.first.flatMap { object[$0] }
            try output.write(value: first ?? .null)
        case (.value, _): try output.write(value: value)
        case (.csv, .object(let object)):
            let rows = try allRows(object.keys.map { Column($0) }, isChosen: false)
            try rows.write(object)
            try rows.finish()
        case (.ndjson, _):
            try output.write(json: value)
            try output.write("\n")
        default: return try write(pretty: value)
        }
        try output.flush()
    }

    private func write(pretty value: JSONValue) throws {
        try output.writeLine(
            output.screen.isTerminal ? value.terminalSafe(indent: 2) : value.pretty())
        try output.flush()
    }

    /// The members that were asked for, null where an object leaves them out.
    private func chosen(
        of object: JSONObject, known: [String], throwing: Bool
    ) throws -> JSONObject {
        guard let choice else { return object }
        if let error = choice.firstUnknown(among: known) {
            if throwing { throw error }
            Warning.say(error)
        }
        let known = Set(known.map { ExactString($0) })
        var chosen = JSONObject()
        for name in choice.names where known.contains(ExactString(name)) {
            // In JSON what says nothing stays absent; elsewhere it is an empty cell.
            let isAbsent = format == .json || format == .ndjson
            if let value = object[name] {
                chosen[name] = value
            } else if !isAbsent {
                chosen[name] = .null
            }
        }
        return chosen.isEmpty ? object : chosen
    }
}
