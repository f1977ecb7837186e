/// What an index over the text of events finds.
public enum SearchIndexKind: String, Sendable, Hashable, CaseIterable {
    /// Any text of three characters or more, for ``EventQuery/search``.
    case trigrams
    /// Words, beginnings of words and phrases, for ``EventQuery/match``.
    case words
}

/// An index over the text of events: a file beside the store that follows from the events.
public struct SearchIndex: Sendable, Hashable {
    /// What it finds.
    public let kind: SearchIndexKind
    /// Position of the last event that is in it; those behind it are read as they are.
    public let position: Int64
    /// Position of the last event of the store.
    public let head: Int64
    /// Bytes of its file.
    public let bytes: Int64
    /// Whether it is used: not if it belongs to another store, or if something was erased since.
    public let isUsable: Bool
    /// Path of its file.
    public let path: String

    /// Creates it of its parts.
    package init(
        kind: SearchIndexKind, position: Int64, head: Int64, bytes: Int64, isUsable: Bool,
        path: String
    ) {
        self.kind = kind
        self.position = position
        self.head = head
        self.bytes = bytes
        self.isUsable = isUsable
        self.path = path
    }
}
