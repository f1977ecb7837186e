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
        let fields = columns.indices.map { index in
            index < cells.count ? field(cells[index]) : ""
        }
        try output.write(fields.joined(separator: ",") + "\n")
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
        try output.write(columns.map { quoted($0.name) }.joined(separator: ",") + "\n")
    }

    private func field(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text.isEmpty ? "\"\"" : quoted(text)
        case .bool, .number, .array, .object: quoted(value.compact)
        }
    }

    private func quoted(_ text: String) -> String {
        let text = output.screen.isTerminal ? text.terminalSafe : text
        let needsQuotes = text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"")
                || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
        }
        guard needsQuotes || text.hasPrefix(" ") || text.hasSuffix(" ") else {
            return text
        }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
