package import AnnalsModel

// How many events there are, by index alone.

extension EventTable {
    /// Number of events of a type after a position, up to and including another.
    package func count(
        ofType type: Int64, after first: Int64, through last: Int64
    ) throws(StoreError) -> Int64 {
        try statements.integer(
            "SELECT count(*) FROM events WHERE type = ? AND position > ? AND position <= ?", type,
            first, last) ?? 0
    }
}
