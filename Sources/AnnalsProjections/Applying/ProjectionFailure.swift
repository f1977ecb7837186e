/// An event that a projection's own tables refused.
package struct ProjectionFailure: Sendable, Equatable {
    /// The projection.
    package let projection: String
    /// The event.
    package let position: Int64
    /// The 1-based line of the directive or statement in the definition file.
    package let line: Int
    /// SQLite's words, as they are: not safe for a terminal.
    package let message: String

    /// Puts the parts together.
    package init(projection: String, position: Int64, line: Int, message: String) {
        self.projection = projection
        self.position = position
        self.line = line
        self.message = message
    }
}
