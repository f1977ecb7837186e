/// One thing that is not as the events of a store say, or that the events themselves cannot be.
public struct VerificationFinding: Sendable, Hashable {
    /// What is wrong.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Events are missing between two others, or at the end of the log.
        case missing
        /// A row of an event lies where the log has no place for it.
        case stray
        /// A version, a time, a cycle or a cause is not one that can come there.
        case order
        /// A name is missing, is none, does not belong to its stream, or is used by no event.
        case name
        /// A body cannot be read, or is not the one that was appended.
        case body
        /// Events are not those whose hash is in the stored tree.
        case seal
        /// The stored tree has rows that no events make.
        case tree
        /// Where the log ends, by its own account, is not where its events end.
        case head
        /// A signed statement about the log does not hold for its events.
        case checkpoint
        /// A secret or a salt is missing, is none, or belongs to no event.
        case secret
        /// A body is missing, and no event says that it was erased.
        case erasure
        /// A stream does not end where its events do, or has none.
        case stream
        /// A dictionary is missing or is none.
        case dictionary
        /// Cycles, tags, definitions or checkpoints are not what the store's own events say.
        case administration
        /// A projection's tables are not what a replay gives.
        case projection
        /// A stored document is damaged, or not what a replay gives.
        case document
        /// A snapshot is damaged, or not what a replay gives.
        case snapshot
        /// A table, index, view or trigger is not one that this version or a definition makes.
        case schema
        /// SQLite finds the file damaged.
        case file
    }

    /// What is wrong.
    public let kind: Kind
    /// Position of the event that it is about, or of the first of several; nil where it is about
    /// none.
    public let position: Int64?
    /// Table and row that it is about, such as `streams task/DB_002`; nil where that is an event.
    public let place: String?
    /// One sentence.
    public let message: String
    /// What belongs there; nil where that is not known, or said by the sentence.
    public let expected: String?
    /// What is there; nil where nothing is, or the sentence says it.
    public let found: String?

    /// Creates a finding of its parts.
    package init(
        _ kind: Kind, at position: Int64? = nil, in place: String? = nil, _ message: String,
        expected: String? = nil, found: String? = nil
    ) {
        self.kind = kind
        self.position = position
        self.place = place
        self.message = message
        self.expected = expected
        self.found = found
    }
}
