/// What a rollback does to one stream.
public struct RollbackStep: Sendable, Equatable {
    /// The stream.
    public var stream: StreamName
    /// Number of its events that are taken back.
    public var events: Int64
    /// What makes the target of the document as it is now; empty where nothing is left to do.
    public var change: Change
    /// Whether a document that is gone comes back, which an empty change does too.
    public var recreates: Bool
    /// What stays as somebody else wrote it.
    public var conflicts: [RollbackConflict]
    /// Number of the stream's events whose content was erased, of which nothing comes back.
    public var erased: Int64 = 0
    /// The stream that it goes with, where the scope does not name it itself; nil where it does.
    public var goesWith: StreamName?

    /// Whether an event has to be appended.
    public var isNeeded: Bool { recreates || !change.isEmpty }

    /// Puts the parts together.
    public init(
        stream: StreamName, events: Int64, change: Change, recreates: Bool,
        conflicts: [RollbackConflict]
    ) {
        self.stream = stream
        self.events = events
        self.change = change
        self.recreates = recreates
        self.conflicts = conflicts
    }
}

/// A value that both the scope of a rollback and, later, somebody outside it wrote.
public struct RollbackConflict: Sendable, Equatable {
    /// Where the value is, as the later event wrote it; the whole document where it was ended.
    public var pointer: JSONPointer
    /// The outsider's value, which stays; nil where the outsider took it away.
    public var value: JSONValue?
    /// Position of the scope's event that wrote it last before.
    public var position: Int64
    /// Position of the outsider's last event that wrote it.
    public var outsider: Int64
    /// The actor of that event; nil where it is not known.
    public var actor: Actor?

    /// A value at a place that stays, and the two events that wrote it.
    public init(
        pointer: JSONPointer, value: JSONValue?, position: Int64, outsider: Int64,
        actor: Actor? = nil
    ) {
        self.pointer = pointer
        self.value = value
        self.position = position
        self.outsider = outsider
        self.actor = actor
    }
}
