/// What a copy of a store is, and how it stands to the store.
public struct BackupVerification: Sendable, Hashable {
    /// How the copy stands to the store.
    public enum Standing: String, Sendable, CaseIterable {
        /// It is a beginning of the store's log, or all of it.
        case beginning
        /// It has all of the store's log and goes on, as where the store was put back.
        case ahead
        /// It is of this store, and both have events that the other has not.
        case parted
        /// It is of another store.
        case foreign
        /// The store could not be read, so that it cannot be told.
        case unknown
    }

    /// The copy, as the caller named it.
    public let path: String
    /// The store, as the caller named it.
    public let store: String
    /// How the copy stands to the store.
    public let standing: Standing
    /// Number of events in the copy, all of which were verified.
    public let events: Int64
    /// Root of the copy's tree in hex.
    public let root: String
    /// When the last event of the copy was recorded; nil if it has none.
    public let lastRecorded: Timestamp?
    /// Position up to which both have the same events; nil where there is nothing to compare.
    public let common: Int64?
    /// Number of events that the store has after that position; nil where that is not known.
    public let behind: Int64?
    /// When the first of those was recorded; nil if there are none.
    public let behindSince: Timestamp?
    /// Why the store could not be read; nil if it could.
    public let obstacle: String?

    /// Creates it of its parts.
    package init(
        path: String, store: String, standing: Standing, events: Int64, root: String,
        lastRecorded: Timestamp?, common: Int64? = nil, behind: Int64? = nil,
        behindSince: Timestamp? = nil, obstacle: String? = nil
    ) {
        self.path = path
        self.store = store
        self.standing = standing
        self.events = events
        self.root = root
        self.lastRecorded = lastRecorded
        self.common = common
        self.behind = behind
        self.behindSince = behindSince
        self.obstacle = obstacle
    }

    /// Whether it can take the store's place, as far as is known.
    public var isGood: Bool { [.beginning, .ahead, .unknown].contains(standing) }
}
