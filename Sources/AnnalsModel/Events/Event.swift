public import Foundation

/// A stored event: one change, immutable, at its place in the log.
public struct Event: Sendable {
    /// Its place in the log, from 1, without gaps.
    public var position: Int64
    /// The stream that it belongs to.
    public var stream: StreamName
    /// Its place in the stream, from 1.
    public var version: Int64
    /// What happened.
    public var type: EventType
    /// Who did it.
    public var actor: Actor
    /// The cycle that it belongs to.
    public var cycle: Int64
    /// When it was stored, by the store's clock, which never decreases along the log.
    public var recordedAt: Timestamp
    /// When it happened, as the caller claimed.
    public var occurredAt: Timestamp?
    /// The run or conversation that it is part of.
    public var correlation: String?
    /// The position of the event that caused it.
    public var causation: Int64?
    /// The caller's id of it.
    public var id: UUID?
    /// What it does to the stream's document; empty if its content was erased.
    public var change: Change
    /// Why it was done; nil if its content was erased.
    public var reason: String?
    /// What it says about the act and not about the thing; empty if there is none, or if its
    /// content was erased.
    public var context: JSONObject
    /// Whether its content, change, reason and context, was erased.
    public var isErased: Bool

    /// Puts an event together from its stored parts; nothing is checked.
    public init(
        position: Int64, stream: StreamName, version: Int64, type: EventType, actor: Actor,
        cycle: Int64, recordedAt: Timestamp, occurredAt: Timestamp? = nil,
        correlation: String? = nil, causation: Int64? = nil, id: UUID? = nil,
        change: Change = Change(), reason: String? = nil, context: JSONObject = [:],
        isErased: Bool = false
    ) {
        self.position = position
        self.stream = stream
        self.version = version
        self.type = type
        self.actor = actor
        self.cycle = cycle
        self.recordedAt = recordedAt
        self.occurredAt = occurredAt
        self.correlation = correlation
        self.causation = causation
        self.id = id
        self.change = change
        self.reason = reason
        self.context = context
        self.isErased = isErased
    }
}

extension Event: Equatable {
    /// Whether all parts are the same; texts are compared by their bytes.
    public static func == (left: Event, right: Event) -> Bool {
        left.position == right.position && left.stream == right.stream
            && left.version == right.version && left.type == right.type
            && left.actor == right.actor && left.cycle == right.cycle
            && left.recordedAt == right.recordedAt && left.occurredAt == right.occurredAt
            && sameBytes(left.correlation, right.correlation)
            && left.causation == right.causation && left.id == right.id
            && left.change == right.change
            && sameBytes(left.reason, right.reason) && left.context == right.context
            && left.isErased == right.isErased
    }

    private static func sameBytes(_ left: String?, _ right: String?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return left.hasSameBytes(as: right)
    }
}
