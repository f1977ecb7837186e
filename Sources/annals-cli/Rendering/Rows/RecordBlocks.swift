import AnnalsModel

/// Rows one below the other, `name: value`, for a terminal that is too narrow for a table.
struct RecordBlocks: Sendable {
    private let names: [Cell]
    /// Columns of the terminal.
    private let width: Int
    /// Lines that a value takes; what is longer is cut.
    private static let linesMax = 4

    /// Names the columns.
    init(_ columns: [Column], columnsMax: Int) {
        names = columns.map { Cell(.string($0.name)) }
        width = columnsMax
    }

    /// The lines of a row: what it has something to say of, the values one below the other.
    func lines(of row: [Cell]) -> [String] {
        let present = row.indices.filter { !row[$0].isEmpty }
        let shown = present.isEmpty ? Array(names.indices.prefix(1)) : present
        let longest = shown.reduce(0) { max($0, names[$1].width) }
        return shown.map { index in
            guard !row[index].text.isEmpty else { return "\(names[index].text):" }
            let room = String(repeating: " ", count: longest - names[index].width + 1)
            let rest = max(width * Self.linesMax - longest - 2, width)
            let value = row[index].text.cut(toWidth: rest)
            return "\(names[index].text):\(room)\(value)"
        }
    }
}
