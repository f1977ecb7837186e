extension MerkleTree {
    /// Whether a tree can have a subtree over the leaves at the given 0-based places.
    ///
    /// It begins at a multiple of the smallest power of two that has room for it
    /// (draft-ietf-plants-merkle-tree-certs, section 4.1).
    package static func isSubtree(_ places: Range<Int64>) -> Bool {
        guard places.lowerBound >= 0, !places.isEmpty else { return false }
        let bits = Int64.bitWidth - (Int64(places.count) - 1).leadingZeroBitCount
        return places.lowerBound == 0 || places.lowerBound.trailingZeroBitCount >= bits
    }

    /// Whether a proof shows that a leaf is in a subtree (section 4.3 of the same draft).
    ///
    /// - Parameters:
    ///   - leaf: The hash of the leaf.
    ///   - index: Its 0-based place in the whole tree.
    ///   - subtree: The places of the subtree's leaves.
    ///   - root: The root of the subtree.
    ///   - proof: From the leaf towards the root.
    package static func isIncluded(
        _ leaf: Digest, index: Int64, subtree: Range<Int64>, root: Digest, proof: [Digest]
    ) -> Bool {
        guard isSubtree(subtree), subtree.contains(index) else { return false }
        return isIncluded(
            leaf, index: index - subtree.lowerBound, size: Int64(subtree.count), root: root,
            proof: proof)
    }

    /// Whether a proof shows that a root is that of a subtree of a tree (section 4.4 of the same
    /// draft): what the cosignature of a subtree speaks of.
    ///
    /// - Parameters:
    ///   - subtree: The 0-based places of the subtree's leaves; every tree has the empty one.
    ///   - subtreeRoot: The root of the subtree.
    ///   - size: The number of leaves of the tree.
    ///   - root: The root of the tree.
    ///   - proof: As ``TreeHashes/consistencyProof(of:in:)`` makes it.
    package static func isConsistent(
        subtree: Range<Int64>, _ subtreeRoot: Digest, with size: Int64, _ root: Digest,
        proof: [Digest]
    ) -> Bool {
        guard subtree.upperBound <= size else { return false }
        if subtree.isEmpty {
            return subtree.lowerBound >= 0 && proof.isEmpty && subtreeRoot == emptyRoot
        }
        guard isSubtree(subtree) else { return false }
        var path = Edges(subtree: subtree, size: size)
        var steps = proof[...]
        guard let start = path.isOneNode ? subtreeRoot : steps.popFirst() else { return false }
        var (inner, outer) = (start, start)
        for step in steps {
            guard path.tree != 0 else { return false }
            if path.last & 1 == 1 || path.last == path.tree {
                if path.first < path.last { inner = node(step, inner) }
                outer = node(step, outer)
                while path.last & 1 == 0 { path.climb() }
            } else {
                outer = node(outer, step)
            }
            path.climb()
        }
        return path.tree == 0 && inner == subtreeRoot && outer == root
    }

    /// The first and last node of a subtree and the last one of its tree, row by row.
    private struct Edges {
        private(set) var first: Int64
        private(set) var last: Int64
        private(set) var tree: Int64

        /// Begins in the row where the subtree's last complete node stands.
        init(subtree: Range<Int64>, size: Int64) {
            first = subtree.lowerBound
            last = subtree.upperBound - 1
            tree = size - 1
            while first != last, last == tree || last & 1 == 1 { climb() }
        }

        /// Whether the subtree is a node of this row, whose hash the verifier knows.
        var isOneNode: Bool { first == last }

        mutating func climb() {
            first >>= 1
            last >>= 1
            tree >>= 1
        }
    }
}
