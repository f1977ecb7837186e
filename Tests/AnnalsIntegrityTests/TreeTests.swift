import AnnalsIntegrity
import AnnalsModel
import Testing

@Suite struct TreeTests {
    /// Constants of RFC 6962 implementations, recomputed.
    @Test func publicConstantsHold() throws {
        #expect(
            MerkleTree.emptyRoot.hex
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            MerkleTree.leaf([]).hex
                == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(
            MerkleTree.leaf(Array("L123456".utf8)).hex
                == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")
        let data: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
            Array(0x50...0x57), Array(0x60...0x6F),
        ]
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        let leaves = data.map(MerkleTree.leaf)
        var frontier = Frontier()
        for size in 0...8 {
            #expect(MerkleTree.root(ofLeaves: leaves.prefix(size)).hex == roots[size])
            #expect(frontier.root.hex == roots[size])
            if size < 8 { #expect(frontier.append(leaves[size]).isEmpty) }
        }
        // The consistency proof of sizes 1 and 8.
        let proof = try StoredTree(leaves).hashes.consistencyProof(from: 1, to: 8)
        #expect(
            proof.map(\.hex) == [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ])
    }

    @Test func theFrontierFollowsTheDefinition() throws {
        let all = leaves(600)
        var frontier = Frontier()
        for size in 0...all.count {
            #expect(frontier.size == Int64(size))
            if size < 70 || size % 37 == 0 || size % 256 < 2 {
                #expect(frontier.root == MerkleTree.root(ofLeaves: all.prefix(size)))
                let read = try #require(Frontier(serialized: frontier.serialized))
                #expect(read == frontier)
            }
            if size < all.count { _ = frontier.append(all[size]) }
        }
    }

    @Test func rowsAreTheRootsOfCompleteSubtrees() throws {
        let all = leaves(66_000)
        let tree = StoredTree(all)
        #expect(tree.rows[1]?.count == 257)
        #expect(tree.rows[2]?.count == 1)
        #expect(tree.rows[3] == nil)
        for n in [0, 1, 200, 256] {
            let leaves = all[n * 256..<(n + 1) * 256]
            #expect(tree.rows[1]?[n] == MerkleTree.root(ofLeaves: leaves))
        }
        #expect(tree.rows[2]?[0] == MerkleTree.root(ofLeaves: all.prefix(65_536)))
        #expect(try tree.hashes.frontier(size: Int64(all.count)) == tree.frontier)
        #expect(try tree.hashes.root(size: 66_000) == tree.frontier.root)
        for size in [0, 1, 255, 256, 257, 65_535, 65_536, 65_537] {
            let root = MerkleTree.root(ofLeaves: all.prefix(size))
            #expect(try tree.hashes.root(size: Int64(size)) == root)
        }
    }

    @Test func damagedFrontiersAreRefused() {
        var frontier = Frontier()
        for leaf in leaves(5) { _ = frontier.append(leaf) }
        let bytes = frontier.serialized
        #expect(bytes.count == 8 + 2 * 32)
        #expect(Frontier(serialized: []) == nil)
        for count in 0..<bytes.count {
            #expect(Frontier(serialized: Array(bytes.prefix(count))) == nil)
        }
        #expect(Frontier(serialized: bytes + [0]) == nil)
        #expect(Frontier(serialized: bytes + [UInt8](repeating: 0, count: 32)) == nil)
        #expect(Frontier(serialized: [0xFF] + bytes.dropFirst()) == nil, "a negative size")
        #expect(Frontier(size: -1, subtrees: leaves(64)) == nil)
        #expect(Frontier(size: 3, subtrees: leaves(2))?.size == 3)
    }

    @Test func wrongRequestsAreErrors() {
        let hashes = StoredTree(leaves(10)).hashes
        #expect(throws: StoreError(.invalidArgument, "")) { try hashes.frontier(size: -1) }
        for (index, size) in [(10, 10), (-1, 10), (0, 0)] as [(Int64, Int64)] {
            #expect(throws: StoreError(.invalidArgument, "")) {
                try hashes.inclusionProof(index: index, size: size)
            }
        }
        for (first, second) in [(11, 10), (-1, 10)] as [(Int64, Int64)] {
            #expect(throws: StoreError(.invalidArgument, "")) {
                try hashes.consistencyProof(from: first, to: second)
            }
        }
        #expect(throws: StoreError(.corrupt, "")) { try hashes.root(size: 11) }
    }
}
