import Annals
import AnnalsModel
import Synchronization

/// How many events there were of each category in stretches of the log: counted once, since what
/// is written never changes.
package final class BarCounts: Sendable {
    /// Stretches that are kept: those of several heads, each of which has some hundred.
    private static let keptMax = 2_000

    private let known = Mutex<[EventCountRange: [String: Int64]]>([:])

    /// Knows nothing yet.
    package init() {}

    /// The counts of stretches, in their order.
    func counts(in ranges: [EventCountRange], of store: Store) throws -> [[String: Int64]] {
        let missing = known.withLock { known in ranges.filter { known[$0] == nil } }
        if !missing.isEmpty {
            let counted = try store.eventCounts(in: missing)
            known.withLock { known in
                if known.count + counted.count > Self.keptMax { known = [:] }
                for (range, counts) in zip(missing, counted) { known[range] = counts }
            }
            // What was there may have gone to make room.
            if missing.count == ranges.count { return counted }
        }
        let found = known.withLock { known in ranges.map { known[$0] } }
        guard found.allSatisfy({ $0 != nil }) else { return try store.eventCounts(in: ranges) }
        return found.map { $0 ?? [:] }
    }
}
