/// What an erasure would take away, and what it does not reach.
public struct ErasurePreview: Sendable, Hashable {
    /// What would go of one stream.
    public struct Stream: Sendable, Hashable {
        /// Its name, which stays.
        public let name: StreamName
        /// Number of its events that would lose their content.
        public let events: Int64
        /// Bytes of their content before compression.
        public let bytes: Int64
        /// Position of the first of them.
        public let first: Int64
        /// Position of the last of them.
        public let last: Int64

        /// Creates it of its parts.
        package init(name: StreamName, events: Int64, bytes: Int64, first: Int64, last: Int64) {
            self.name = name
            self.events = events
            self.bytes = bytes
            self.first = first
            self.last = last
        }
    }

    /// A copy that keeps what is erased here.
    public struct Copy: Sendable, Hashable {
        /// Where it was made, as its maker named it.
        public let path: String
        /// Position of the last event in it.
        public let head: Int64
        /// Position of the event that recorded it.
        public let position: Int64

        /// Creates it of its parts.
        package init(path: String, head: Int64, position: Int64) {
            self.path = path
            self.head = head
            self.position = position
        }
    }

    /// Position of the last event of the log.
    public var head: Int64
    /// Number of events that would lose their content.
    public var events: Int64 = 0
    /// Bytes of their content before compression.
    public var bytes: Int64 = 0
    /// The streams that they belong to, in the order of their first such event.
    public var streams: [Stream] = []
    /// Dictionaries that may quote them, whose bodies are compressed again.
    public var dictionaries: [Int64] = []
    /// Number of those events that retention keeps, so that the erasure is refused unless it
    /// overrides that.
    public var retained: Int64 = 0
    /// Backups and restored stores that hold them, as far as the store knows: they are not reached.
    public var copies: [Copy] = []
    /// Names, and events of the store's own, that hold the value: they are not reached.
    public var unreached: [String] = []
    /// Whether an earlier erasure has steps left, which the next one does first.
    public var isUnfinished = false

    /// Begins with nothing to erase.
    package init(head: Int64) {
        self.head = head
    }
}
