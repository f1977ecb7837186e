package import AnnalsModel

extension TreeHashes {
    /// The hashes that prove a leaf's place in a tree (RFC 9162, section 2.1.3.1).
    ///
    /// - Parameters:
    ///   - index: The leaf's 0-based place: its position less one.
    ///   - size: The number of leaves of the tree.
    /// - Returns: From the leaf towards the root.
    /// - Throws: `invalidArgument` if the tree has no such leaf, and what the source throws.
    package func inclusionProof(index: Int64, size: Int64) throws(StoreError) -> [Digest] {
        guard index >= 0, index < size else {
            throw StoreError(
                .invalidArgument, "leaf \(index) is not in the tree of \(size): name one below")
        }
        var proof: [Digest] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = range.lowerBound + MerkleTree.split(Int64(range.count))
            let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
            proof.append(try root(index < middle ? right : left))
            range = index < middle ? left : right
        }
        return proof.reversed()
    }

    /// The hashes that prove one tree to be the beginning of another (RFC 9162, section 2.1.4.1).
    ///
    /// - Parameters:
    ///   - first: The number of leaves of the older tree.
    ///   - second: The number of leaves of the newer tree.
    /// - Throws: `invalidArgument` if the older tree is the larger, and what the source throws.
    package func consistencyProof(
        from first: Int64, to second: Int64
    ) throws(StoreError) -> [Digest] {
        guard first >= 0, first <= second else {
            throw StoreError(
                .invalidArgument,
                "a tree of \(first) leaves is not the beginning of one of \(second)")
        }
        guard first > 0 else { return [] }
        return try consistencyProof(of: 0..<first, in: second)
    }

    /// The hashes that prove what a subtree of a tree is (draft-ietf-plants-merkle-tree-certs,
    /// section 4.4): with the subtree's root they lead to the tree's.
    ///
    /// A subtree begins at a multiple of the smallest power of two that has room for it; one that
    /// begins at 0 is an older tree.
    ///
    /// - Parameters:
    ///   - subtree: The 0-based places of its leaves.
    ///   - size: The number of leaves of the tree.
    /// - Throws: `invalidArgument` if the tree has no such subtree, and what the source throws.
    package func consistencyProof(
        of subtree: Range<Int64>, in size: Int64
    ) throws(StoreError) -> [Digest] {
        guard MerkleTree.isSubtree(subtree), subtree.upperBound <= size else {
            throw StoreError(
                .invalidArgument,
                "the leaves \(subtree) are no subtree of the tree of \(size): name one")
        }
        var proof: [Digest] = []
        var range = 0..<size
        // Whether the subtree's beginning is the range's, so that its verifier knows the root of
        // the range where the subtree ends with it.
        var isWhole = true
        while range != subtree, isWhole || range.upperBound != subtree.upperBound {
            let middle = range.lowerBound + MerkleTree.split(Int64(range.count))
            let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
            if subtree.upperBound <= middle {
                proof.append(try root(right))
                range = left
            } else {
                proof.append(try root(left))
                range = right
                if subtree.lowerBound < middle { isWhole = false }
            }
        }
        if !isWhole { proof.append(try root(range)) }
        return proof.reversed()
    }
}
