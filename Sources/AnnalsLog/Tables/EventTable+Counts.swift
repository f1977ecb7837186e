package import AnnalsModel

// How many events there are, by index alone.

extension EventTable {
    /// Every type of event, with its id.
    package func types() throws(StoreError) -> [(id: Int64, name: String)] {
        let rows = try statements.statement("SELECT id, name FROM event_types")
        return try rows.map { ($0.int64(0), $0.text(1)) }
    }

    /// Number of events of a type after a position, up to and including another.
    package func count(
        ofType type: Int64, after first: Int64, through last: Int64
    ) throws(StoreError) -> Int64 {
        try statements.integer(
            "SELECT count(*) FROM events WHERE type = ? AND position > ? AND position <= ?", type,
            first, last) ?? 0
    }
}
