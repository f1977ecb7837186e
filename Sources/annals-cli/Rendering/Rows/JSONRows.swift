import AnnalsModel

/// Rows as JSON objects: a line each, or the elements of one array.
final class JSONRows: RowWriter {
    private let output: Output
    private let columns: [Column]
    private let isArray: Bool
    private var isFirst = true

    init(_ columns: [Column], isArray: Bool, output: Output) {
        self.output = output
        self.columns = columns.withDistinctNames
        self.isArray = isArray
    }

    func write(_ cells: [JSONValue]) throws {
        var object = JSONObject()
        for (index, column) in columns.enumerated() {
            object[column.name] = index < cells.count ? cells[index] : .null
        }
        try write(object)
    }

    func write(_ object: JSONObject) throws {
        try beginElement()
        try output.write(json: .object(object))
        if !isArray {
            try output.write("\n")
        }
    }

    func flush() throws {
        try output.flush()
    }

    func finish() throws {
        if isArray {
            try output.write(isFirst ? "[]\n" : "\n]\n")
        }
        try output.flush()
    }

    private func beginElement() throws {
        guard isArray else {
            return
        }
        try output.write(isFirst ? "[\n  " : ",\n  ")
        isFirst = false
    }
}

extension Output {
    /// Adds a value as compact JSON.
    ///
    /// A terminal gets with `\u` also what would steer it, which is the same JSON; programs get
    /// only the escapes that JSON requires.
    func write(json value: JSONValue) throws {
        if screen.isTerminal {
            try write(value.terminalSafe())
        } else {
            try write { value.write(to: &$0) }
        }
    }
}
