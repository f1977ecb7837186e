package import AnnalsModel

/// Computes roots and proofs from the stored rows of a tree and the leaves they were made of.
package struct TreeHashes {
    /// Gives the root of a complete subtree of 256^level leaves, `n` being its 0-based place among
    /// those of its level; at level 0 the leaf itself, whose position is n + 1.
    package typealias Source = (_ level: Int, _ n: Int64) throws(StoreError) -> Digest

    private let source: Source

    /// Reads a tree through a closure.
    ///
    /// A root or a proof asks for at most 255 hashes of each level that the tree has, and 255 more
    /// at its right edge; each of them is a row of the stored tree, or a leaf to be made again.
    package init(_ source: @escaping Source) {
        self.source = source
    }

    /// The root of the n-th complete subtree of 256^level leaves.
    func hash(level: Int, _ n: Int64) throws(StoreError) -> Digest {
        try source(level, n)
    }

    /// The frontier of the first `size` leaves.
    ///
    /// Asks for at most 255 rows of each level, and for the leaves after the last complete 256.
    ///
    /// - Throws: What the source throws; `invalidArgument` if the size is negative.
    package func frontier(size: Int64) throws(StoreError) -> Frontier {
        guard size >= 0 else {
            throw StoreError(.invalidArgument, "a tree cannot have \(size) leaves")
        }
        var frontier = Frontier()
        var start: Int64 = 0
        for height in (0..<Int64.bitWidth - 1).reversed() where size & (1 << height) != 0 {
            frontier.append(try subtree(height: height, start >> height), height: height)
            start += 1 << height
        }
        return frontier
    }

    /// The root of the tree of the first `size` leaves.
    ///
    /// - Throws: As ``frontier(size:)``.
    package func root(size: Int64) throws(StoreError) -> Digest {
        try frontier(size: size).root
    }

    /// The root over the leaves of a range that a tree's recursive definition can meet.
    func root(_ range: Range<Int64>) throws(StoreError) -> Digest {
        let count = Int64(range.count)
        guard count > 0 else { return MerkleTree.emptyRoot }
        if count.nonzeroBitCount == 1 {
            let height = count.trailingZeroBitCount
            return try subtree(height: height, range.lowerBound >> height)
        }
        let middle = range.lowerBound + MerkleTree.split(count)
        return MerkleTree.node(
            try root(range.lowerBound..<middle), try root(middle..<range.upperBound))
    }

    /// The root of the n-th complete subtree of 2^height leaves.
    private func subtree(height: Int, _ n: Int64) throws(StoreError) -> Digest {
        if height % Frontier.levelHeight == 0 {
            return try source(height / Frontier.levelHeight, n)
        }
        return MerkleTree.node(
            try subtree(height: height - 1, 2 * n), try subtree(height: height - 1, 2 * n + 1))
    }
}
