/// A row of the stored tree: the root of a complete subtree of 256^level leaves.
package struct CompletedNode: Hashable, Sendable {
    /// From 1, for subtrees of 256, 65,536, 16,777,216 … leaves.
    package let level: Int
    /// The subtree's 0-based place among those of its level.
    package let n: Int64
    /// The subtree's root.
    package let hash: Digest

    /// Creates a row.
    package init(level: Int, n: Int64, hash: Digest) {
        self.level = level
        self.n = n
        self.hash = hash
    }
}
