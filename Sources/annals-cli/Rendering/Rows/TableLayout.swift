import AnnalsModel

/// The widths and sides of a table's columns, fixed once its first rows are known.
struct TableLayout: Sendable {
    /// The line with the columns' names.
    let header: String
    private let widths: [Int]
    private let isTrailing: [Bool]
    private let isCutting: Bool

    /// Measures rows that have a cell for each column.
    ///
    /// - Parameter columnsMax: width of the terminal; nil cuts nothing.
    init(_ columns: [Column], rows: [[Cell]], columnsMax: Int?) {
        let names = columns.map { Cell(.string($0.name)) }
        let natural = columns.indices.map { index in
            rows.reduce(names[index].width) { max($0, $1[index].width) }
        }
        let separators = Self.separator.count * max(columns.count - 1, 0)
        isCutting = columnsMax != nil
        widths =
            columnsMax.map { columnsMax in
                Self.fit(natural, whole: columns.map(\.isWhole), into: columnsMax - separators)
            } ?? natural
        isTrailing = columns.indices.map { index in
            switch columns[index].alignment {
            case .leading: false
            case .trailing: true
            case .automatic:
                rows.contains { $0[index].isNumber }
                    && rows.allSatisfy { $0[index].isNumber || $0[index].isNull }
            }
        }
        var line: [UInt8] = []
        Self.append(
            names, widths: widths, isTrailing: isTrailing, isCutting: isCutting, to: &line)
        header = String(decoding: line, as: UTF8.self)
    }

    /// Appends a row as a line, with its newline.
    func append(_ row: [Cell], to lines: inout [UInt8]) {
        Self.append(
            row, widths: widths, isTrailing: isTrailing, isCutting: isCutting, to: &lines)
        lines.append(UInt8(ascii: "\n"))
    }

    private static let separator = "  "
    /// A column never gives way below this width.
    private static let widthMin = 8

    private static func append(
        _ row: [Cell], widths: [Int], isTrailing: [Bool], isCutting: Bool,
        to line: inout [UInt8]
    ) {
        // Spaces are written only when more follows: no line ends in them.
        var spaces = 0
        for (index, cell) in row.enumerated() {
            let isTooWide = isCutting && cell.width > widths[index]
            let text = isTooWide ? cell.text.cut(toWidth: widths[index]) : cell.text
            let room = max(widths[index] - (isTooWide ? text.displayWidth : cell.width), 0)
            spaces += (index > 0 ? separator.count : 0) + (isTrailing[index] ? room : 0)
            if !text.isEmpty {
                append(blanks: spaces, to: &line)
                line.append(contentsOf: text.utf8)
                spaces = 0
            }
            spaces += isTrailing[index] ? 0 : room
        }
    }

    /// Appends blanks many at a time: a column of long values has hundreds of them in every line.
    private static func append(blanks count: Int, to line: inout [UInt8]) {
        var rest = count
        while rest > 0 {
            let part = min(rest, blanks.count)
            line.append(contentsOf: blanks[..<part])
            rest -= part
        }
    }

    private static let blanks = [UInt8](repeating: UInt8(ascii: " "), count: 1_024)

    /// The widths that make a line fit: the widest columns give way, down to a common width.
    ///
    /// - Parameter whole: which columns keep their width.
    static func fit(_ natural: [Int], whole: [Bool] = [], into available: Int) -> [Int] {
        var widths = natural
        let elastic = widths.indices.filter { !(whole.indices.contains($0) && whole[$0]) }
        while widths.reduce(0, +) > available {
            let widest = elastic.map { widths[$0] }.max() ?? 0
            guard widest > widthMin else {
                break  // more columns than the screen can hold: lines wrap
            }
            // As far as the next narrower column, or as far as is needed.
            let next = max(elastic.map { widths[$0] }.filter { $0 < widest }.max() ?? 0, widthMin)
            let wide = elastic.filter { widths[$0] == widest }
            let excess = widths.reduce(0, +) - available
            let step = min(widest - next, (excess + wide.count - 1) / wide.count)
            for index in wide {
                widths[index] -= step
            }
        }
        return widths
    }
}
