package import AnnalsModel

extension LogReader {
    /// The position that a moment names in this store.
    ///
    /// - Throws: `beyondHead` for what lies after the end of the log or the current cycle,
    ///   `notFound` for a tag that is not set.
    package func position(of moment: Moment) throws(StoreError) -> Int64 {
        try position(of: moment, head: try head())
    }

    /// The same in a transaction that has appended: its events are not in the table `head` yet.
    package func position(of moment: Moment, head: Int64) throws(StoreError) -> Int64 {
        switch moment {
        case .start:
            return 0
        case .head(let back):
            guard back >= 0 else { throw Self.negative("head~\(back)") }
            guard back <= head else {
                throw StoreError(
                    .beyondHead, "head~\(back) lies before the start: the log has \(head) events")
            }
            return head - back
        case .position(let position):
            guard position >= 0 else { throw Self.negative("position \(position)") }
            guard position <= head else {
                throw .beyondEnd(position, head: head)
            }
            return position
        case .cycle(let cycle):
            return try end(ofCycle: cycle, head)
        case .time(let time):
            return try last(recordedBy: time.microseconds, head)
        case .ago(let microseconds):
            let (time, isOver) = Timestamp.now.microseconds.subtractingReportingOverflow(
                microseconds)
            guard microseconds >= 0, !isOver else { throw Self.negative("ago:\(microseconds)us") }
            return try last(recordedBy: time, head)
        case .occurred(let time):
            let first = try EventTable(statements).firstPosition(claimedAfter: time)
            return min(first.map { $0 - 1 } ?? head, head)
        case .tag(let name):
            return try position(ofTag: name, head)
        }
    }

    private static func negative(_ what: String) -> StoreError {
        StoreError(.invalidMoment, "\(what) is no moment: give a number that is 0 or more")
    }

    /// The two ends of a range, as positions: events after the first up to the second.
    ///
    /// - Throws: `invalidMoment` if the range runs backward.
    package func positions(of range: MomentRange) throws(StoreError) -> (
        after: Int64, through: Int64
    ) {
        let after = try position(of: range.after)
        let through = try position(of: range.through)
        guard after <= through else {
            throw StoreError(
                .invalidMoment,
                "the range \(range) runs backward, from position \(after) to \(through): give the"
                    + " earlier moment first")
        }
        return (after, through)
    }

    private func end(ofCycle cycle: Int64, _ head: Int64) throws(StoreError) -> Int64 {
        let current = try self.cycle()
        guard cycle <= current else {
            throw StoreError(
                .beyondHead, "cycle \(cycle) has not begun: the store is in cycle \(current)")
        }
        let next = try AdministrationTables(statements).start(after: cycle)
        guard let next else { return head }
        guard next <= head else { throw Self.beyond("cycles", "cycle after \(cycle)", next, head) }
        return next - 1
    }

    /// Recorded times never decrease, so the last event by a time is found by halving.
    private func last(recordedBy time: Int64, _ head: Int64) throws(StoreError) -> Int64 {
        var low: Int64 = 0
        var high = head
        while low < high {
            let middle = low + (high - low + 1) / 2
            let recorded = try EventTable(statements).recordedAt(middle)
            guard let recorded else {
                throw StoreError(
                    .corrupt,
                    "there is no event at position \(middle): restore the store from a backup",
                    position: middle)
            }
            if recorded <= time { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private static func beyond(
        _ table: String, _ row: String, _ position: Int64, _ head: Int64
    ) -> StoreError {
        StoreError(
            .corrupt,
            "the table \(table) names position \(position) for the \(row), but the log ends at"
                + " position \(head): restore the store from a backup")
    }

    private func position(ofTag name: String, _ head: Int64) throws(StoreError) -> Int64 {
        guard let moment = try AdministrationTables(statements).moment(ofTag: name) else {
            throw unknown(tag: name)
        }
        guard moment <= head else {
            throw Self.beyond("tags", "tag \(name.terminalSafe)", moment, head)
        }
        return moment
    }
}

extension StoreError {
    /// The refusal of a position after the end of the log.
    static func beyondEnd(_ position: Int64, head: Int64) -> StoreError {
        StoreError(
            .beyondHead,
            "position \(position) lies beyond the end: the log ends at position \(head)")
    }
}
