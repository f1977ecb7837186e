/// A stream that takes part in a rollback because it goes with another one: a file with what it
/// says, and what a file says with the file.
public struct RollbackCompanion: Sendable, Hashable {
    /// The stream.
    public var stream: StreamName
    /// The stream that it goes with.
    public var with: StreamName

    /// Puts the parts together.
    public init(stream: StreamName, with: StreamName) {
        self.stream = stream
        self.with = with
    }
}
