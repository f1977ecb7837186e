extension MerkleTree {
    /// Whether a proof shows that a leaf is in a tree (RFC 9162, section 2.1.3.2).
    ///
    /// - Parameters:
    ///   - leaf: The hash of the leaf.
    ///   - index: Its 0-based place.
    ///   - size: The number of leaves of the tree.
    ///   - root: The root of the tree.
    ///   - proof: From the leaf towards the root.
    package static func isIncluded(
        _ leaf: Digest, index: Int64, size: Int64, root: Digest, proof: [Digest]
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var path = Path(place: index, last: size - 1)
        var hash = leaf
        for step in proof {
            guard !path.isAtRoot else { return false }
            hash = path.isRightChild ? node(step, hash) : node(hash, step)
            path.climb()
        }
        return path.isAtRoot && hash == root
    }

    /// Whether a proof shows that one tree is the beginning of another (RFC 9162, section 2.1.4.2).
    ///
    /// - Parameters:
    ///   - first: The number of leaves of the older tree; the empty tree begins every other.
    ///   - firstRoot: The root of the older tree.
    ///   - second: The number of leaves of the newer tree.
    ///   - secondRoot: The root of the newer tree.
    ///   - proof: As ``TreeHashes/consistencyProof(from:to:)`` makes it.
    package static func isConsistent(
        _ first: Int64, _ firstRoot: Digest, with second: Int64, _ secondRoot: Digest,
        proof: [Digest]
    ) -> Bool {
        guard first >= 0, first <= second else { return false }
        if first == second { return proof.isEmpty && firstRoot == secondRoot }
        if first == 0 { return proof.isEmpty && firstRoot == emptyRoot }
        var steps = proof[...]
        var path = Path(place: first - 1, last: second - 1)
        path.skipRightChildren()
        // Where the older tree is one complete subtree, its root is the first hash.
        let start = first.nonzeroBitCount == 1 ? firstRoot : steps.popFirst()
        guard let start, !proof.isEmpty else { return false }
        var (older, newer) = (start, start)
        for step in steps {
            guard !path.isAtRoot else { return false }
            if path.isRightChild {
                older = node(step, older)
                newer = node(step, newer)
            } else {
                newer = node(newer, step)
            }
            path.climb()
        }
        return path.isAtRoot && older == firstRoot && newer == secondRoot
    }

    /// A way from a node to the root, beside the way from the last node of its row.
    private struct Path {
        var place: Int64
        var last: Int64

        var isAtRoot: Bool { last == 0 }

        /// Whether the next sibling stands on the left.
        var isRightChild: Bool { place & 1 == 1 || place == last }

        mutating func climb() {
            // A last node without a sibling is its own parent, until it is somebody's right child.
            if isRightChild, place & 1 == 0 {
                while place & 1 == 0, place != 0 { shift() }
            }
            shift()
        }

        mutating func skipRightChildren() {
            while place & 1 == 1 { shift() }
        }

        private mutating func shift() {
            place >>= 1
            last >>= 1
        }
    }
}
