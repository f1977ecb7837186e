package import AnnalsCodec
package import AnnalsModel
package import Foundation

/// A row of `events` as it lies there: ids instead of names, the body still compressed.
package struct StoredEvent {
    /// Place in the log, from 1.
    package let position: Int64
    /// `streams.id`.
    package let stream: Int64
    /// 1-based place in the stream.
    package let version: Int64
    /// `event_types.id`.
    package let type: Int64
    /// `actors.id`.
    package let actor: Int64
    /// The fleet's logical clock.
    package let cycle: Int64
    /// µs since 1970 UTC.
    package let recordedAt: Int64
    /// As the caller claims, µs since 1970 UTC.
    package let occurredAt: Int64?
    /// `correlations.id`.
    package let correlation: Int64?
    /// Position of the event that caused it.
    package let causation: Int64?
    /// The caller's idempotency key.
    package let id: UUID?
    /// Where and how the body is stored.
    package let body: StoredBodyRow

    /// The columns that `init(_:)` reads, in its order.
    package static let columns = """
        position, stream, version, type, actor, cycle, recorded_at, occurred_at, correlation, \
        causation, id, size, dictionary, base, body
        """

    /// The same where a body of more bytes stays where it is: nothing is read of it.
    package static func columns(bodyBytesMax: Int64) -> String {
        columns.dropLast("body".count) + "iif(size > \(bodyBytesMax), NULL, body)"
    }

    /// Copies the current row of a statement that selects `columns`.
    ///
    /// Ids of types, actors and correlations, times and the cause are as the file has them: they
    /// are looked up, shown and compared, and nobody calculates with them.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    package init(_ row: Statement) throws(StoreError) {
        body = try StoredBodyRow(events: row)
        position = body.position
        stream = body.stream
        version = body.version
        type = row.int64(3)
        actor = row.int64(4)
        cycle = try row.int64(5, .eventCycle, "position \(row.int64(0))")
        recordedAt = row.int64(6)
        occurredAt = row.optionalInt64(7)
        correlation = row.optionalInt64(8)
        causation = row.optionalInt64(9)
        id = UUID(bytes: row.bytes(10))
    }
}

/// A row of `StoredEvent.columns` on which a statement stands, as much of it as is needed to open
/// its body where it lies.
struct StandingEvent {
    private let row: Statement

    /// - Parameter row: Selects `StoredEvent.columns`, and stands on a row.
    init(_ row: Statement) {
        self.row = row
    }

    /// Place in the log.
    var position: Int64 { row.int64(0) }
    /// Place in the stream.
    var version: Int64 { row.int64(2) }
    /// Bytes of the body before compression.
    var size: Int64 { row.int64(11) }
    /// -1 if the body was erased; else see `BodyStorage`.
    var dictionary: Int64? { row.optionalInt64(12) }

    /// Whether there is nothing unusual about it: it was not erased, goes on from no other body,
    /// is too small to be gone on from, and has no number that `StoredEvent` refuses.
    var isPlain: Bool {
        dictionary != -1 && row.optionalInt64(13) == nil && size < Limits.bodyBytesForBaseMin
            && StoredColumn.eventPosition.range.contains(position)
            && StoredColumn.eventStream.range.contains(row.int64(1))
            && StoredColumn.eventVersion.range.contains(version)
            && StoredColumn.eventCycle.range.contains(row.int64(5))
            && StoredColumn.eventSize.range.contains(size)
            && dictionary.map { StoredColumn.eventDictionary.range.contains($0) } ?? true
    }

    /// Lends check bytes and payload, valid only inside the closure.
    func withBody<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        row.withBytes(14, body)
    }

    /// A copy of all of it.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    func stored() throws(StoreError) -> StoredEvent {
        try StoredEvent(row)
    }
}

extension StoredBodyRow {
    /// The columns that `init(_:from:)` reads, in its order.
    static let columns = "position, stream, version, size, dictionary, base, body"

    /// Copies what the current row of a statement that selects `StoredEvent.columns` says of it.
    init(events row: Statement) throws(StoreError) {
        try self.init(row, place: 0, storage: 11)
    }

    /// Copies what the current row of a statement says that selects `columns` from a column on.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    init(_ row: Statement, from first: Int32 = 0) throws(StoreError) {
        try self.init(row, place: first, storage: first + 3)
    }

    private init(_ row: Statement, place: Int32, storage: Int32) throws(StoreError) {
        func name() -> String { "position \(row.int64(place))" }
        position = try row.int64(place, .eventPosition, name())
        stream = try row.int64(place + 1, .eventStream, name())
        version = try row.int64(place + 2, .eventVersion, name())
        size = try row.int64(storage, .eventSize, name())
        let column = try row.optionalInt64(storage + 1, .eventDictionary, name())
        isErased = column == -1
        self.storage = BodyStorage(column: column)
        base = try row.optionalInt64(storage + 2, .eventBase, name())
        blob = row.bytes(storage + 3)
    }
}

/// What is needed to read one body.
package struct StoredBodyRow {
    /// Place of the event in the log, from 1.
    package let position: Int64
    /// `streams.id`.
    package let stream: Int64
    /// 1-based place in the stream.
    package let version: Int64
    /// Bytes before compression.
    package let size: Int64
    /// In which form and with which dictionary it is stored, unless it was erased.
    package let storage: BodyStorage
    /// Whether the body was erased.
    package let isErased: Bool
    /// Position of the event whose body extends the dictionary; nil if none does.
    package let base: Int64?
    /// Four check bytes and the payload; 32 bytes of digest if erased.
    package let blob: [UInt8]
}

extension UUID {
    /// The UUID of 16 bytes in network order; nil for any other number of bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.init(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            ))
    }

    /// The 16 bytes in network order.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: uuid) { [UInt8]($0) }
    }
}
