public import Foundation

/// An event as a caller gives it, before it is stored.
public struct NewEvent: Sendable {
    /// The stream that it goes to.
    public var stream: StreamName
    /// What happened; its category is the stream's.
    public var type: EventType
    /// Who did it.
    public var actor: Actor
    /// What it does to the stream's document.
    public var change: Change
    /// Why it was done.
    public var reason: String?
    /// What it says about the act and not about the thing: address, session, tool, model, evidence.
    ///
    /// Kept and searched as it is, and never part of a document; empty equals absent.
    public var context: JSONObject
    /// The cycle that it belongs to, 0 or more; nil is the current one.
    public var cycle: Int64?
    /// When it happened, as the caller claims.
    public var occurredAt: Timestamp?
    /// The run or conversation that it is part of: 1 to 1,024 bytes without control characters.
    public var correlation: String?
    /// The event that caused it.
    public var causation: Causation?
    /// The caller's id of it, by which a repeated append is recognised; UUIDv7 is advised.
    public var id: UUID?
    /// What the stream is expected to be at.
    public var expected: ExpectedVersion

    /// Creates an event to append; ``validate()`` checks it.
    public init(
        stream: StreamName, type: EventType, actor: Actor, change: Change = Change(),
        reason: String? = nil, context: JSONObject = [:], cycle: Int64? = nil,
        occurredAt: Timestamp? = nil, correlation: String? = nil, causation: Causation? = nil,
        id: UUID? = nil, expected: ExpectedVersion = .any
    ) {
        self.stream = stream
        self.type = type
        self.actor = actor
        self.change = change
        self.reason = reason
        self.context = context
        self.cycle = cycle
        self.occurredAt = occurredAt
        self.correlation = correlation
        self.causation = causation
        self.id = id
        self.expected = expected
    }

    /// Checks what the types of the parts cannot.
    ///
    /// That a stream is the store's own is not checked here, since the store appends there itself.
    ///
    /// - Throws: ``StoreError/Code/invalidName`` if type and stream have different categories or
    ///   the correlation breaks its grammar; ``StoreError/Code/invalidArgument`` for a number out
    ///   of its range; ``StoreError/Code/invalidJSON`` if `context` is nested deeper than
    ///   ``Limits/jsonDepthMax``; what ``Change/validate()`` throws.
    public func validate() throws(StoreError) {
        if type.category != stream.category {
            throw StoreError(
                .invalidName,
                "the type \(type.name.quotedForMessage) is not of the stream "
                    + "\(stream.description.quotedForMessage): give a type that begins with "
                    + "\"\(stream.category).\"")
        }
        if let cycle, cycle < 0 {
            throw StoreError(.invalidArgument, "the cycle \(cycle) is negative: give 0 or more")
        }
        if let correlation {
            try NameRules.checkFreeText(
                correlation, "the correlation", bytesMax: Limits.correlationBytesMax)
        }
        try causation?.validate()
        try expected.validate()
        try change.validate()
        try Change.checkDepth(of: context, "context")
    }
}
