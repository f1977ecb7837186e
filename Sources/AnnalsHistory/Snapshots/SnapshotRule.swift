import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// When a projection gets a snapshot: once the stored bytes of the events that its patterns match,
/// since its last one, exceed the bytes of that one, and a floor.
///
/// So snapshots cost about what the log costs at most, and a state is opened by reading at most
/// about as many bytes of events as its snapshot has.
struct SnapshotRule {
    /// Stored bytes of matching events, up to `position`.
    private(set) var matched: Int64
    /// Position up to which they were counted.
    private(set) var position: Int64
    /// Stored bytes of matching events up to the last snapshot; 0 if there is none.
    private var matchedBefore: Int64
    /// Stored bytes of the last snapshot; 0 if there is none.
    private var stored: Int64

    /// Goes on from the last snapshot, or from the beginning.
    init(after last: SnapshotStore.Entry?) {
        matched = last?.matched ?? 0
        position = last?.position ?? 0
        matchedBefore = matched
        stored = last?.stored ?? 0
    }

    /// Bytes of matching events that are still missing; 0 or less if a snapshot is due.
    var missing: Int64 {
        max(stored, Int64(Limits.snapshotFloorBytes)) - (matched - matchedBefore)
    }

    /// Counts the events up to a position.
    mutating func count(
        _ definition: ProjectionDefinition, through end: Int64, _ reader: LogReader
    ) throws(StoreError) {
        guard end > position else { return }
        let types = try reader.statements.statement("SELECT id, name FROM event_types")
        var ids: [Int64] = []
        while try types.step() {
            if definition.matches(try EventType(types.text(1))) { ids.append(types.int64(0)) }
        }
        for id in ids {
            matched +=
                try reader.statements.integer(
                    """
                    SELECT sum(length(body)) FROM events
                    WHERE type = ? AND position > ? AND position <= ?
                    """, id, position, end) ?? 0
        }
        position = end
    }

    /// Counts bytes that a replay has met.
    mutating func add(_ bytes: Int64, at position: Int64) {
        matched += bytes
        self.position = position
    }

    /// Begins anew after a snapshot of so many stored bytes.
    mutating func reset(stored: Int64) {
        matchedBefore = matched
        self.stored = stored
    }
}
