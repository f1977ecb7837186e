/// Which rows to read when one of them is missing in a cache.
struct ReadAhead {
    private var last: Int64?
    private static let rowsMax: Int64 = 32

    /// Ids of the rows to read, from the missing one on: more than it alone if the last one that
    /// was missing is near.
    mutating func ids(from id: Int64) -> ClosedRange<Int64> {
        defer { last = id }
        let (end, isOver) = id.addingReportingOverflow(Self.rowsMax - 1)
        return isNear(id) && !isOver ? id...end : id...id
    }

    private func isNear(_ id: Int64) -> Bool {
        guard let last else { return false }
        let (step, isOver) = id.subtractingReportingOverflow(last)
        return !isOver && step > 0 && step <= Self.rowsMax * 2
    }
}
