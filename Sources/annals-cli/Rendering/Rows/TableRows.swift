import AnnalsModel

/// Rows as aligned columns under a header.
///
/// The first rows are kept back to measure the columns; the rest streams in the widths found then.
/// For files and programs nothing is ever cut. On a terminal columns that are empty are left out,
/// times are short, and where it is too narrow the columns give way by what they are worth; where
/// that is not enough, rows stand one below the other.
final class TableRows: RowWriter {
    /// Rows that are measured before the first is shown.
    static let measuredRowsMax = 1000

    private enum View {
        case table(TableLayout)
        case blocks(RecordBlocks)
    }

    private let output: Output
    private let columns: [Column]
    /// Whether somebody asked for these columns, who misses each of them.
    private let isChosen: Bool
    private let today: String
    private var measured: [[Cell]] = []
    private var view: View?
    /// Which columns show short times.
    private var isTime: [Bool]
    /// Which columns had nothing to show so far.
    private var isEmpty: [Bool]
    private var hasBlock = false

    /// - Parameters:
    ///   - isChosen: Whether somebody asked for these columns.
    ///   - today: The date in UTC, as in `2025-01-31`, to which times are short.
    init(
        _ columns: [Column], isChosen: Bool = false, today: String? = nil, output: Output
    ) {
        self.output = output
        self.columns = columns
        self.isChosen = isChosen
        self.today = today ?? String(Timestamp.now.rfc3339.prefix(10))
        isTime = columns.map { $0.content == .time }
        isEmpty = columns.map { _ in !isChosen }
    }

    func write(_ cells: [JSONValue]) throws {
        let row = columns.indices.map { index in
            Cell(index < cells.count ? cells[index] : .null)
        }
        if let view {
            try show(row, in: view)
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
        try showMeasured()
        if case .table(let layout)? = view, !layout.leftOut.isEmpty {
            let names = layout.leftOut.joined(separator: ", ").terminalSafe
            try output.writeLine(
                output.screen.styled("Not shown: \(names). See --wide and --columns.", .dim))
        }
        try output.flush()
    }

    func finishUnshown() throws {
        if view == nil, measured.isEmpty { return try output.flush() }
        try finish()
    }

    private func showMeasured() throws {
        guard view == nil else {
            return
        }
        let rows = measured
        measured = []
        try begin(with: rows)
        guard let view else { return }
        for row in rows {
            try show(row, in: view)
        }
    }

    /// Decides how rows are shown, and writes the header.
    private func begin(with rows: [[Cell]]) throws {
        let view = view(of: rows)
        self.view = view
        if case .table(let layout) = view {
            try output.writeLine(output.screen.styled(layout.header, .bold))
        }
    }

    private func view(of rows: [[Cell]]) -> View {
        guard let width = output.screen.columns, !rows.isEmpty else {
            isTime = columns.map { _ in false }
            isEmpty = isTime
            return .table(TableLayout(columns, rows: rows))
        }
        isEmpty = columns.indices.map { index in
            isEmpty[index] && rows.allSatisfy { $0[index].isEmpty }
        }
        if isEmpty.allSatisfy({ $0 }) { isEmpty[0] = false }
        func layout() -> TableLayout? {
            TableLayout(
                columns.indices.map { isTime[$0] ? columns[$0].ofTimes : columns[$0] },
                rows: rows.map(shortened), isEmpty: isEmpty, isChosen: isChosen,
                columnsMax: width)
        }
        if let found = layout(), !found.isCut { return .table(found) }
        // Times that nobody declared, as of a query, are short only where there is no room.
        isTime = columns.indices.map { index in
            isTime[index]
                || rows.allSatisfy { $0[index].isTime || $0[index].isNull }
                    && rows.contains { $0[index].isTime }
        }
        if let found = layout() { return .table(found) }
        isTime = columns.map { _ in false }
        return .blocks(RecordBlocks(columns, columnsMax: width))
    }

    private func shortened(_ row: [Cell]) -> [Cell] {
        guard isTime.contains(true) else { return row }
        return row.indices.map { isTime[$0] ? row[$0].shortTime(today: today) : row[$0] }
    }

    private func show(_ row: [Cell], in view: View) throws {
        switch view {
        case .table(let layout):
            if row.indices.contains(where: { isEmpty[$0] && !row[$0].isEmpty }) {
                // A column has something to show at last: it needs a header and a place.
                try begin(with: [row])
                if let view = self.view { try show(row, in: view) }
                return
            }
            let row = shortened(row)
            try output.write { layout.append(row, to: &$0) }
        case .blocks(let blocks):
            if hasBlock { try output.writeLine("") }
            hasBlock = true
            for line in blocks.lines(of: row) { try output.writeLine(line) }
        }
    }
}
