package import AnnalsModel

/// An event together with what it did to its stream's document: all that a projection may see.
package struct ProjectedEvent: Sendable {
    /// Place in the log, from 1.
    package let position: Int64
    /// The stream the event belongs to.
    package let stream: StreamName
    /// 1-based place in the stream.
    package let version: Int64
    /// What happened.
    package let type: EventType
    /// Who did it.
    package let actor: Actor
    /// The fleet's logical clock.
    package let cycle: Int64
    /// When the store recorded it.
    package let recordedAt: Timestamp
    /// The change as the caller gave it; empty for an erased event.
    package let change: Change
    /// What the event says about the act; empty if there is nothing, and for an erased event.
    package let context: JSONObject
    /// The stream's document before the event; nil where there is none, or none was asked for.
    package let before: JSONObject?
    /// The stream's document after the event; nil where there is none, or none was asked for.
    package let after: JSONObject?

    /// Puts the parts together.
    package init(
        position: Int64, stream: StreamName, version: Int64, type: EventType, actor: Actor,
        cycle: Int64, recordedAt: Timestamp, change: Change, context: JSONObject = [:],
        before: JSONObject?, after: JSONObject?
    ) {
        self.position = position
        self.stream = stream
        self.version = version
        self.type = type
        self.actor = actor
        self.cycle = cycle
        self.recordedAt = recordedAt
        self.change = change
        self.context = context
        self.before = before
        self.after = after
    }

    /// An event with what it says, and the documents around it.
    init(
        _ event: SealedEvent, change: Change, context: JSONObject, before: JSONObject?,
        after: JSONObject?
    ) {
        self.init(
            position: event.position, stream: event.stream, version: event.version,
            type: event.type, actor: event.actor, cycle: event.cycle,
            recordedAt: event.recordedAt, change: change, context: context, before: before,
            after: after)
    }

    /// An event that was read, and the documents around it.
    package init(_ event: Event, before: JSONObject?, after: JSONObject?) {
        self.init(
            position: event.position, stream: event.stream, version: event.version,
            type: event.type, actor: event.actor, cycle: event.cycle,
            recordedAt: event.recordedAt, change: event.change, context: event.context,
            before: before, after: after)
    }
}
