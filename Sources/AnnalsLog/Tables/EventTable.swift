import AnnalsCodec
package import AnnalsModel
package import Foundation

/// The table `events`.
package struct EventTable {
    let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// The ids that stand in a row for names.
    struct Names {
        let stream: Int64
        let type: Int64
        let actor: Int64
        let correlation: Int64?
    }

    /// Writes the row of an event.
    func insert(_ event: SealedEvent, _ names: Names, _ body: StoredBody) throws(StoreError) {
        let row = try statements.statement(Self.insertion)
        row.bind(1, event.position)
        row.bind(2, names.stream)
        row.bind(3, event.version)
        row.bind(4, names.type)
        row.bind(5, names.actor)
        row.bind(6, event.cycle)
        row.bind(7, event.recordedAt.microseconds)
        row.bind(8, event.occurredAt?.microseconds)
        row.bind(9, names.correlation)
        row.bind(10, event.causation)
        row.bind(11, event.id?.bytes)
        row.bind(12, Int64(body.size))
        row.bind(13, body.dictionary)
        row.bind(14, body.base)
        row.bind(15, body.blob)
        try row.run()
    }

    private static let insertion = """
        INSERT INTO events (\(StoredEvent.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// Position of the event that a caller gave an id.
    package func position(of id: UUID) throws(StoreError) -> Int64? {
        let row = try statements.statement("SELECT position FROM events WHERE id = ?")
        row.bind(1, id.bytes)
        return try row.first { row throws(StoreError) in row.int64(0) }
    }

    /// Gives the rows after a position, up to and including another, to a closure.
    package func forEach(
        after first: Int64, through last: Int64,
        _ body: (StoredEvent) throws(StoreError) -> Void
    ) throws(StoreError) {
        let rows = try statements.statement(
            """
            SELECT \(StoredEvent.columns) FROM events
            WHERE position > ?1 AND position <= ?2 ORDER BY position
            """)
        rows.bind(1, first)
        rows.bind(2, last)
        try rows.forEachRow { row throws(StoreError) in try body(try StoredEvent(row)) }
    }

    /// Position of a version of a stream; nil if there is none.
    package func position(
        ofStream stream: Int64, version: Int64
    ) throws(StoreError) -> Int64? {
        try statements.integer(
            "SELECT position FROM events WHERE stream = ? AND version = ?", stream, version)
    }

    /// Gives the rows of a stream after a version, up to and including another, to a closure.
    ///
    /// The closure may go through the same streams on the same connection.
    package func forEach(
        ofStream stream: Int64, after first: Int64, through last: Int64,
        _ body: (StoredEvent) throws -> Void
    ) throws {
        let rows = try Statement(
            statements.connection,
            """
            SELECT \(StoredEvent.columns) FROM events
            WHERE stream = ? AND version > ? AND version <= ? ORDER BY version
            """)
        rows.bind(1, stream)
        rows.bind(2, first)
        rows.bind(3, last)
        defer { rows.reset() }
        while try rows.step() { try body(try StoredEvent(rows)) }
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

    /// How the body of an event is stored; nil if there is none.
    func body(at position: Int64) throws(StoreError) -> StoredBodyRow? {
        let row = try statements.statement(
            "SELECT \(StoredBodyRow.columns) FROM events WHERE position = ?")
        row.bind(1, position)
        return try row.first { row throws(StoreError) in try StoredBodyRow(row) }
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
    func last() throws(StoreError) -> (position: Int64, recordedAt: Int64)? {
        let row = try statements.statement(
            "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1")
        return try row.first { row throws(StoreError) in
            (row.int64(0), try row.int64(1, .lastRecordedAt))
        }
    }
}
