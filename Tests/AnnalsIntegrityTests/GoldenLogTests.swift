import AnnalsIntegrity
import AnnalsModel
import Foundation
import Testing

/// Rebuilds the log of trillian-tessera from its fifteen entries and its private key.
@Suite struct GoldenLogTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/vectors/tlog/log").standardizedFileURL

    private static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

    private let entries = Notes.goldenWords.map { Array($0.utf8) }

    private var tree: StoredTree { StoredTree(entries.map(MerkleTree.leaf)) }

    private func checkpoint(_ size: Int64) throws -> SignedCheckpoint {
        try SignedCheckpoint(
            Checkpoint(
                origin: "example.com/log/testdata", size: size, root: tree.hashes.root(size: size)),
            signedBy: SignerKey(secretText: Notes.goldenSecret))
    }

    @Test func theCheckpointIsRebuilt() throws {
        let golden = """
            example.com/log/testdata
            15
            rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=

            — example.com/log/testdata M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt\
            /uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=

            """
        let read = try SignedCheckpoint(parsing: golden.utf8)
        let keys = try VerifierKey.keys(Notes.golden)
        #expect(try read.signatures(by: keys).log == keys)
        #expect(try checkpoint(15).checkpoint == read.checkpoint)
        #if !canImport(Darwin)
            #expect(try checkpoint(15).serialized == golden)
        #endif
        #expect(
            try base64(checkpoint(7).checkpoint.root.bytes)
                == "IrSXADBqJ7EQoUODSDKROySgNveeL6CFhik2w/+fS7U=")
    }

    @Test(.enabled(if: isPresent)) func everyCheckpointIsRebuilt() throws {
        let keys = try VerifierKey.keys(Notes.golden)
        var last: Checkpoint?
        for size in Int64(0)...15 {
            let bytes = try Data(contentsOf: Self.folder.appending(path: "checkpoint.\(size)"))
            let read = try SignedCheckpoint(parsing: bytes)
            #expect(try read.signatures(by: keys).log == keys)
            let made = try checkpoint(size)
            #expect(made.checkpoint == read.checkpoint)
            #if !canImport(Darwin)
                #expect(Array(made.serialized.utf8) == Array(bytes))
            #endif
            if let last {
                let proof = try tree.hashes.consistencyProof(from: last.size, to: size)
                #expect(read.checkpoint.extends(last, proof: proof))
            }
            last = read.checkpoint
        }
    }

    @Test(.enabled(if: isPresent)) func everyTileIsRebuilt() throws {
        var count = 0
        for size in Int64(1)...15 {
            for path in TilePaths(.hashes, to: size) {
                let bytes = try Data(contentsOf: Self.folder.appending(path: path.path))
                #expect(Array(bytes) == (try tree.hashes.tile(path)), "\(path)")
                count += 1
            }
            for path in TilePaths(.entries, to: size) {
                let bytes = try Data(contentsOf: Self.folder.appending(path: path.path))
                let made = try EntryBundle.bytes(of: Array(entries.prefix(path.width)))
                #expect(Array(bytes) == made, "\(path)")
                let read = try EntryBundle.entries(of: Array(bytes), count: path.width)
                #expect(read.map(MerkleTree.leaf) == Array(tree.leaves.prefix(path.width)))
                count += 1
            }
        }
        #expect(count == 30)
        // The paths of the files that are there are all read.
        let names =
            FileManager.default.enumerator(atPath: Self.folder.path)?
            .compactMap { $0 as? String } ?? []
        let files = names.filter { name in
            (try? Data(contentsOf: Self.folder.appending(path: name))) != nil
                && name.hasPrefix("tile/")
        }
        #expect(files.allSatisfy { TilePath(path: $0)?.path == $0 })
    }
}
