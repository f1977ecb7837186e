/// A point in the history of a store: the state after some event.
///
/// What a moment means is decided against a store, when it is used; "the last event" of an empty
/// choice is position 0, the empty state.
public enum Moment: Sendable {
    /// The last event, or so many events before it: `head`, `head~3`.
    case head(back: Int64)
    /// Before the first event: `start`.
    case start
    /// The last event whose cycle is at most this one: `cycle:12`.
    case cycle(Int64)
    /// The event at a position: `seq:345` or `345`; 0 is before the first.
    case position(Int64)
    /// The last event recorded by an instant: an RFC 3339 time.
    case time(Timestamp)
    /// The last event recorded by so long ago: `ago:5m`.
    case ago(microseconds: Int64)
    /// The longest prefix of the log whose claimed times are all at or before an instant:
    /// `occurred:TIME`.
    case occurred(Timestamp)
    /// The position that was tagged: `tag:NAME`.
    case tag(String)

    /// The last event: `head`.
    public static let head = Moment.head(back: 0)
}

extension Moment: Hashable {
    /// Whether both are written the same, byte for byte.
    public static func == (left: Moment, right: Moment) -> Bool {
        left.description.hasSameBytes(as: right.description)
    }

    /// Feeds the notation to the hasher.
    public func hash(into hasher: inout Hasher) {
        description.hashBytes(into: &hasher)
    }
}
