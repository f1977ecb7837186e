/// A cycle that was opened.
public struct Cycle: Sendable, Hashable {
    /// Its number.
    public let number: Int64
    /// Position of the event that opened it.
    public let position: Int64
    /// When that was recorded.
    public let openedAt: Timestamp
    /// Name of who opened it.
    public let actor: String
    /// Why, or what it is for.
    public let note: String?

    /// Puts a row together.
    package init(
        number: Int64, position: Int64, openedAt: Timestamp, actor: String, note: String?
    ) {
        self.number = number
        self.position = position
        self.openedAt = openedAt
        self.actor = actor
        self.note = note
    }
}
