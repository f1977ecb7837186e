import AnnalsModel

/// A row of `events` on which a statement stands; nothing of it is copied before it is asked for.
///
/// Numbers are as the file has them.
struct EventRow {
    private let row: Statement

    /// - Parameter row: Selects `StoredEvent.columns` and stands on a row.
    init(_ row: Statement) {
        self.row = row
    }

    /// Place in the log.
    var position: Int64 { row.int64(0) }
    /// `streams.id`.
    var stream: Int64 { row.int64(1) }
    /// Place in the stream.
    var version: Int64 { row.int64(2) }
    /// `event_types.id`.
    var type: Int64 { row.int64(3) }
    /// `actors.id`.
    var actor: Int64 { row.int64(4) }
    /// The fleet's logical clock.
    var cycle: Int64 { row.int64(5) }
    /// µs since 1970 UTC.
    var recordedAt: Int64 { row.int64(6) }
    /// As the caller claims, µs since 1970 UTC.
    var occurredAt: Int64? { row.optionalInt64(7) }
    /// `correlations.id`.
    var correlation: Int64? { row.optionalInt64(8) }
    /// Position of the event that caused it.
    var causation: Int64? { row.optionalInt64(9) }
    /// The caller's idempotency key; nil if there is none.
    var id: [UInt8]? { row.optionalBytes(10) }
    /// Bytes of the body before compression.
    var size: Int64 { row.int64(11) }
    /// -1 for an erased body, else what `BodyStorage` reads.
    var dictionary: Int64? { row.optionalInt64(12) }
    /// Position of the event whose body extends the dictionary; nil if none does.
    var base: Int64? { row.optionalInt64(13) }

    /// Lends check bytes and payload, valid only inside the closure.
    func withBody<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        row.withBytes(14, body)
    }

    /// Whether every number that is calculated with is one that a store writes.
    var isPossible: Bool {
        StoredColumn.eventPosition.range.contains(position)
            && StoredColumn.eventStream.range.contains(stream)
            && StoredColumn.eventVersion.range.contains(version)
            && StoredColumn.eventCycle.range.contains(cycle)
            && StoredColumn.eventSize.range.contains(size)
    }

    /// A copy of all of it.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    func stored() throws(StoreError) -> StoredEvent {
        try StoredEvent(row)
    }
}
