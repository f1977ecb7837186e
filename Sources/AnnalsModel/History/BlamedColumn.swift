/// A column of a merged row, and the event that gave its value.
public struct BlamedColumn: Sendable, Equatable {
    /// Name of the column.
    public var column: String
    /// Where in the document the value stands; nil for NULL and for columns that hold more than
    /// one member.
    public var pointer: JSONPointer?
    /// The value as SQL shows it, null for NULL; nil where the row is gone.
    public var value: JSONValue?
    /// The value before the event; nil where there was no row.
    public var before: JSONValue?
    /// The event that gave the value, without its change.
    ///
    /// Since it, the column has held the value all the time.
    public var event: Event
    /// Number of later events that wrote the same value again.
    public var confirmed: Int64

    /// Puts the parts together.
    public init(
        column: String, pointer: JSONPointer?, value: JSONValue?, before: JSONValue?,
        event: Event, confirmed: Int64
    ) {
        self.column = column
        self.pointer = pointer
        self.value = value
        self.before = before
        self.event = event
        self.confirmed = confirmed
    }
}
