import AnnalsIntegrity
import AnnalsTesting
import Testing

@Suite struct ProofTests {
    @Test func everyHonestProofIsAccepted() throws {
        let all = leaves(70)
        let roots = (0...70).map { MerkleTree.root(ofLeaves: all.prefix($0)) }
        let hashes = StoredTree(all).hashes
        for size in Int64(1)...70 {
            for index in 0..<size {
                let proof = try hashes.inclusionProof(index: index, size: size)
                #expect(
                    MerkleTree.isIncluded(
                        all[Int(index)], index: index, size: size, root: roots[Int(size)],
                        proof: proof))
            }
            for first in 0...size {
                let proof = try hashes.consistencyProof(from: first, to: size)
                #expect(
                    MerkleTree.isConsistent(
                        first, roots[Int(first)], with: size, roots[Int(size)], proof: proof))
            }
        }
    }

    @Test func proofsReachOverStoredRows() throws {
        let all = leaves(1_100)
        let tree = StoredTree(all)
        let root = tree.frontier.root
        for index in [0, 1, 255, 256, 511, 512, 767, 1_023, 1_024, 1_099] as [Int64] {
            let proof = try tree.hashes.inclusionProof(index: index, size: 1_100)
            #expect(
                MerkleTree.isIncluded(
                    all[Int(index)], index: index, size: 1_100, root: root, proof: proof))
        }
        for first in [1, 255, 256, 257, 300, 512, 1_024, 1_099] as [Int64] {
            let proof = try tree.hashes.consistencyProof(from: first, to: 1_100)
            let older = MerkleTree.root(ofLeaves: all.prefix(Int(first)))
            #expect(MerkleTree.isConsistent(first, older, with: 1_100, root, proof: proof))
        }
    }

    @Test(arguments: Seeds.next()) func changedInclusionProofsAreRefused(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let all = leaves(70)
        let hashes = StoredTree(all).hashes
        for _ in 0..<2_000 {
            let size = Int64.random(in: 1...70, using: &random)
            let index = Int64.random(in: 0..<size, using: &random)
            let root = MerkleTree.root(ofLeaves: all.prefix(Int(size)))
            let leaf = all[Int(index)]
            let proof = try hashes.inclusionProof(index: index, size: size)
            for changed in changes(of: proof, &random) {
                #expect(
                    !MerkleTree.isIncluded(
                        leaf, index: index, size: size, root: root, proof: changed))
            }
            let isOther: [(Digest, Int64, Int64, Digest)] = [
                (all[Int(index) ^ 1], index, size, root), (leaf, index ^ 1, size, root),
                (leaf, size, size, root), (leaf, -1, size, root),
                (leaf, index, size, MerkleTree.node(root, root)),
            ]
            for (leaf, index, size, root) in isOther {
                #expect(
                    !MerkleTree.isIncluded(
                        leaf, index: index, size: size, root: root, proof: proof),
                    "seed \(seed), leaf \(index) of \(size)")
            }
        }
    }

    @Test(arguments: Seeds.next()) func changedConsistencyProofsAreRefused(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let all = leaves(70)
        let hashes = StoredTree(all).hashes
        for _ in 0..<2_000 {
            let second = Int64.random(in: 2...70, using: &random)
            let first = Int64.random(in: 1..<second, using: &random)
            let older = MerkleTree.root(ofLeaves: all.prefix(Int(first)))
            let newer = MerkleTree.root(ofLeaves: all.prefix(Int(second)))
            let proof = try hashes.consistencyProof(from: first, to: second)
            for changed in changes(of: proof, &random) {
                #expect(
                    !MerkleTree.isConsistent(first, older, with: second, newer, proof: changed))
            }
            #expect(!MerkleTree.isConsistent(first, newer, with: second, older, proof: proof))
            #expect(!MerkleTree.isConsistent(second, older, with: first, newer, proof: proof))
            #expect(!MerkleTree.isConsistent(first, older, with: first, newer, proof: []))
            #expect(!MerkleTree.isConsistent(0, older, with: second, newer, proof: []))
            #expect(!MerkleTree.isConsistent(-1, older, with: second, newer, proof: proof))
        }
    }

    /// Proofs that differ from one: a bit flipped, a hash taken away, added or moved.
    private func changes(of proof: [Digest], _ random: inout SeededRandom) -> [[Digest]] {
        var changed: [[Digest]] = [proof + [MerkleTree.emptyRoot], [MerkleTree.emptyRoot] + proof]
        guard let index = proof.indices.randomElement(using: &random) else { return changed }
        var bytes = proof[index].bytes
        bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << Int.random(in: 0..<8, using: &random)
        var flipped = proof
        if let digest = Digest(bytes: bytes) { flipped[index] = digest }
        changed += [flipped, Array(proof.dropLast()), Array(proof.dropFirst())]
        if proof.count > 1 { changed.append(proof.reversed()) }
        return changed
    }
}
