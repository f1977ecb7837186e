import AnnalsIntegrity
import AnnalsModel
import AnnalsTesting
import Testing

@Suite struct TileTests {
    @Test(arguments: [
        (0, 0, 256, "tile/0/000"), (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (3, 999, 255, "tile/3/999.p/255"), (63, 1_000, 1, "tile/63/x001/000.p/1"),
        (0, Int64.max, 256, "tile/0/x009/x223/x372/x036/x854/x775/807"),
        (12, 1_000_000, 9, "tile/12/x001/x000/000.p/9"),
    ])
    func tilesHavePaths(level: Int, n: Int64, width: Int, path: String) throws {
        let tile = try TilePath(.hashes(level: level), n: n, width: width)
        #expect(tile.path == path)
        #expect(TilePath(path: path) == tile)
        let entries = try TilePath(.entries, n: n, width: width)
        let bundle = path.replacing("tile/\(level)/", with: "tile/entries/")
        #expect(entries.path == bundle)
        #expect(TilePath(path: bundle) == entries)
        #expect(entries.level == 0)
    }

    @Test(arguments: [
        "", "/", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000",
        "tile/0/x000", "tile/0/x000/000", "tile/0/001/000", "tile/0/x001/x000", "tile/00/000",
        "tile/64/000", "tile/-1/000", "tile/a/000", "tile/0/000.p", "tile/0/000.p/",
        "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/1/2",
        "tile/0/000/1", "tile/0/.p/1", "/tile/0/000", "tile/0/000/", "tile//000", "tile/0/../000",
        "tile/8/0/000", "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/x001/x001/x001/x001/x001/x001/x001/001",
        "tile/0/٠٠٠", "tile/entries", "tile/entries.p/1", "tile/Entries/000", "checkpoint",
        "tile/0/000.p/1.p/1", "tile/0/+01", "tile/0/x-01/000",
    ])
    func otherPathsAreRefused(path: String) {
        #expect(TilePath(path: path) == nil)
    }

    @Test func impossibleTilesAreRefused() throws {
        for (level, n, width) in [
            (-1, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257), (0, 0, -1),
        ] as [(Int, Int64, Int)] {
            #expect(throws: StoreError(.invalidArgument, "")) {
                try TilePath(.hashes(level: level), n: n, width: width)
            }
        }
        let hashes = StoredTree(leaves(1)).hashes
        for path in [
            try TilePath(.entries, n: 0), try TilePath(.hashes(level: 8), n: 0),
            try TilePath(.hashes(level: 0), n: .max),
            try TilePath(.hashes(level: 0), n: .max / 256, width: 256),
        ] {
            #expect(throws: StoreError.self) { try hashes.tile(path) }
        }
    }

    /// The example of the format, and the sizes around it.
    @Test func treesHaveTheirTiles() {
        func names(_ size: Int64) -> [String] { TilePaths(.hashes, to: size).map(\.path) }
        let tiles = names(70_000)
        #expect(tiles.count == 273 + 1 + 1 + 1 + 1)
        #expect(
            tiles.filter { $0.contains(".p/") } == [
                "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
            ])
        #expect(names(256) == ["tile/0/000", "tile/1/000.p/1"])
        #expect(names(255) == ["tile/0/000.p/255"])
        #expect(names(257) == ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"])
        #expect(names(0).isEmpty)
        #expect(names(-1).isEmpty)
        #expect(
            TilePaths(.entries, to: 257).map(\.path)
                == ["tile/entries/000", "tile/entries/001.p/1"])
    }

    @Test(arguments: Seeds.next()) func aGrowingTreeGainsTiles(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let older = Int64.random(in: 0...200_000, using: &random)
            let newer = Int64.random(in: older...min(200_000, older + 70_000), using: &random)
            let before = Set(TilePaths(.hashes, to: older))
            let after = Set(TilePaths(.hashes, to: newer))
            let gained = Set(TilePaths(.hashes, from: older, to: newer))
            #expect(gained == after.subtracting(before), "\(older) to \(newer)")
        }
        // The names of the largest tree are made one by one.
        #expect(TilePaths(.hashes, to: .max).first { _ in true }?.path == "tile/0/000")
        let edge = Array(TilePaths(.hashes, from: .max - 1, to: .max)).map(\.width)
        #expect(edge == [255])
        #expect(Array(TilePaths(.hashes, from: .max, to: .max)).isEmpty)
    }

    @Test func tilesGiveTheTreeBack() throws {
        let all = leaves(66_000)
        let tree = StoredTree(all)
        for size in [1, 255, 256, 257, 65_536, 66_000] as [Int64] {
            var files: [String: [UInt8]] = [:]
            for path in TilePaths(.hashes, to: size) {
                files[path.path] = try tree.hashes.tile(path)
                #expect(files[path.path]?.count == 32 * path.width)
            }
            let read = TreeHashes(tilesOfSize: size) { path throws(StoreError) in
                guard let bytes = files[path.path] else {
                    throw StoreError(.storeMissing, "no file \(path)")
                }
                return bytes
            }
            let root = try tree.hashes.root(size: size)
            #expect(try read.root(size: size) == root)
            for index in [0, size / 2, size - 1] {
                let proof = try read.inclusionProof(index: index, size: size)
                #expect(proof == (try tree.hashes.inclusionProof(index: index, size: size)))
                #expect(
                    MerkleTree.isIncluded(
                        all[Int(index)], index: index, size: size, root: root, proof: proof))
                #expect(
                    try read.consistencyProof(from: index, to: size)
                        == tree.hashes.consistencyProof(from: index, to: size))
            }
            #expect(throws: StoreError(.invalidArgument, "")) { try read.root(size: size + 1) }
            let short = TreeHashes(tilesOfSize: size) { path throws(StoreError) in
                Array((files[path.path] ?? []).dropLast())
            }
            #expect(throws: StoreError(.corrupt, "")) { try short.root(size: size) }
        }
    }

    @Test(arguments: Seeds.next()) func bundlesKeepTheirEntries(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for count in [0, 1, 2, 255, 256] {
            let entries = (0..<count).map { _ in
                [UInt8](repeating: 7, count: Int.random(in: 0...300, using: &random))
            }
            let bytes = try EntryBundle.bytes(of: entries)
            #expect(try EntryBundle.entries(of: bytes, count: count) == entries)
            for other in [count - 1, count + 1, -1, .max] where other != count {
                #expect(throws: StoreError(.corrupt, "")) {
                    try EntryBundle.entries(of: bytes, count: other)
                }
            }
            #expect(throws: StoreError(.corrupt, "")) {
                try EntryBundle.entries(of: bytes + [0], count: count)
            }
            guard count > 0 else { continue }
            for end in [0, 1, bytes.count / 3, bytes.count / 2, bytes.count - 2, bytes.count - 1] {
                #expect(throws: StoreError(.corrupt, "")) {
                    try EntryBundle.entries(of: Array(bytes[..<end]), count: count)
                }
            }
        }
        let largest = [UInt8](repeating: 0, count: 65_535)
        let bytes = try EntryBundle.bytes(of: [largest])
        #expect(try EntryBundle.entries(of: bytes, count: 1) == [largest])
        #expect(throws: StoreError(.tooLarge, "")) { try EntryBundle.bytes(of: [largest + [0]]) }
        #expect(throws: StoreError(.tooLarge, "")) {
            try EntryBundle.bytes(of: [[UInt8]](repeating: [], count: 257))
        }
    }
}
