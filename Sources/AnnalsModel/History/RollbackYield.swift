/// A value of a stream that a rollback leaves as somebody outside its scope wrote it.
public struct RollbackYield: Sendable, Equatable {
    /// The stream.
    public var stream: StreamName
    /// The value's place, and the events that wrote it.
    public var conflict: RollbackConflict

    /// A value of a stream.
    public init(stream: StreamName, conflict: RollbackConflict) {
        self.stream = stream
        self.conflict = conflict
    }
}
