/// Everything of an event but its body, as its leaf commits to it.
///
/// Names stand here as text, not as ids of rows, so that a leaf means the same outside the store.
package struct LeafHeader: Sendable, Hashable {
    /// The event's place in the log, from 1.
    package var position: Int64
    /// The stream's name, `category/id`.
    package var stream: String
    /// The event's place in the stream, from 1.
    package var version: Int64
    /// The event's type, `category.verb`.
    package var type: String
    /// The actor's name.
    package var actor: String
    /// The actor's kind.
    package var kind: String
    /// The cycle.
    package var cycle: Int64
    /// In µs since 1970 UTC.
    package var recordedAt: Int64
    /// In µs since 1970 UTC, as the caller claims.
    package var occurredAt: Int64?
    /// The correlation's name.
    package var correlation: String?
    /// Position of the event that caused this one.
    package var causation: Int64?
    /// The caller's UUID, 16 bytes.
    package var id: [UInt8]?

    /// Creates a header.
    package init(
        position: Int64, stream: String, version: Int64, type: String, actor: String, kind: String,
        cycle: Int64, recordedAt: Int64, occurredAt: Int64?, correlation: String?,
        causation: Int64?, id: [UInt8]?
    ) {
        self.position = position
        self.stream = stream
        self.version = version
        self.type = type
        self.actor = actor
        self.kind = kind
        self.cycle = cycle
        self.recordedAt = recordedAt
        self.occurredAt = occurredAt
        self.correlation = correlation
        self.causation = causation
        self.id = id
    }
}
