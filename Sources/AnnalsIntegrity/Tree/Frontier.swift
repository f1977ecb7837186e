/// The right edge of a Merkle tree: all that is needed to append leaves and to know the root.
///
/// A tree of n leaves falls into complete subtrees, one for each bit that is set in n, the largest
/// first; the frontier holds their roots.
package struct Frontier: Hashable, Sendable {
    /// The number of leaves.
    package private(set) var size: Int64
    // One root for each set bit of `size`, from the highest bit to the lowest.
    private var subtrees: [Digest]

    /// The frontier of the tree without leaves.
    package init() {
        size = 0
        subtrees = []
    }

    /// The frontier with the given roots of complete subtrees, the largest first.
    ///
    /// - Returns: nil unless there is one root for each set bit of a size that is not negative.
    package init?(size: Int64, subtrees: [Digest]) {
        guard size >= 0, subtrees.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.subtrees = subtrees
    }

    /// Appends a leaf.
    ///
    /// - Returns: The rows of the stored tree that the leaf completes, lower levels first: none for
    ///   255 of 256 leaves.
    package mutating func append(_ leaf: Digest) -> [CompletedNode] {
        append(complete: leaf, height: 0)
    }

    /// Appends a complete subtree of the first level of the stored tree, where the tree ends with
    /// one.
    ///
    /// - Parameter subtree: The root of the next 256 leaves.
    /// - Returns: The rows of the stored tree above it that it completes, lower levels first.
    package mutating func append(stored subtree: Digest) -> [CompletedNode] {
        append(complete: subtree, height: Self.levelHeight)
    }

    private mutating func append(complete subtree: Digest, height: Int) -> [CompletedNode] {
        assert(size & ((1 << height) - 1) == 0, "a subtree begins where one of its size can")
        var completed: [CompletedNode] = []
        var hash = subtree
        let leaves: Int64 = 1 << height
        var height = height
        // Each low bit that is set stands for a subtree that the new one completes to a larger.
        while size & (1 << height) != 0, let left = subtrees.popLast() {
            hash = MerkleTree.node(left, hash)
            height += 1
            if height % Self.levelHeight == 0 {
                completed.append(
                    CompletedNode(
                        level: height / Self.levelHeight, n: size >> height, hash: hash))
            }
        }
        subtrees.append(hash)
        size += leaves
        return completed
    }

    /// Appends a complete subtree of 2^height leaves, smaller than all that are there.
    mutating func append(_ subtree: Digest, height: Int) {
        assert(size.trailingZeroBitCount > height, "subtrees come in falling size")
        subtrees.append(subtree)
        size += 1 << height
    }

    /// The roots of the complete subtrees that the tree falls into, the largest first.
    package var subtreeRoots: [Digest] { subtrees }

    /// The root of the tree.
    package var root: Digest {
        guard var root = subtrees.last else { return MerkleTree.emptyRoot }
        for left in subtrees.dropLast().reversed() {
            root = MerkleTree.node(left, root)
        }
        return root
    }

    /// Binary levels of the tree between two stored ones: 2^8 = 256 children.
    static let levelHeight = 8
}

extension Frontier {
    /// The size as 8 bytes big-endian, then the roots of the complete subtrees, the largest first.
    package var serialized: [UInt8] {
        var bytes = Swift.withUnsafeBytes(of: size.bigEndian, Array.init)
        bytes.reserveCapacity(bytes.count + Digest.byteCount * subtrees.count)
        for subtree in subtrees {
            subtree.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Reads ``serialized`` bytes.
    ///
    /// - Returns: nil if they are no frontier.
    package init?(serialized bytes: [UInt8]) {
        guard bytes.count >= 8, (bytes.count - 8) % Digest.byteCount == 0 else { return nil }
        let size = bytes.withUnsafeBytes { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
        let subtrees = stride(from: 8, to: bytes.count, by: Digest.byteCount).compactMap { start in
            Digest(bytes: bytes[start..<start + Digest.byteCount])
        }
        self.init(size: size, subtrees: subtrees)
    }
}
