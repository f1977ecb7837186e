import AnnalsModel

/// The columns of a table, their widths and sides, fixed once its first rows are known.
struct TableLayout: Sendable {
    /// The line with the columns' names.
    let header: String
    /// Names of the columns that there is no room for.
    let leftOut: [String]
    /// Whether a measured row loses something.
    let isCut: Bool
    /// Which columns are shown, in order.
    private let shown: [Int]
    private let widths: [Int]
    private let isTrailing: [Bool]
    /// How cells are cut; nil where none is.
    private let contents: [Column.Content]?

    /// Measures rows that have a cell for each column, and cuts nothing.
    init(_ columns: [Column], rows: [[Cell]]) {
        let names = columns.map { Cell(.string($0.name)) }
        self.init(
            columns, names: names, rows: rows, shown: Array(columns.indices),
            widths: Self.natural(names, rows), leftOut: [], isCutting: false, isCut: false)
    }

    /// Measures rows for a terminal.
    ///
    /// It fails where a row would take more than a line, or where that is too narrow to cut
    /// anything.
    ///
    /// - Parameters:
    ///   - columns: The columns; they make room for others by their ranks, unless `isChosen`.
    ///   - isEmpty: Which columns have nothing to show, and are left out.
    ///   - columnsMax: Width of the terminal.
    init?(
        _ columns: [Column], rows: [[Cell]], isEmpty: [Bool], isChosen: Bool, columnsMax: Int
    ) {
        let names = columns.map { Cell(.string($0.name)) }
        let natural = Self.natural(names, rows)
        let present = columns.indices.filter { !isEmpty[$0] }
        let measures = present.map { index in
            let content = columns[index].content
            return ColumnFit.Measure(
                width: natural[index],
                isWhole: content == .time || content == .whole
                    || content == .tree && natural[index] <= columnsMax / 2
                    || rows.allSatisfy { $0[index].isNumber || $0[index].isNull },
                isProse: content != .tree && rows.contains { $0[index].isProse },
                rank: isChosen ? 0 : columns[index].rank)
        }
        guard
            let fit = ColumnFit(measures, into: columnsMax, separator: Self.separator.count)
        else { return nil }
        let isCut = !fit.leftOut.isEmpty || fit.widths != measures.map(\.width)
        guard !isCut || columnsMax >= Self.cuttingMin else { return nil }
        self.init(
            columns, names: names, rows: rows, shown: fit.shown.map { present[$0] },
            widths: fit.widths, leftOut: fit.leftOut.map { columns[present[$0]].name },
            isCutting: true, isCut: isCut)
    }

    private init(
        _ columns: [Column], names: [Cell], rows: [[Cell]], shown: [Int], widths: [Int],
        leftOut: [String], isCutting: Bool, isCut: Bool
    ) {
        self.isCut = isCut
        self.shown = shown
        self.widths = widths
        self.leftOut = leftOut
        let contents = isCutting ? shown.map { columns[$0].content } : nil
        self.contents = contents
        let isTrailing = shown.map { index in
            switch columns[index].alignment {
            case .leading: false
            case .trailing: true
            case .automatic:
                rows.contains { $0[index].isNumber }
                    && rows.allSatisfy { $0[index].isNumber || $0[index].isNull }
            }
        }
        self.isTrailing = isTrailing
        var line: [UInt8] = []
        Self.append(
            names, of: shown, widths: widths, isTrailing: isTrailing, contents: contents, to: &line)
        header = String(decoding: line, as: UTF8.self)
    }

    /// Appends a row as a line, with its newline.
    func append(_ row: [Cell], to lines: inout [UInt8]) {
        Self.append(
            row, of: shown, widths: widths, isTrailing: isTrailing, contents: contents, to: &lines)
        lines.append(UInt8(ascii: "\n"))
    }

    private static let separator = "  "
    /// A terminal that is narrower shows rows that would be cut one below the other.
    private static let cuttingMin = 60

    private static func natural(_ names: [Cell], _ rows: [[Cell]]) -> [Int] {
        names.indices.map { index in rows.reduce(names[index].width) { max($0, $1[index].width) } }
    }

    private static func append(
        _ row: [Cell], of shown: [Int], widths: [Int], isTrailing: [Bool],
        contents: [Column.Content]?, to line: inout [UInt8]
    ) {
        // Spaces are written only when more follows: no line ends in them.
        var spaces = 0
        for (place, index) in shown.enumerated() {
            let cell = row[index]
            let isTooWide = contents != nil && cell.width > widths[place]
            let text =
                isTooWide
                ? cell.cut(toWidth: widths[place], as: contents?[place] ?? .any) : cell.text
            let room = max(widths[place] - (isTooWide ? text.displayWidth : cell.width), 0)
            spaces += (place > 0 ? separator.count : 0) + (isTrailing[place] ? room : 0)
            if !text.isEmpty {
                append(blanks: spaces, to: &line)
                line.append(contentsOf: text.utf8)
                spaces = 0
            }
            spaces += isTrailing[place] ? 0 : room
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
    /// - Parameters:
    ///   - whole: Which columns keep their width.
    ///   - floor: The width below which no column gives way.
    static func fit(
        _ natural: [Int], whole: [Bool] = [], into available: Int, floor: Int = 8
    ) -> [Int] {
        var widths = natural
        let elastic = widths.indices.filter { !(whole.indices.contains($0) && whole[$0]) }
        while widths.reduce(0, +) > available {
            let widest = elastic.map { widths[$0] }.max() ?? 0
            guard widest > floor else {
                break  // more columns than the screen can hold: lines wrap
            }
            // As far as the next narrower column, or as far as is needed.
            let next = max(elastic.map { widths[$0] }.filter { $0 < widest }.max() ?? 0, floor)
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
