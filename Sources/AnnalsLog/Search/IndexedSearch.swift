import AnnalsModel

/// A search that an index answers up to a position.
final class IndexedSearch {
    /// Position of the last event that the index has; those behind it are read as they are.
    let end: Int64
    private let index: SearchIndexFile
    private let expression: String

    init(_ index: SearchIndexFile, expression: String, end: Int64) {
        self.index = index
        self.expression = expression
        self.end = end
    }

    /// Positions up to the end of events that may match, between two positions, both excluded.
    ///
    /// - Returns: nil if the index cannot be read any more.
    func positions(
        after low: Int64, before high: Int64, limit: Int, reversed isReversed: Bool
    ) -> [Int64]? {
        // An index is a cache: whatever goes wrong with it, the events themselves are read.
        try? index.positions(
            matching: expression, after: low, before: min(high, end + 1), limit: limit,
            reversed: isReversed)
    }
}
