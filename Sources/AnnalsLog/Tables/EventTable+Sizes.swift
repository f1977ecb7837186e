package import AnnalsModel

// How much there is, and what is there at all, without reading what events say.

extension EventTable {
    /// The row of an event, without its body where that has more bytes; nil if there is none.
    func row(at position: Int64, bodyBytesMax: Int64) throws(StoreError) -> StoredEvent? {
        let rows = try statements.statement(
            "SELECT \(StoredEvent.columns(bodyBytesMax: bodyBytesMax)) FROM events"
                + " WHERE position = ?")
        rows.bind(1, position)
        return try rows.first { row throws(StoreError) in try StoredEvent(row) }
    }

    /// Bytes of all bodies of a stream between two of its versions, both included.
    func bytes(
        ofStream stream: Int64, from first: Int64, through last: Int64
    ) throws(StoreError) -> Int64 {
        try statements.integer(
            "SELECT sum(size) FROM events WHERE stream = ? AND version >= ? AND version <= ?",
            stream, first, last) ?? 0
    }

    /// Bytes of the largest body between two positions; 0 where there is none.
    ///
    /// - Parameter stream: Only of this stream; nil for all.
    func largestBody(
        ofStream stream: Int64?, after first: Int64, through last: Int64
    ) throws(StoreError) -> Int64 {
        guard let stream else {
            return try statements.integer(
                "SELECT max(size) FROM events WHERE position > ? AND position <= ?", first, last)
                ?? 0
        }
        return try statements.integer(
            "SELECT max(size) FROM events WHERE stream = ? AND position > ? AND position <= ?",
            stream, first, last) ?? 0
    }

    /// Names of categories with the number of their streams, in order, the store's own left out.
    package func categories(limit: Int64) throws(StoreError) -> [(name: String, streams: Int64)] {
        let rows = try statements.statement(
            """
            SELECT category, count(*) FROM streams WHERE category <> '\(StreamName.ownCategory)'
            GROUP BY category ORDER BY category LIMIT ?
            """)
        rows.bind(1, limit)
        return try rows.map { ($0.text(0), $0.int64(1)) }
    }

    /// Names of types of events, in order.
    package func typeNames(limit: Int64) throws(StoreError) -> [String] {
        let rows = try statements.statement("SELECT name FROM event_types ORDER BY name LIMIT ?")
        rows.bind(1, limit)
        return try rows.map { $0.text(0) }
    }

    /// Names and kinds of actors, in order.
    package func actorNames(limit: Int64) throws(StoreError) -> [(name: String, kind: String)] {
        let rows = try statements.statement(
            "SELECT name, kind FROM actors ORDER BY name, kind LIMIT ?")
        rows.bind(1, limit)
        return try rows.map { ($0.text(0), $0.text(1)) }
    }
}

extension DocumentTable {
    /// Version and bytes of the newest fold at or before a version; nil where there is none.
    func size(
        stream: Int64, through version: Int64
    ) throws(StoreError) -> (version: Int64, bytes: Int64)? {
        let rows = try statements.statement(
            """
            SELECT version, abs(size) FROM documents WHERE stream = ? AND version <= ?
            ORDER BY version DESC LIMIT 1
            """)
        rows.bind(1, stream)
        rows.bind(2, version)
        return try rows.first { row throws(StoreError) in (row.int64(0), row.int64(1)) }
    }
}
