import AnnalsLog
package import AnnalsModel
import AnnalsProjections

extension History {
    /// Finds the event after which the first value of a query turns from false to true, or from
    /// true to false, by opening about as many moments as the number of events has binary digits.
    ///
    /// Where it turns several times, one of them is found; with `isFirst` every moment at which it
    /// can turn is looked at and the first one is found.
    ///
    /// - Parameters:
    ///   - sql: One statement that only reads.
    ///   - range: The events that may have done it.
    ///   - isCancelled: Asked some thousand times a second while the query runs.
    ///   - progress: Gets the number of moments looked at.
    /// - Throws: `invalidArgument` if the answer is the same at both ends, with `isFirst` if it is
    ///   so all the time; `invalidMoment` for a range that is empty or runs backward; as
    ///   `query(_:at:)`.
    package func bisect(
        _ sql: String, in range: MomentRange, isFirst: Bool = false,
        isCancelled: @escaping () -> Bool = { false }, progress: (Int) -> Void = { _ in }
    ) throws -> Bisection {
        let (after, through) = try log.read { reader in try reader.span(of: range) }
        if isFirst {
            return try firstChange(
                sql, after: after, through: through, isCancelled: isCancelled, progress: progress)
        }
        var looks = 0
        func look(_ position: Int64) throws -> JSONValue {
            looks += 1
            progress(looks)
            return try answer(sql, at: position, isCancelled)
        }
        var (low, high) = (after, through)
        var (before, now) = (try look(low), try look(high))
        guard before.isTrueInSQL != now.isTrueInSQL else {
            throw StoreError(
                .invalidArgument,
                "the answer is \(now.isTrueInSQL) at both ends of the range, positions \(after) and"
                    + " \(through)",
                remedy: .findFirstChange)
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            let value = try look(middle)
            if value.isTrueInSQL == before.isTrueInSQL {
                (low, before) = (middle, value)
            } else {
                (high, now) = (middle, value)
            }
        }
        let event = try log.read { reader in try reader.event(at: high) }
        return Bisection(event: event, before: before, after: now, looks: looks)
    }

    /// The first value of the first row; null if there is none.
    private func answer(
        _ sql: String, at position: Int64, _ isCancelled: @escaping () -> Bool
    ) throws -> JSONValue {
        var first: JSONValue?
        try query(sql, at: .position(position), isCancelled: isCancelled) { cells in
            if first == nil { first = cells.first ?? .null }
        }
        return first ?? .null
    }
}
