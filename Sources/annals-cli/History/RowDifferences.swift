import Annals

/// Shows what became of the rows of one table between two moments.
struct RowDifferences {
    let table: String
    let range: MomentRange
    let store: Store
    let renderer: Renderer
    let meter: ProgressMeter

    /// Counts rows that were added, removed and changed, and in how many of these each column was.
    func showCounts() throws {
        var counts: [RowDifference.Kind: Int64] = [:]
        var columns = JSONObject()
        try forEach { difference in
            counts[difference.kind, default: 0] += 1
            guard difference.kind == .changed else { return }
            for column in difference.columns {
                let count = columns[column.name]?.asInt64 ?? 0
                columns[column.name] = .number(JSONNumber(count + 1))
            }
        }
        meter.finish()
        var result: JSONObject = ["table": .string(table)]
        for kind in [RowDifference.Kind.added, .removed, .changed] {
            result[kind.rawValue] = .number(JSONNumber(counts[kind] ?? 0))
        }
        result["columns"] = .object(columns)
        try renderer.object(result)
    }

    /// Lines for people, else a row for each column that differs.
    func show() throws {
        if renderer.format == .table { try showLines() } else { try showRows() }
    }

    private func showRows() throws {
        let rows = renderer.rows([
            Column("table"), Column("change"), Column("key"), Column("column"), Column("old"),
            Column("new"),
        ])
        try forEach { difference in
            var row: JSONObject = [
                "table": .string(table), "change": .string(difference.kind.rawValue),
                "key": .object(difference.key),
            ]
            // All that there is of the row is its key.
            if difference.columns.isEmpty { try rows.write(row) }
            for column in difference.columns {
                row["column"] = .string(column.name)
                // What is no row has no member: null is NULL.
                row["old"] = column.old
                row["new"] = column.new
                try rows.write(row)
            }
        }
        meter.finish()
        try rows.finish()
    }

    private func showLines() throws {
        let output = renderer.output
        let screen = output.screen
        try forEach { difference in
            meter.finish()
            let key = difference.key.map { "\($0.key.terminalSafe) \(shown($0.value))" }
            let title = "\(key.joined(separator: ", ")) \(difference.kind.rawValue)"
            try output.writeLine(screen.styled(title, .bold))
            for column in difference.columns {
                let name = column.name.terminalSafe
                if let old = column.old {
                    try output.writeLine(screen.styled("- \(name) \(shown(old))", .red))
                }
                if let new = column.new {
                    try output.writeLine(screen.styled("+ \(name) \(shown(new))", .green))
                }
            }
        }
        try output.flush()
    }

    /// A value as a line shows it: the word NULL where a table would leave its cell empty.
    private func shown(_ value: JSONValue) -> String {
        value == .null ? "NULL" : Cell(value).text
    }

    private func forEach(_ body: (RowDifference) throws -> Void) throws {
        try store.rowDifferences(
            of: table, in: range, progress: { meter.update(Int64($0 * 100)) },
            onWarning: Warning.say, body)
    }
}
