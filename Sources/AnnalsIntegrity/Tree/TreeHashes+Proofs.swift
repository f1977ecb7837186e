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
        guard first > 0, first < second else { return [] }
        var proof: [Digest] = []
        var range = 0..<second
        // Whether `range` begins the tree, so that the verifier knows the older root over it.
        var isWhole = true
        while first < range.upperBound {
            let middle = range.lowerBound + MerkleTree.split(Int64(range.count))
            if first <= middle {
                proof.append(try root(middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                proof.append(try root(range.lowerBound..<middle))
                range = middle..<range.upperBound
                isWhole = false
            }
        }
        if !isWhole { proof.append(try root(range)) }
        return proof.reversed()
    }
}
