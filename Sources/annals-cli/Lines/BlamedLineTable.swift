import Annals
import AnnalsModel

/// Lines of a text in columns: event, time, actor, why, line and the text.
///
/// On a terminal the columns before the text are short, so that the text has the room: of a time
/// the date alone where there are fewer than 100 columns, and names are cut. Elsewhere nothing is.
struct BlamedLineTable {
    private let output: Output
    private let names = ["event", "time", "actor", "why", "line"]
    private let widths: [Int]
    private let timeLength: Int
    private let textWidth: Int?

    /// Columns from which a terminal is wide.
    private static let wideColumnsMin = 100
    /// Columns that the text has at least.
    private static let textColumnsMin = 20
    private static let separator = "  "

    init(_ lines: [BlamedLine], output: Output) {
        self.output = output
        let columns = output.screen.columns
        let isWide = columns.map { $0 >= Self.wideColumnsMin } ?? true
        let timeLength = columns == nil ? 19 : isWide ? 16 : 10
        let limits = columns == nil ? [Int.max, Int.max] : isWide ? [16, 24] : [10, 12]
        var widths = names.map(\.count)
        // Many lines have one event.
        var measured: Set<Int64> = []
        for line in lines where measured.insert(line.event.position).inserted {
            for (index, cell) in Self.cells(line.event, timeLength).enumerated() {
                widths[index] = max(widths[index], cell.displayWidth)
            }
        }
        widths[4] = max(widths[4], "\(lines.count)".count)
        widths[2] = min(widths[2], limits[0])
        widths[3] = min(widths[3], limits[1])
        self.widths = widths
        self.timeLength = timeLength
        let taken = widths.reduce(0) { $0 + $1 + Self.separator.count }
        textWidth = columns.map { max($0 - taken, Self.textColumnsMin) }
    }

    /// Shows a header and the lines.
    func write(_ lines: [BlamedLine]) throws {
        let header = joined(names) + "text"
        try output.writeLine(output.screen.styled(header, .bold))
        var cells: (position: Int64, texts: [String]) = (0, [])
        for line in lines {
            let text = line.text.terminalSafeLine
            let shown = textWidth.map { text.withTabsAsBlanks.cut(toWidth: $0) } ?? text
            if cells.position != line.event.position {
                cells = (line.event.position, Self.cells(line.event, timeLength))
            }
            let columns = joined(cells.texts + ["\(line.line)"])
            try output.writeLine(shown.isEmpty ? columns.withoutTrailingBlanks : columns + shown)
        }
        try output.flush()
    }

    /// The columns that are the same for all lines of an event.
    private static func cells(_ event: Event, _ timeLength: Int) -> [String] {
        [
            "\(event.position)", String(event.recordedAt.short.prefix(timeLength)),
            event.actor.name.terminalSafe, (event.reason ?? event.type.name).terminalSafe,
        ]
    }

    /// The columns before the text: numbers keep to the right.
    private func joined(_ cells: [String]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let text = cell.cut(toWidth: widths[index])
            let room = String(repeating: " ", count: max(widths[index] - text.displayWidth, 0))
            let isNumber = index == 0 || index == cells.count - 1
            line += (isNumber ? room + text : text + room) + Self.separator
        }
        return line
    }
}

extension String {
    /// The text with blanks up to every eighth column in place of tabs, so that its width is known.
    fileprivate var withTabsAsBlanks: String {
        guard utf8.contains(UInt8(ascii: "\t")) else { return self }
        var text = ""
        var width = 0
        let pieces = unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false)
        for (index, scalars) in pieces.enumerated() {
            let piece = String(scalars)
            if index > 0 {
                let room = 8 - width % 8
                text += String(repeating: " ", count: room)
                width += room
            }
            text += piece
            width += piece.displayWidth
        }
        return text
    }

    fileprivate var withoutTrailingBlanks: String {
        String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
    }
}
