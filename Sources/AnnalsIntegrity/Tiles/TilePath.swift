package import AnnalsModel

/// The name of a file in an exported log (c2sp.org/tlog-tiles): a tile of up to 256 hashes of one
/// level of the tree, or a bundle of up to 256 log entries.
package struct TilePath: Hashable, Sendable {
    /// What the file holds.
    package enum Content: Hashable, Sendable {
        /// Roots of complete subtrees of 256^level leaves; the leaves themselves at level 0.
        case hashes(level: Int)
        /// The log entries that the leaves are hashes of.
        case entries
    }

    /// What the file holds.
    package let content: Content
    /// The file's 0-based place among those of its level.
    package let n: Int64
    /// How many hashes or entries there are: 1 to 256, below 256 at the right edge of the tree.
    package let width: Int

    /// The largest level that the format has names for.
    static let levelMax = 63
    /// The largest level of a tree of fewer than 2^63 leaves.
    static let usedLevelMax = 7

    /// Names a file.
    ///
    /// - Throws: `invalidArgument` unless level, place and width are as the format has them.
    package init(_ content: Content, n: Int64, width: Int = Limits.treeArity) throws(StoreError) {
        guard let path = Self(checking: content, n: n, width: width) else {
            throw StoreError(
                .invalidArgument,
                "there is no tile \(n) with \(width) hashes: give a place from 0, a width from 1 "
                    + "to \(Limits.treeArity) and a level from 0 to \(Self.levelMax)")
        }
        self = path
    }

    /// Names a file; nil unless level, place and width are as the format has them.
    init?(checking content: Content, n: Int64, width: Int) {
        if case .hashes(let level) = content, !(0...Self.levelMax).contains(level) { return nil }
        guard n >= 0, (1...Limits.treeArity).contains(width) else { return nil }
        self.content = content
        self.n = n
        self.width = width
    }

    /// The level of the tree; that of entries is 0.
    package var level: Int {
        switch content {
        case .hashes(let level): level
        case .entries: 0
        }
    }
}
