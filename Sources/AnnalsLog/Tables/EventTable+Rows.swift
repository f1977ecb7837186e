package import AnnalsModel

// Rows of `events`, whole or as much as is needed to read a body.

extension EventTable {
    /// The row of an event; nil if there is none.
    func row(at position: Int64) throws(StoreError) -> StoredEvent? {
        let row = try statements.statement(
            "SELECT \(StoredEvent.columns) FROM events WHERE position = ?")
        row.bind(1, position)
        return try row.first { row throws(StoreError) in try StoredEvent(row) }
    }

    /// Gives the rows after a position, up to and including another, to a closure.
    package func forEach(
        after first: Int64, through last: Int64,
        _ body: (StoredEvent) throws(StoreError) -> Void
    ) throws(StoreError) {
        try rows(after: first, through: last).forEachRow { row throws(StoreError) in
            try body(try StoredEvent(row))
        }
    }

    private func rows(after first: Int64, through last: Int64) throws(StoreError) -> Statement {
        let rows = try statements.statement(
            """
            SELECT \(StoredEvent.columns) FROM events
            WHERE position > ?1 AND position <= ?2 ORDER BY position
            """)
        rows.bind(1, first)
        rows.bind(2, last)
        return rows
    }

    /// The same as the rows lie there, each of which can be used until the closure returns.
    func forEachRow(
        after first: Int64, through last: Int64,
        _ body: (EventRow) throws(StoreError) -> Void
    ) throws(StoreError) {
        try rows(after: first, through: last).forEachRow { row throws(StoreError) in
            try body(EventRow(row))
        }
    }

    /// Gives the rows of a stream after a version, up to and including another, to a closure.
    ///
    /// The closure may go through the same streams on the same connection.
    package func forEach(
        ofStream stream: Int64, after first: Int64, through last: Int64,
        _ body: (StoredEvent) throws -> Void
    ) throws {
        try forEachRow(ofStream: stream, after: first, through: last) { row in
            try body(try StoredEvent(row))
        }
    }

    /// The same with the statement that stands on a row of `StoredEvent.columns`.
    func forEachRow(
        ofStream stream: Int64, after first: Int64, through last: Int64,
        _ body: (Statement) throws -> Void
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
        while try rows.step() { try body(rows) }
    }

    /// How the body of an event is stored; nil if there is none.
    func body(at position: Int64) throws(StoreError) -> StoredBodyRow? {
        let row = try statements.statement(
            "SELECT \(StoredBodyRow.columns) FROM events WHERE position = ?")
        row.bind(1, position)
        return try row.first { row throws(StoreError) in try StoredBodyRow(row) }
    }

    /// Gives the bodies of a stream after a version, up to and including another, to a closure.
    func forEachBody(
        ofStream stream: Int64, after first: Int64, through last: Int64,
        _ body: (StoredBodyRow) throws(StoreError) -> Void
    ) throws(StoreError) {
        let rows = try statements.statement(
            """
            SELECT \(StoredBodyRow.columns) FROM events
            WHERE stream = ? AND version > ? AND version <= ? ORDER BY version
            """)
        rows.bind(1, stream)
        rows.bind(2, first)
        rows.bind(3, last)
        try rows.forEachRow { row throws(StoreError) in try body(try StoredBodyRow(row)) }
    }

    /// The same as the rows lie there, each of which can be used until the closure returns.
    func forEachBodyRow(
        ofStream stream: Int64, after first: Int64, through last: Int64,
        _ body: (BodyRow) throws(StoreError) -> Void
    ) throws(StoreError) {
        let rows = try statements.statement(
            """
            SELECT type, \(StoredBodyRow.columns) FROM events
            WHERE stream = ? AND version > ? AND version <= ? ORDER BY version
            """)
        rows.bind(1, stream)
        rows.bind(2, first)
        rows.bind(3, last)
        try rows.forEachRow { row throws(StoreError) in try body(BodyRow(row)) }
    }

