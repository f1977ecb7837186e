/// A value of a document, and the event that gave it.
public struct BlamedValue: Sendable, Equatable {
    /// Where the value is; the whole document where that is an empty object or absent.
    public var pointer: JSONPointer
    /// The value; nil where there is none and the event took it away.
    public var value: JSONValue?
    /// The value before the event; nil where there was none.
    public var before: JSONValue?
    /// The event that gave the value, without its change.
    ///
    /// Since it, the value has been the same all the time.
    public var event: Event
    /// Number of later events that wrote the same value again.
    public var confirmed: Int64

    /// Puts the parts together.
    public init(
        pointer: JSONPointer, value: JSONValue?, before: JSONValue?, event: Event,
        confirmed: Int64
    ) {
        self.pointer = pointer
        self.value = value
        self.before = before
        self.event = event
        self.confirmed = confirmed
    }
}
