import AnnalsCodec
package import AnnalsModel

/// Where an event stands, and what an erasure needs to know of it.
package struct EventPlace: Sendable, Hashable {
    /// Place in the log, from 1.
    package let position: Int64
    /// `streams.id`.
    package let stream: Int64
    /// 1-based place in the stream.
    package let version: Int64
    /// Bytes of its body before compression.
    package let size: Int64
    /// When it was recorded, in µs since 1970 UTC.
    package let recordedAt: Int64
    /// Position of the event that caused it.
    package let causation: Int64?
    /// Whether its body was erased.
    package let isErased: Bool

    fileprivate static let columns =
        "position, stream, version, size, recorded_at, causation, dictionary IS -1"

    fileprivate init(_ row: Statement) throws(StoreError) {
        func name() -> String { "position \(row.int64(0))" }
        position = try row.int64(0, .eventPosition, name())
        stream = try row.int64(1, .eventStream, name())
        version = try row.int64(2, .eventVersion, name())
        size = try row.int64(3, .eventSize, name())
        recordedAt = row.int64(4)
        causation = row.optionalInt64(5)
        isErased = row.int64(6) == 1
    }
}

// The changes that are made to events after they were appended: their bodies go, or are compressed
// in another way. Nothing else of an event ever changes.

extension EventTable {
    /// Where an event stands; nil if there is none at the position.
    package func place(at position: Int64) throws(StoreError) -> EventPlace? {
        let row = try statements.statement(
            "SELECT \(EventPlace.columns) FROM events WHERE position = ?")
        row.bind(1, position)
        return try row.first { row throws(StoreError) in try EventPlace(row) }
    }

    /// Where the events of a stream stand, first to last.
    package func places(ofStream stream: Int64) throws(StoreError) -> [EventPlace] {
        let rows = try statements.statement(
            "SELECT \(EventPlace.columns) FROM events WHERE stream = ? ORDER BY version")
        rows.bind(1, stream)
        return try rows.map { row throws(StoreError) in try EventPlace(row) }
    }

    /// Bytes of the bodies of the first so many events, before compression.
    func bodyBytes(through position: Int64) throws(StoreError) -> Int64 {
        try statements.integer("SELECT sum(size) FROM events WHERE position <= ?", position) ?? 0
    }

    /// Positions of the events whose bodies were erased, in order.
    package func erasedPositions() throws(StoreError) -> [Int64] {
        try statements.statement(
            "SELECT position FROM events WHERE dictionary = -1 ORDER BY position"
        ).map { $0.int64(0) }
    }

    /// Replaces a body by its digest.
    func erase(_ position: Int64, digest: [UInt8]) throws(StoreError) {
        let row = try statements.statement(
            "UPDATE events SET dictionary = -1, base = NULL, body = ? WHERE position = ?")
        row.bind(1, digest)
        row.bind(2, position)
        try row.runOnOneRow(of: "events")
    }

    /// Stores the body of an event in another way.
    func store(_ body: StoredBody, at position: Int64) throws(StoreError) {
        let row = try statements.statement(
            "UPDATE events SET dictionary = ?, base = ?, body = ? WHERE position = ?")
        row.bind(1, body.storage.column)
        row.bind(2, body.base)
        row.bind(3, body.blob)
        row.bind(4, position)
        try row.runOnOneRow(of: "events")
        if body.storage.isPacked { try Format.raise(to: 2, statements) }
    }

    /// Positions of the events that are compressed with some dictionaries, in order.
    ///
    /// - Parameters:
    ///   - dictionaries: Their ids; nil for every way but one, erased bodies aside.
    ///   - other: That one.
    func positions(
        after first: Int64, through last: Int64, compressedWith dictionaries: [Int64]?,
        not other: Int64
    ) throws(StoreError) -> [Int64] {
        let which =
            dictionaries == nil
            ? "coalesce(dictionary, 0) NOT IN (-1, ?4, ?6)"
            : "dictionary IN (SELECT value FROM json_each(?5))"
        let rows = try statements.statement(
            """
            SELECT position FROM events WHERE position > ?1 AND position <= ?2 AND \(which)
            ORDER BY position LIMIT ?3
            """)
        rows.bind(1, first)
        rows.bind(2, last)
        rows.bind(3, Limits.recompressedRowsMax)
        if let dictionaries {
            rows.bind(
                5,
                ResolvedQuery.json(
                    dictionaries.flatMap { id in
                        [false, true].compactMap {
                            BodyStorage(dictionary: id, isPacked: $0).column
                        }
                    }))
        } else {
            rows.bind(4, other)
            rows.bind(6, BodyStorage(dictionary: other, isPacked: true).column)
        }
        return try rows.map { $0.int64(0) }
    }
}
