/// An actor and how much it did.
public struct ActorSummary: Sendable, Hashable {
    /// Name and kind.
    public let actor: Actor
    /// Number of its events.
    public let events: Int64
    /// Position of the last of them; 0 if there is none.
    public let last: Int64

    /// Creates a summary of its parts.
    package init(actor: Actor, events: Int64, last: Int64) {
        self.actor = actor
        self.events = events
        self.last = last
    }
}
