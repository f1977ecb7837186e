package import AnnalsModel
package import Foundation

// What is asked of `events` without reading its rows.

extension EventTable {
    /// Position of the event that a caller gave an id.
    package func position(of id: UUID) throws(StoreError) -> Int64? {
        let row = try statements.statement("SELECT position FROM events WHERE id = ?")
        row.bind(1, id.bytes)
        return try row.first { row throws(StoreError) in row.int64(0) }
    }

    /// Position of a version of a stream; nil if there is none.
    package func position(
        ofStream stream: Int64, version: Int64
    ) throws(StoreError) -> Int64? {
        try statements.integer(
            "SELECT position FROM events WHERE stream = ? AND version = ?", stream, version)
    }

    /// Whether there is an event at a position.
    func hasEvent(at position: Int64) throws(StoreError) -> Bool {
        try statements.integer("SELECT 1 FROM events WHERE position = ?", position) == 1
    }

    /// Position of the event whose body the body of an event goes on from; nil if there is none.
    func base(of position: Int64) throws(StoreError) -> Int64? {
        try statements.integer("SELECT base FROM events WHERE position = ?", position)
    }

    /// When an event was recorded, in µs since 1970 UTC; nil if there is none.
    func recordedAt(_ position: Int64) throws(StoreError) -> Int64? {
        try statements.integer("SELECT recorded_at FROM events WHERE position = ?", position)
    }

    /// Position of the first event that is claimed to have happened after a time; nil if none is.
    ///
    /// - Throws: `corrupt` if that is no position.
    func firstPosition(claimedAfter time: Timestamp) throws(StoreError) -> Int64? {
        try statements.integer(
            .eventPosition, "SELECT min(position) FROM events WHERE occurred_at > ?",
            time.microseconds)
    }

    /// Positions of the events that name an event as their cause, in order.
    package func positions(causedBy position: Int64) throws(StoreError) -> [Int64] {
        let rows = try statements.statement(
            """
            SELECT position FROM events WHERE causation = ?1 AND position > ?1
            ORDER BY position
            """)
        rows.bind(1, position)
        return try rows.map { $0.int64(0) }
    }

    /// Every actor with the number of its events, by name and kind.
    package func actorSummaries() throws(StoreError) -> [ActorSummary] {
        let rows = try statements.statement(
            """
            SELECT a.name, a.kind, count(e.position), coalesce(max(e.position), 0)
            FROM actors AS a LEFT JOIN events AS e ON e.actor = a.id
            GROUP BY a.id ORDER BY a.name, a.kind
            """)
        return try rows.map { row throws(StoreError) in
            ActorSummary(
                actor: try Self.actor(row), events: row.int64(2), last: row.int64(3))
        }
    }

    /// The actor whose name and kind are the first columns of a row.
    static func actor(_ row: Statement) throws(StoreError) -> Actor {
        try Actor(row.text(0), kind: Actor.Kind(rawValue: row.text(1)) ?? .agent)
    }

    /// Stored bytes of the bodies of a stream's events after a version.
    func storedBytes(ofStream stream: Int64, after version: Int64) throws(StoreError) -> Int64 {
        try statements.integer(
            "SELECT sum(length(body)) FROM events WHERE stream = ? AND version > ?", stream,
            version) ?? 0
    }

    /// What events are looked for by.
    package enum Origin: Sendable {
        /// Ids of actors.
        case actors([Int64])
        /// Id of a correlation.
        case correlation(Int64)
    }

    /// Ids of the streams that have an event after a position, up to and including another.
    ///
    /// - Parameter origin: Only events of these; nil for all.
    package func streams(
        after first: Int64, through last: Int64, of origin: Origin? = nil
    ) throws(StoreError) -> Set<Int64> {
        let (column, ids): (String, [Int64?]) =
            switch origin {
            case nil: ("", [nil])
            case .actors(let ids): (" AND actor = ?3", ids)
            case .correlation(let id): (" AND correlation = ?3", [id])
            }
        var found: Set<Int64> = []
        for id in ids {
            let rows = try statements.statement(
                """
                SELECT DISTINCT stream FROM events
                WHERE position > ?1 AND position <= ?2\(column)
                """)
            rows.bind(1, first)
            rows.bind(2, last)
            if let id { rows.bind(3, id) }
            try rows.forEachRow { found.insert($0.int64(0)) }
        }
        return found
    }

    /// Number of the erased events of a stream up to a version.
    package func erasedCount(
        ofStream stream: Int64, through version: Int64
    ) throws(StoreError) -> Int64 {
        try statements.integer(
            """
            SELECT count(*) FROM events
            WHERE stream = ? AND version <= ? AND dictionary = -1
            """, stream, version) ?? 0
    }

    /// Stored bytes of the bodies of a type's events after a position, up to and including another.
    package func storedBytes(
        ofType type: Int64, after first: Int64, through last: Int64
    ) throws(StoreError) -> Int64 {
        try statements.integer(
            """
            SELECT sum(length(body)) FROM events
            WHERE type = ? AND position > ? AND position <= ?
            """, type, first, last) ?? 0
    }

    /// Position of the last event of a type; nil if there is none.
    package func lastPosition(ofType name: String) throws(StoreError) -> Int64? {
        let row = try statements.statement(
            """
            SELECT max(position) FROM events
            WHERE type = (SELECT id FROM event_types WHERE name = ?)
            """)
        row.bind(1, name)
        return try row.first { $0.optionalInt64(0) } ?? nil
    }

    /// What tells an event from every other that may be at its position; nil if there is none.
    package func identity(at position: Int64) throws(StoreError) -> String? {
        let row = try statements.statement(
            """
            SELECT stream || ' ' || version || ' ' || recorded_at || ' ' || hex(substr(body, 1, 4))
            FROM events WHERE position = ?
            """)
        row.bind(1, position)
        return try row.first { $0.text(0) }
    }

    /// Whether an event after a position is of a category.
    package func hasEvent(
        after position: Int64, ofCategories categories: [String]
    ) throws(StoreError) -> Bool {
        let names = categories.map { _ in "name LIKE ? || '.%'" }.joined(separator: " OR ")
        let row = try statements.statement(
            """
            SELECT 1 FROM events WHERE position > ?1 AND type IN (
                SELECT id FROM event_types WHERE \(names))
            LIMIT 1
            """)
        row.bind(1, position)
        for (index, category) in categories.enumerated() { row.bind(Int32(index) + 2, category) }
        return try row.first { _ in true } ?? false
    }

    /// Recorded time and check bytes of an event, as one text; empty if there is none.
    func mark(at position: Int64) throws(StoreError) -> String {
        let row = try statements.statement(
            """
            SELECT recorded_at || '.' || lower(hex(substr(body, 1, 4))) FROM events
            WHERE position = ?
            """)
        row.bind(1, position)
        return try row.first { $0.text(0) } ?? ""
    }

    /// Number of events, by looking at each.
    func count() throws(StoreError) -> Int64 {
        try statements.integer("SELECT count(*) FROM events") ?? 0
    }

    /// The last position, and when its event was recorded; nil in an empty store.
    ///
    /// - Throws: `corrupt` for a time that no store writes.
    package func last() throws(StoreError) -> (position: Int64, recordedAt: Int64)? {
        let row = try statements.statement(
            "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1")
        return try row.first { row throws(StoreError) in
            (row.int64(0), try row.int64(1, .lastRecordedAt))
        }
    }
}
