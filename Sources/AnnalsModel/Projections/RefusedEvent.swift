/// An event that a projection's tables refused.
public struct RefusedEvent: Sendable, Hashable {
    /// The projection.
    public let projection: String
    /// The event.
    public let position: Int64
    /// 1-based line of the directive or statement in the definition file.
    public let line: Int
    /// SQLite's words, as they are: not safe for a terminal.
    public let message: String

    /// Creates a refusal of its parts.
    package init(projection: String, position: Int64, line: Int, message: String) {
        self.projection = projection
        self.position = position
        self.line = line
        self.message = message
    }
}
