/// What a store says of how long its events are kept.
public struct Retention: Sendable, Hashable {
    /// For how long no event may be erased; nil if that was never said, or was taken back.
    public let keep: RetentionPeriod?
    /// Position of the event that says so; nil if there is none.
    public let position: Int64?

    /// Creates it of its parts.
    package init(keep: RetentionPeriod?, position: Int64?) {
        self.keep = keep
        self.position = position
    }
}
