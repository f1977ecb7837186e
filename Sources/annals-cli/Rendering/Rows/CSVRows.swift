import AnnalsModel

/// Rows as comma-separated values with a header: RFC 4180, but for lines that end with LF alone.
///
/// A CR would stay at the end of what `$(annals … | tail -1)` gives to a shell.
/// NULL is an empty field, the empty text is `""`; arrays and objects are their JSON.
final class CSVRows: RowWriter {
    private let output: Output
    private let columns: [Column]
    private var hasHeader = false

    init(_ columns: [Column], output: Output) {
        self.output = output
        self.columns = columns
    }

    func write(_ cells: [JSONValue]) throws {
        try writeHeader()
        let fields = columns.indices.map { $0 < cells.count ? cells[$0] : .null }
        try output.write(CSVLine(fields, show: shown).text + "\n")
    }

    func write(_ object: JSONObject) throws {
        try write(cells(of: object, columns))
    }

    func flush() throws {
        try writeHeader()
        try output.flush()
    }

    func finish() throws {
        try flush()
    }

    private func writeHeader() throws {
        guard !hasHeader else {
            return
        }
        hasHeader = true
        try output.write(CSVLine(header: columns.map(\.name), show: shown).text + "\n")
    }

    private func shown(_ text: String) -> String {
        output.screen.isTerminal ? text.terminalSafe : text
    }
}
