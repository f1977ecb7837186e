import AnnalsModel

/// The lines of a load before those that are stored next, so that a cause may be one of them.
struct RecentLines {
    /// A line that is no blank one.
    struct Line {
        /// Its number, from 1.
        let number: Int64
        /// Where its event is in the log; nil if it could not be stored.
        let position: Int64?
    }

    private var lines: [Line] = []

    /// The line so many before the next one; nil if there is none, or if it is too far back.
    subscript(back back: Int) -> Line? {
        guard back >= 1, back <= min(lines.count, Limits.recentLinesMax) else { return nil }
        return lines[lines.count - back]
    }

    /// Adds the lines of a batch.
    ///
    /// - Parameters:
    ///   - numbers: Of all its lines, ascending.
    ///   - stored: Those that were stored, ascending.
    mutating func add(_ numbers: some Sequence<Int64>, stored: [(line: Int64, receipt: Receipt)]) {
        var stored = stored[...]
        for number in numbers {
            let isStored = stored.first?.line == number
            lines.append(
                Line(
                    number: number,
                    position: isStored ? stored.removeFirst().receipt.position : nil))
        }
        // Seldom, since what remains is moved.
        if lines.count > 2 * Limits.recentLinesMax {
            lines.removeFirst(lines.count - Limits.recentLinesMax)
        }
    }
}
