import AnnalsIntegrity
package import AnnalsModel

/// Up to where a store and a copy of it have the same events.
///
/// The root of a tree says what all leaves up to a position are, so that the last common one is
/// found by halves.
package struct LogComparison: Sendable {
    /// Position of the last event of the store.
    package let head: Int64
    /// Position of the last event of the copy.
    package let copied: Int64
    /// Position of the last event that both have; 0 if there is none.
    package let common: Int64
    /// When the first event was recorded that only the store has; nil if there is none.
    package let since: Timestamp?
    /// Number of events that only the store has, but for those that note that a copy was made or
    /// put back: a backup never has the one that notes it.
    package let lost: Int64
    /// Whether both have events that the other has not.
    package var isParted: Bool { common < min(head, copied) }

    /// Compares two logs.
    ///
    /// - Throws: `corrupt` where one of them is damaged.
    package init(of store: LogReader, with copy: LogReader) throws(StoreError) {
        head = try store.head()
        copied = try copy.head()
        let (one, other) = (StoredTree(store, size: head), StoredTree(copy, size: copied))
        func isSame(_ size: Int64) throws(StoreError) -> Bool {
            try one.hashes.root(size: size) == other.hashes.root(size: size)
        }
        var (low, high) = (Int64(0), min(head, copied))
        if try isSame(high) { low = high }
        // Both are the same up to `low`, and not up to `high`, unless these are one.
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if try isSame(middle) { low = middle } else { high = middle }
        }
        common = low
        let notes = try store.notesOfCopies(after: low)
        lost = head - low - Int64(notes.count)
        let first = (0...notes.count).lazy.map { low + 1 + Int64($0) }
            .first { !notes.contains($0) }
        since =
            if lost > 0, let first {
                try EventTable(store.statements).row(at: first)
                    .map { Timestamp(microseconds: $0.recordedAt) }
            } else {
                nil
            }
    }
}

extension LogReader {
    /// Positions of the events after one that note that a copy was made or put back.
    fileprivate func notesOfCopies(after position: Int64) throws(StoreError) -> Set<Int64> {
        var notes: Set<Int64> = []
        for id in Administration.streamsOfCopies {
            for place in try places(ofOwn: id, after: position) { notes.insert(place.position) }
        }
        return notes
    }
}
