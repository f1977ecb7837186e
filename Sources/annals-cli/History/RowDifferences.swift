import Annals
import AnnalsJSON

/// Shows what became of the rows of one table between two moments.
struct RowDifferences {
    let table: String
    let range: MomentRange
    let store: Store
    let renderer: Renderer
    let meter: ProgressMeter
    /// Whether words are marked within changed texts.
    let marksWords: Bool

    /// Counts rows that were added, removed and changed, and in how many of these each column was.
    func showCounts() throws {
        var counts = ChangedRows(table: table)
        try forEach { counts.add($0) }
        meter.finish()
        try renderer.object(counts)
    }

    /// Lines for people, else a row for each column that differs.
    func show() throws {
        if renderer.format == .table, renderer.choice == nil {
            try showLines()
        } else {
            try showRows()
        }
    }

    private func showRows() throws {
        let rows = try renderer.rows(of: ChangedColumn.self)
        try forEach { difference in
            // All that there is of the row is its key.
            if difference.columns.isEmpty {
                try rows.write(ChangedColumn(table: table, row: difference, column: nil))
            }
            for column in difference.columns {
                try rows.write(ChangedColumn(table: table, row: difference, column: column))
            }
        }
        meter.finish()
        try rows.finish()
    }

    private func showLines() throws {
        let output = renderer.output
        let screen = output.screen
        let values = ChangedValues(output: output, marksWords: marksWords)
        try forEach { difference in
            meter.finish()
            let key = difference.key.map { "\($0.key.terminalSafe) \(shown($0.value))" }
            let title = "\(key.joined(separator: ", ")) \(difference.kind.rawValue)"
            try output.writeLine(screen.styled(title, .bold))
            for column in difference.columns {
                try values.write(column.name, old: column.old, new: column.new, as: shown)
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
