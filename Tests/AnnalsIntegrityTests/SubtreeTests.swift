import AnnalsIntegrity
import AnnalsModel
import Testing

@Suite struct SubtreeTests {
    /// Every subtree of every tree of up to 40 leaves, against the definition.
    @Test func everySubtreeIsConsistent() throws {
        let all = leaves(40)
        let hashes = StoredTree(all).hashes
        var count = 0
        for size in Int64(1)...40 {
            let root = MerkleTree.root(ofLeaves: all.prefix(Int(size)))
            for start in 0..<size {
                for end in (start + 1)...size {
                    let subtree = start..<end
                    #expect(MerkleTree.isSubtree(subtree) == Self.isSubtree(subtree))
                    guard MerkleTree.isSubtree(subtree) else {
                        #expect(throws: StoreError(.invalidArgument, "")) {
                            try hashes.consistencyProof(of: subtree, in: size)
                        }
                        continue
                    }
                    let inner = MerkleTree.root(ofLeaves: all[Int(start)..<Int(end)])
                    let proof = try hashes.consistencyProof(of: subtree, in: size)
                    try check(proof, of: subtree, inner, in: size, root)
                    count += 1
                }
            }
        }
        #expect(count > 1_000)
    }

    private func check(
        _ proof: [Digest], of subtree: Range<Int64>, _ inner: Digest, in size: Int64, _ root: Digest
    ) throws {
        func holds(_ proof: [Digest], _ inner: Digest, _ root: Digest) -> Bool {
            MerkleTree.isConsistent(subtree: subtree, inner, with: size, root, proof: proof)
        }
        let other = MerkleTree.leaf([9])
        #expect(holds(proof, inner, root), "\(subtree) of \(size)")
        #expect(!holds(proof, other, root))
        #expect(!holds(proof, inner, other))
        #expect(!holds(proof + [other], inner, root))
        #expect(!holds([other] + proof, inner, root))
        for index in proof.indices {
            var changed = proof
            changed[index] = other
            #expect(!holds(changed, inner, root))
            changed.remove(at: index)
            #expect(!holds(changed, inner, root))
        }
        if subtree.lowerBound == 0 {
            #expect(
                MerkleTree.isConsistent(subtree.upperBound, inner, with: size, root, proof: proof))
        }
    }

    /// The definition: the beginning is a multiple of the smallest power of two that has room.
    private static func isSubtree(_ places: Range<Int64>) -> Bool {
        var room: Int64 = 1
        while room < places.count { room *= 2 }
        return places.lowerBound % room == 0
    }

    @Test func leavesOfSubtreesAreIncluded() throws {
        let all = leaves(16)
        for subtree in [0..<16, 8..<13, 4..<7, 3..<4, 0..<5] as [Range<Int64>] {
            let part = Array(all[Int(subtree.lowerBound)..<Int(subtree.upperBound)])
            let root = MerkleTree.root(ofLeaves: part)
            for index in Int64(-1)...16 {
                let isInside = subtree.contains(index)
                let place = isInside ? index - subtree.lowerBound : 0
                let proof = try StoredTree(part).hashes.inclusionProof(
                    index: place, size: Int64(part.count))
                #expect(
                    MerkleTree.isIncluded(
                        part[Int(place)], index: index, subtree: subtree, root: root, proof: proof)
                        == isInside)
            }
        }
    }

    @Test func nothingIsTheBeginningOfEverything() {
        let empty = MerkleTree.emptyRoot
        let other = MerkleTree.leaf([1])
        for (place, size) in [(0, 0), (0, 1), (3, 3), (3, 7)] as [(Int64, Int64)] {
            func holds(_ root: Digest, _ proof: [Digest]) -> Bool {
                MerkleTree.isConsistent(
                    subtree: place..<place, root, with: size, other, proof: proof)
            }
            #expect(holds(empty, []))
            #expect(!holds(other, []))
            #expect(!holds(empty, [empty]))
        }
        #expect(
            !MerkleTree.isConsistent(subtree: 4..<4, empty, with: 3, other, proof: []))
    }

    @Test func extremePlacesAreNoTrap() {
        let root = MerkleTree.emptyRoot
        let ends = [.min, -1, 0, 1, 2, .max / 2 + 1, .max - 1, .max] as [Int64]
        for start in ends {
            for end in ends where end >= start {
                for size in ends {
                    let proof = [Digest](repeating: root, count: 64)
                    #expect(
                        !MerkleTree.isConsistent(
                            subtree: start..<end, root, with: size, root, proof: proof))
                    #expect(
                        !MerkleTree.isIncluded(
                            root, index: size, subtree: start..<end, root: root, proof: proof))
                }
            }
        }
    }
}
