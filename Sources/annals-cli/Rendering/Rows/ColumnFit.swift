/// Which columns a terminal has room for, and how wide each of them is.
///
/// Columns give way by what they are worth. Numbers and times are whole or not at all. Prose loses
/// its end first, then names their middle; before any of them says nothing, columns that say the
/// least beside the others are left out.
struct ColumnFit: Sendable, Equatable {
    /// What is known of a column before there is a width for it.
    struct Measure: Sendable, Equatable {
        /// Width of its widest cell, or of its name.
        var width: Int
        /// Whether it is wholly shown or not at all.
        var isWhole = false
        /// Whether it is prose.
        var isProse = false
        /// How soon it makes room; 0 is never.
        var rank = 0
    }

    /// Which columns are shown.
    let shown: [Int]
    /// Their widths.
    let widths: [Int]
    /// Which there is no room for.
    let leftOut: [Int]

    /// Widths that columns do not fall below, from one pass to the next: prose gives way before
    /// names do.
    private static let passes: [(isProse: Bool, floor: Int)] = [
        (true, 24), (false, 20), (true, 16), (false, 14), (true, 12), (false, 12), (true, 8),
        (false, 8),
    ]
    /// A column that may be cut says something from this width.
    private static let saying = 12
    /// Below this width no cell says which it is.
    private static let least = 8

    /// Fits columns.
    ///
    /// It fails where a row would take more than a line.
    ///
    /// - Parameters:
    ///   - measures: The columns.
    ///   - total: Columns of the terminal.
    ///   - separator: Columns between two of them.
    init?(_ measures: [Measure], into total: Int, separator: Int) {
        var shown = Array(measures.indices)
        func available() -> Int { total - separator * max(shown.count - 1, 0) }
        func needed(_ floor: Int) -> Int {
            shown.reduce(0) { sum, index in
                let measure = measures[index]
                return sum + (measure.isWhole ? measure.width : min(measure.width, floor))
            }
        }
        while needed(Self.saying) > available() {
            let least = shown.filter { measures[$0].rank > 0 }
                .max { measures[$0].rank < measures[$1].rank }
            guard let least, shown.count > 1 else { break }
            shown.removeAll { $0 == least }
        }
        guard needed(Self.least) <= available() else { return nil }
        var widths = shown.map { measures[$0].width }
        for pass in Self.passes {
            let stays = shown.map {
                measures[$0].isWhole || measures[$0].isProse != pass.isProse
            }
            widths = TableLayout.fit(widths, whole: stays, into: available(), floor: pass.floor)
        }
        self.shown = shown
        self.widths = widths
        leftOut = measures.indices.filter { !shown.contains($0) }
    }
}
