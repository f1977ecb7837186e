import AnnalsModel

/// Rows as aligned columns under a header.
///
/// The first rows are kept back to measure the columns; the rest streams in the widths found then.
/// Where a terminal is too narrow, the widest columns give way and long cells end in `…`; for files
/// and programs nothing is ever cut.
final class TableRows: RowWriter {
    /// Rows that are measured before the first is shown.
    static let measuredRowsMax = 1000

    private let output: Output
    private let columns: [Column]
    private var measured: [[Cell]] = []
    private var layout: TableLayout?

    init(_ columns: [Column], output: Output) {
        self.output = output
        self.columns = columns
    }

    func write(_ cells: [JSONValue]) throws {
        let row = columns.indices.map { index in
            Cell(index < cells.count ? cells[index] : .null)
        }
        if let layout {
            try output.write { layout.append(row, to: &$0) }
        } else {
            measured.append(row)
            if measured.count == Self.measuredRowsMax {
                try showMeasured()
            }
        }
    }

    func write(_ object: JSONObject) throws {
        try write(cells(of: object, columns))
    }

    func flush() throws {
        try showMeasured()
        try output.flush()
    }

    func finish() throws {
        try flush()
    }

    private func showMeasured() throws {
        guard layout == nil else {
            return
        }
        let layout = TableLayout(columns, rows: measured, columnsMax: output.screen.columns)
        self.layout = layout
        try output.writeLine(output.screen.styled(layout.header, .bold))
        for row in measured {
            try output.write { layout.append(row, to: &$0) }
        }
        measured = []
    }
}
