import AnnalsIntegrity
import AnnalsModel

/// Leaves for trees of tests, all different.
func leaves(_ count: Int) -> [Digest] {
    (0..<count).map { MerkleTree.leaf(Array("leaf \($0)".utf8)) }
}

/// The rows of a stored tree, as an append of all leaves emits them.
struct StoredTree {
    let leaves: [Digest]
    private(set) var rows: [Int: [Digest]] = [:]
    private(set) var frontier = Frontier()

    init(_ leaves: [Digest]) {
        self.leaves = leaves
        for leaf in leaves {
            for row in frontier.append(leaf) {
                precondition(Int64(rows[row.level, default: []].count) == row.n)
                rows[row.level, default: []].append(row.hash)
            }
        }
    }

    var hashes: TreeHashes {
        TreeHashes { level, n throws(StoreError) in
            let row = level == 0 ? leaves : rows[level, default: []]
            guard row.indices.contains(Int(n)) else {
                throw StoreError(.corrupt, "no row \(n) at level \(level)")
            }
            return row[Int(n)]
        }
    }
}

extension Digest {
    /// Reads 64 hexadecimal digits.
    init?(hex: String) {
        let digits = Array(hex)
        self.init(
            bytes: stride(from: 0, to: digits.count, by: 2).compactMap { index in
                UInt8(String(digits[index..<index + 2]), radix: 16)
            })
    }
}
