import AnnalsModel

/// The one cell of a result as it is, for `$(annals …)`: text without quotes, arrays and objects as
/// JSON, NULL as nothing.
final class ValueRows: RowWriter {
    private let output: Output
    private let column: Column
    private var value: JSONValue?

    /// Takes the only column.
    ///
    /// - Throws: `invalidArgument` where there are more.
    init(_ columns: [Column], output: Output) throws(StoreError) {
        guard let column = columns.first, columns.count == 1 else {
            let names = columns.map(\.name).joined(separator: ", ").terminalSafe
            throw StoreError(
                .invalidArgument,
                "--format value prints one cell, and a row has \(columns.count):"
                    + " choose one with --columns, of \(names)")
        }
        self.column = column
        self.output = output
    }

    func write(_ cells: [JSONValue]) throws {
        guard value == nil else {
            throw StoreError(
                .invalidArgument,
                "--format value prints one cell, and there is more than one row: ask for a single"
                    + " one, or use --format csv")
        }
        value = cells.first ?? .null
    }

    func write(_ object: JSONObject) throws {
        try write(cells(of: object, [column]))
    }

    /// Nothing is shown before it is known that there is no second row.
    func flush() throws {}

    func finish() throws {
        guard let value else {
            throw StoreError(.notFound, "there is no row, so there is no value to print")
        }
        try output.write(value: value)
        try output.flush()
    }
}

extension Output {
    /// Adds a value and a newline.
    func write(value: JSONValue) throws {
        switch value {
        case .null: try writeLine("")
        case .string(let text): try writeLine(screen.isTerminal ? text.terminalSafe : text)
        case .bool, .number, .array, .object:
            try write(json: value)
            try writeLine("")
        }
    }
}