    /// Which bodies of a stretch of the log are read.
    struct BodyFilter {
        /// Ids of types; nil for all.
        var types: [Int64]?
        /// Whether those are found by their index rather than by looking at every event.
        var usesIndex = false
        /// Streams whose id, divided by a number above 1, leaves a rest; nil for all.
        var share: (rest: Int64, divisor: Int64)?

        /// The wanted types as bits by id, where that can be: it is asked of every event.
        fileprivate var bits: Int64? {
            guard let types, !usesIndex, types.allSatisfy({ 0..<63 ~= $0 }) else { return nil }
            return types.reduce(0) { $0 | 1 << $1 }
        }

        fileprivate var sql: String {
            // The plus keeps SQLite from the index.
            let ofTypes =
                types == nil
                ? ""
                : bits != nil
                    ? " AND ?3 >> type & 1"
                    : " AND \(usesIndex ? "" : "+")type IN (SELECT value FROM json_each(?3))"
            let ofShare = share == nil ? "" : " AND +stream % ?4 = ?5"
            return """
                SELECT type, \(StoredBodyRow.columns) FROM events
                WHERE position > ?1 AND position <= ?2\(ofTypes)\(ofShare) ORDER BY position
                """
        }
    }

    /// Gives the bodies after a position, up to and including another, to a closure, as the rows
    /// lie there; each can be used until the closure returns.
    func forEachBody(
        after first: Int64, through last: Int64, _ filter: BodyFilter,
        _ body: (BodyRow) throws(StoreError) -> Void
    ) throws(StoreError) {
        let rows = try statements.statement(filter.sql)
        rows.bind(1, first)
        rows.bind(2, last)
        if let bits = filter.bits {
            rows.bind(3, bits)
        } else if let types = filter.types {
            rows.bind(3, ResolvedQuery.json(types))
        }
        if let share = filter.share {
            rows.bind(4, share.divisor)
            rows.bind(5, share.rest)
        }
        try rows.forEachRow { row throws(StoreError) in try body(BodyRow(row)) }
    }
}

/// A row of `events` on which a statement stands, as much of it as is needed to read its body;
/// nothing of it is copied before it is asked for.
///
/// Numbers are as the file has them.
struct BodyRow {
    private let row: Statement

    /// - Parameter row: Selects a type and `StoredBodyRow.columns`, and stands on a row.
    fileprivate init(_ row: Statement) {
        self.row = row
    }

    /// `event_types.id`.
    var type: Int64 { row.int64(0) }
    /// Place in the log.
    var position: Int64 { row.int64(1) }
    /// `streams.id`.
    var stream: Int64 { row.int64(2) }
    /// Place in the stream.
    var version: Int64 { row.int64(3) }
    /// Bytes of the body before compression.
    var size: Int64 { row.int64(4) }
    /// -1 if the body was erased; else see `BodyStorage`.
    var dictionary: Int64? { row.optionalInt64(5) }
    /// Position of the event whose body extends the dictionary; nil if none does.
    var base: Int64? { row.optionalInt64(6) }

    /// Lends check bytes and payload, valid only inside the closure.
    func withBody<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        row.withBytes(7, body)
    }

    /// Whether its body was not erased, goes on from no other, and is too small to be gone on from.
    var isAlone: Bool {
        isPossible && base == nil && dictionary != -1 && size < Limits.bodyBytesForBaseMin
    }

    /// Whether every number that is calculated with is one that a store writes.
    var isPossible: Bool {
        StoredColumn.eventPosition.range.contains(position)
            && StoredColumn.eventStream.range.contains(stream)
            && StoredColumn.eventVersion.range.contains(version)
            && StoredColumn.eventSize.range.contains(size)
    }

    /// A copy of all of it.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    func stored() throws(StoreError) -> StoredBodyRow {
        try StoredBodyRow(row, from: 1)
    }
}
