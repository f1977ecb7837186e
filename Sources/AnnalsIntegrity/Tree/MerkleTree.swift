internal import Crypto

/// The Merkle tree of RFC 6962 (and RFC 9162, section 2.1) over the leaves of a log.
package enum MerkleTree {
    /// The byte in front of what is hashed to a leaf.
    static let leafPrefix: UInt8 = 0
    /// The byte in front of the two children that are hashed to a node.
    static let nodePrefix: UInt8 = 1

    /// The root of the tree without leaves: the SHA-256 digest of nothing.
    package static let emptyRoot = Digest(hashing: [])

    /// SHA-256(0x00 || data): the leaf of some bytes.
    package static func leaf(_ data: [UInt8]) -> Digest {
        Digest(hashing: [leafPrefix] + data)
    }

    /// SHA-256(0x01 || left || right): the parent of two nodes.
    package static func node(_ left: Digest, _ right: Digest) -> Digest {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Digest.byteCount, alignment: 8) { bytes in
            bytes[0] = nodePrefix
            left.withUnsafeBytes { half in
                UnsafeMutableRawBufferPointer(rebasing: bytes[1...]).copyMemory(from: half)
            }
            right.withUnsafeBytes { half in
                UnsafeMutableRawBufferPointer(rebasing: bytes[(1 + Digest.byteCount)...])
                    .copyMemory(from: half)
            }
            return Digest(hashing: UnsafeRawBufferPointer(bytes))
        }
    }

    /// The root of a tree, straight from the definition: what everything faster is tested against.
    package static func root(ofLeaves leaves: some RandomAccessCollection<Digest>) -> Digest {
        guard let first = leaves.first else { return emptyRoot }
        guard leaves.count > 1 else { return first }
        let half = Int(split(Int64(leaves.count)))
        return node(root(ofLeaves: leaves.prefix(half)), root(ofLeaves: leaves.dropFirst(half)))
    }

    /// The root of a complete subtree, over its leaves: a power of two of them.
    ///
    /// - Parameter leaves: Used as room for what lies between them and the root.
    package static func root(ofComplete leaves: inout [Digest]) -> Digest {
        assert(leaves.count.nonzeroBitCount == 1, "a complete subtree has a power of two of leaves")
        return leaves.withUnsafeMutableBufferPointer { hashes in
            var count = hashes.count
            while count > 1 {
                count /= 2
                for index in 0..<count {
                    hashes[index] = node(hashes[2 * index], hashes[2 * index + 1])
                }
            }
            return hashes[0]
        }
    }

    /// The largest power of two below a size of at least 2: where a tree is cut into its subtrees.
    static func split(_ size: Int64) -> Int64 {
        1 << (Int64.bitWidth - 1 - (size - 1).leadingZeroBitCount)
    }
}
