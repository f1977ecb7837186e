package import AnnalsModel

// Where a store and its dictionaries come from: what no leaf binds, and an erasure relies on.

extension VerificationTables {
    /// The row of `store`, and what it says of the store that it comes from.
    struct Origin {
        let id: [UInt8]
        let origin: String
        /// Whether some column says that there is one.
        let says: Bool
        let parent: [UInt8]
        let position: Int64
        let root: [UInt8]
    }

    /// Where the store says that it comes from; nil if the table is empty.
    func origin() throws(StoreError) -> Origin? {
        let row = try statements.statement(
            """
            SELECT id, origin, forked_from, forked_at, forked_root,
                coalesce(forked_from, forked_at, forked_root) IS NOT NULL FROM store
            """)
        return try row.first { row throws(StoreError) in
            Origin(
                id: row.bytes(0), origin: row.text(1), says: row.int64(5) == 1,
                parent: row.bytes(2), position: row.optionalInt64(3) ?? -1, root: row.bytes(4))
        }
    }

    /// The secrets of streams that belong to an epoch of erased events, or to an earlier one.
    ///
    /// - Parameter erased: Positions of events that were all erased.
    func secrets(reaching erased: ClosedRange<Int64>) throws(StoreError) -> [String] {
        let rows = try statements.statement(
            """
            SELECT DISTINCT 'secrets ' || s.stream || ' ' || s.from_version
            FROM events AS e JOIN secrets AS s
                ON s.stream = e.stream AND s.from_version <= e.version
            WHERE e.position BETWEEN ?1 AND ?2 ORDER BY s.stream, s.from_version
            """)
        rows.bind(1, erased.lowerBound)
        rows.bind(2, erased.upperBound)
        return try rows.map { $0.text(0) }
    }

    /// What is stored of a dictionary beside its bytes.
    struct Trained {
        let id: Int64
        /// Number of its bytes.
        let bytes: Int64
        /// When it was made, in µs since 1970 UTC.
        let madeAt: Int64
        /// Bytes of all bodies of the log then.
        let bodyBytes: Int64
    }

    /// The event up to which all bodies have so many bytes; nil if no event ends there.
    ///
    /// - Parameter start: A position before it, and the bytes up to there.
    func event(
        whereBodiesHave bytes: Int64, after start: (position: Int64, sum: Int64)
    ) throws(StoreError) -> (position: Int64, recordedAt: Int64)? {
        let rows = try statements.statement(
            "SELECT position, size, recorded_at FROM events WHERE position > ? ORDER BY position")
        defer { rows.reset() }
        rows.bind(1, start.position)
        var sum = start.sum
        while sum < bytes, try rows.step() {
            sum &+= rows.int64(1)
            if sum == bytes { return (rows.int64(0), rows.int64(2)) }
        }
        return nil
    }

    /// All dictionaries, in order.
    func dictionaries() throws(StoreError) -> [Trained] {
        let rows = try statements.statement(
            "SELECT id, length(bytes), made_at, body_bytes FROM dictionaries ORDER BY id")
        return try rows.map { row in
            Trained(
                id: row.int64(0), bytes: row.int64(1), madeAt: row.int64(2),
                bodyBytes: row.int64(3))
        }
    }
}

// Rows about projections.

extension VerificationTables {
    /// Refused events of projections that the store has not, and snapshots that are not of a
    /// definition that it has.
    package func ofNoProjection() throws(StoreError) -> [(table: String, name: String)] {
        let rows = try statements.statement(
            """
            SELECT DISTINCT 'projection_failures', projection FROM projection_failures
            WHERE projection NOT IN (SELECT name FROM projections)
            UNION SELECT DISTINCT 'snapshots', projection FROM snapshots
            WHERE (projection, definition) NOT IN (SELECT name, sha256 FROM projections)
            """)
        return try rows.map { ($0.text(0), $0.text(1)) }
    }

    /// Removes them.
    func removeOfNoProjection() throws(StoreError) {
        try statements.run(
            """
            DELETE FROM projection_failures
            WHERE projection NOT IN (SELECT name FROM projections)
            """)
        try statements.run(
            """
            DELETE FROM snapshots
            WHERE (projection, definition) NOT IN (SELECT name, sha256 FROM projections)
            """)
    }
}
