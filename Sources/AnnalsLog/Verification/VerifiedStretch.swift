import AnnalsIntegrity
import AnnalsModel

/// A stretch of the log that was sealed again: what is needed to go on from it, and what is wrong
/// with it by itself.
///
/// It keeps some 32 bytes for 256 events, so that many of them can wait.
struct VerifiedStretch: Sendable {
    /// Position before its first.
    let first: Int64
    /// Its last position.
    let last: Int64
    /// The events that could be read.
    var order = EventOrder()
    /// Its complete blocks of 256 leaves.
    var nodes: [Node] = []
    /// The leaves behind the last complete block.
    var tail: [Digest] = []
    /// Whether the leaves behind the last complete block are all known.
    var isTailKnown = true
    /// The leaves of those complete blocks inside of which a root is wanted, by number of the
    /// block.
    var blocks: [Int64: [Digest]] = [:]
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

    /// Number of the block that a leaf is in.
    static func block(of position: Int64) -> Int64 { (position - 1) / width }

    /// Leaves of a block.
    static let width = Int64(Limits.treeArity)
}
