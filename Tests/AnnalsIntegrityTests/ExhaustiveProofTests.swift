import AnnalsIntegrity
import AnnalsModel
import Testing

/// Proofs of every size up to a bound: against the definition, and with every change refused.
@Suite struct ExhaustiveProofTests {
    private let all = leaves(33)

    /// PATH of RFC 6962, section 2.1.1, as it is written there.
    private func path(_ m: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
        guard leaves.count > 1 else { return [] }
        let k = half(leaves.count)
        let (left, right) = (leaves.prefix(k), leaves.dropFirst(k))
        return m < k
            ? path(m, left) + [MerkleTree.root(ofLeaves: right)]
            : path(m - k, right) + [MerkleTree.root(ofLeaves: left)]
    }

    /// SUBPROOF of RFC 6962, section 2.1.2, as it is written there.
    private func subproof(_ m: Int, _ leaves: ArraySlice<Digest>, _ isWhole: Bool) -> [Digest] {
        if m == leaves.count { return isWhole ? [] : [MerkleTree.root(ofLeaves: leaves)] }
        let k = half(leaves.count)
        let (left, right) = (leaves.prefix(k), leaves.dropFirst(k))
        return m <= k
            ? subproof(m, left, isWhole) + [MerkleTree.root(ofLeaves: right)]
            : subproof(m - k, right, false) + [MerkleTree.root(ofLeaves: left)]
    }

    private func half(_ count: Int) -> Int {
        var k = 1
        while 2 * k < count { k *= 2 }
        return k
    }

    @Test func proofsAreThoseOfTheDefinition() throws {
        let hashes = StoredTree(all).hashes
        for size in 1...all.count {
            for index in 0..<size {
                #expect(
                    try hashes.inclusionProof(index: Int64(index), size: Int64(size))
                        == path(index, all.prefix(size)))
                #expect(
                    try hashes.consistencyProof(from: Int64(index + 1), to: Int64(size))
                        == subproof(index + 1, all.prefix(size), true))
            }
        }
    }

    /// What can be done to a proof by someone without a hash that fits.
    private func changes(of proof: [Digest]) -> [[Digest]] {
        let other = MerkleTree.leaf([7])
        var changed: [[Digest]] = []
        for index in 0...proof.count {
            var longer = proof
            longer.insert(other, at: index)
            changed.append(longer)
            guard index < proof.count else { continue }
            changed.append(Array(proof.prefix(index)))
            for place in [index, (index + 1) % proof.count] {
                var moved = proof
                moved.swapAt(index, place)
                if moved != proof { changed.append(moved) }
                moved[place] = other
                changed.append(moved)
                moved.remove(at: place)
                changed.append(moved)
                moved.insert(proof[index], at: index)
                moved.insert(proof[index], at: index)
                changed.append(moved)
            }
        }
        return changed
    }

    @Test func everyChangeOfAnInclusionProofIsRefused() throws {
        let hashes = StoredTree(all).hashes
        for size in Int64(1)...20 {
            let root = try hashes.root(size: size)
            for index in 0..<size {
                let leaf = all[Int(index)]
                let proof = try hashes.inclusionProof(index: index, size: size)
                for changed in changes(of: proof) {
                    #expect(
                        !MerkleTree.isIncluded(
                            leaf, index: index, size: size, root: root, proof: changed))
                }
                for other in -1...size + 1 where other != index {
                    #expect(
                        !MerkleTree.isIncluded(
                            leaf, index: other, size: size, root: root, proof: proof))
                }
            }
        }
    }

    @Test func everyChangeOfAConsistencyProofIsRefused() throws {
        let hashes = StoredTree(all).hashes
        for second in Int64(1)...20 {
            let newer = try hashes.root(size: second)
            for first in 1..<second {
                let older = try hashes.root(size: first)
                let proof = try hashes.consistencyProof(from: first, to: second)
                for changed in changes(of: proof) {
                    #expect(
                        !MerkleTree.isConsistent(first, older, with: second, newer, proof: changed))
                }
                for other in 1..<second where other != first {
                    let root = try hashes.root(size: other)
                    #expect(
                        !MerkleTree.isConsistent(first, root, with: second, newer, proof: proof))
                    #expect(
                        !MerkleTree.isConsistent(other, older, with: second, newer, proof: proof))
                }
            }
        }
    }

    /// Whoever sends a proof chooses all numbers.
    @Test func extremeNumbersAreNoTrap() {
        let root = MerkleTree.emptyRoot
        let sizes = [.min, -1, 0, 1, 2, 3, .max / 2, .max / 2 + 1, .max - 1, .max] as [Int64]
        for count in [0, 1, 62, 63, 64, 1_000] {
            let proof = [Digest](repeating: root, count: count)
            for first in sizes {
                for second in sizes {
                    #expect(
                        !MerkleTree.isIncluded(
                            root, index: first, size: second, root: root, proof: proof)
                            || (first == 0 && second == 1 && count == 0))
                    let isSame = first == second && first >= 0 && count == 0
                    let isFromNothing = first == 0 && second > 0 && count == 0
                    #expect(
                        MerkleTree.isConsistent(first, root, with: second, root, proof: proof)
                            == (isSame || isFromNothing))
                }
            }
        }
    }

    /// A tree of 2^63 - 1 leaves whose hashes are all told: neither the prover nor the verifier
    /// meets the end of its numbers.
    @Test func theLargestTreeIsProven() throws {
        let size = Int64.max
        let hashes = TreeHashes { level, n throws(StoreError) in
            MerkleTree.leaf([UInt8(level)] + withUnsafeBytes(of: n.bigEndian, Array.init).prefix(1))
        }
        let root = try hashes.root(size: size)
        for index in [0, size / 2, size - 1] {
            let leaf = try hashes.inclusionProof(index: index, size: size)
            #expect(leaf.count <= Limits.inclusionHashesMax)
            let consistency = try hashes.consistencyProof(from: index, to: size)
            #expect(consistency.count <= Limits.inclusionHashesMax + 1)
        }
        let first = Int64.max / 2 + 1
        let proof = try hashes.consistencyProof(from: first, to: size)
        #expect(
            MerkleTree.isConsistent(
                first, try hashes.root(size: first), with: size, root, proof: proof))
    }
}
