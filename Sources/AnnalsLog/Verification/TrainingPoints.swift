import AnnalsModel

/// Finds where a log was when its dictionaries were trained: each says how many bytes of bodies the
/// log had then, and no body is empty, so that one event at most ends there.
struct TrainingPoints {
    /// An event and when it was recorded.
    typealias Point = (position: Int64, recordedAt: Int64)

    /// Positions at which stretches end, with the bytes of all bodies up to there.
    private var ends: [(position: Int64, sum: Int64)] = []

    /// Notes the end of the next stretch.
    mutating func note(_ position: Int64, _ sum: Int64) {
        ends.append((position, sum))
    }

    /// The last event that a dictionary can have been trained from; nil if the log never had so
    /// many bytes.
    func point(
        of dictionary: VerificationTables.Trained, _ tables: VerificationTables
    ) throws(StoreError) -> Point? {
        let wanted = dictionary.bodyBytes
        guard wanted > 0, let last = ends.last, wanted <= last.sum else { return nil }
        // The sums grow.
        let index = ends.partitioningIndex { $0.sum >= wanted }
        let start = index > 0 ? ends[index - 1] : (0, 0)
        return try tables.event(whereBodiesHave: wanted, after: start)
    }
}

extension Array {
    /// The first index from which a condition holds on to the end.
    fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
