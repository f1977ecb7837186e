/// What an append answers for each event, once it is durable.
public struct Receipt: Sendable, Hashable {
    /// The event's place in the log.
    public var position: Int64
    /// The event's place in its stream.
    public var version: Int64
    /// The cycle that it belongs to.
    public var cycle: Int64
    /// When it was stored.
    public var recordedAt: Timestamp
    /// Whether its id had been seen before, so that this is the receipt of the first append.
    public var wasKnown: Bool
    /// Whether the event that its id names was erased since.
    public var isErased: Bool

    /// Creates a receipt.
    public init(
        position: Int64, version: Int64, cycle: Int64, recordedAt: Timestamp,
        wasKnown: Bool = false, isErased: Bool = false
    ) {
        self.position = position
        self.version = version
        self.cycle = cycle
        self.recordedAt = recordedAt
        self.wasKnown = wasKnown
        self.isErased = isErased
    }
}
