import AnnalsIntegrity
import AnnalsModel

/// A stretch of the log that was sealed again: what is needed to go on from it, and what is wrong
/// with it by itself.
struct VerifiedStretch: Sendable {
    /// Position before its first.
    let first: Int64
    /// Its last position.
    let last: Int64
    /// What the order of events is checked by, of each event that could be read.
    var events: [Mark] = []
    /// The leaf of every position; one that stands for nothing where an event is missing or cannot
    /// be read.
    var leaves: [Digest] = []
    /// Its complete blocks of 256 leaves.
    var nodes: [Node] = []
    /// Whether the leaves behind the last complete block are all known.
    var isTailKnown = true
    /// The store's own events in it.
    var administration: [SealedEvent] = []
    /// What is wrong, in order.
    var findings: [VerificationFinding] = []

    /// A complete block of leaves.
    struct Node: Sendable {
        /// Its root: from its events, else the stored one; nil where there is neither.
        let root: Digest?
        /// Whether it comes from its events.
        let isSealed: Bool
    }

    /// What the order of events is checked by.
    struct Mark: Sendable {
        let position: Int64
        let recordedAt: Int64
        let cycle: Int64
        let opensCycle: Bool
        let bodyBytes: Int64
        let storedBytes: Int64
        let isErased: Bool
    }

    /// Positions of the blocks of 256 leaves that it has the whole of.
    static func blocks(after first: Int64, through last: Int64) -> Range<Int64> {
        first / width..<last / width
    }

    /// Leaves of a block.
    static let width = Int64(Limits.treeArity)
}
