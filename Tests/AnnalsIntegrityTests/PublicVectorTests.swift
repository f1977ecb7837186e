import AnnalsIntegrity
import Foundation
import Testing

/// Runs the vectors of transparency-dev/merkle, where a checkout has them beside it.
@Suite struct PublicVectorTests {
    private static let vectors = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/vectors/merkle").standardizedFileURL

    private static var arePresent: Bool {
        FileManager.default.fileExists(atPath: vectors.path)
    }

    private struct Inclusion: Decodable {
        let leafIdx: UInt64
        let treeSize: UInt64
        let root: Data?
        let leafHash: Data?
        let proof: [Data]?
        let desc: String?
        let wantErr: Bool?
    }

    private struct Consistency: Decodable {
        let size1: UInt64
        let size2: UInt64
        let root1: Data?
        let root2: Data?
        let proof: [Data]?
        let desc: String?
        let wantErr: Bool?
    }

    @Test(.enabled(if: arePresent)) func inclusionVectorsHold() throws {
        var count = 0
        for (file, vector) in try read(Inclusion.self, "inclusion") {
            let isAccepted =
                if let index = Int64(exactly: vector.leafIdx),
                    let size = Int64(exactly: vector.treeSize),
                    let root = digest(vector.root), let leaf = digest(vector.leafHash),
                    let proof = digests(vector.proof)
                {
                    MerkleTree.isIncluded(leaf, index: index, size: size, root: root, proof: proof)
                } else {
                    false
                }
            #expect(isAccepted != (vector.wantErr ?? false), "\(file): \(vector.desc ?? "")")
            count += 1
        }
        #expect(count > 50)
    }

    @Test(.enabled(if: arePresent)) func consistencyVectorsHold() throws {
        var count = 0
        for (file, vector) in try read(Consistency.self, "consistency") {
            // One to be accepted has roots that are no digests, which cannot be passed here.
            if vector.wantErr != true, vector.root1?.count != Digest.byteCount { continue }
            let isAccepted =
                if let first = Int64(exactly: vector.size1),
                    let second = Int64(exactly: vector.size2),
                    let older = digest(vector.root1), let newer = digest(vector.root2),
                    let proof = digests(vector.proof)
                {
                    MerkleTree.isConsistent(first, older, with: second, newer, proof: proof)
                } else {
                    false
                }
            #expect(isAccepted != (vector.wantErr ?? false), "\(file): \(vector.desc ?? "")")
            count += 1
        }
        #expect(count > 50)
    }

    private struct SubtreeInclusion: Decodable {
        let leafIdx: UInt64
        let start: UInt64
        let end: UInt64
        let root: Data?
        let leafHash: Data?
        let proof: [Data]?
        let desc: String?
        let wantErr: Bool?
    }

    private struct SubtreeConsistency: Decodable {
        let start: UInt64
        let end: UInt64
        let size: UInt64
        let root1: Data?
        let root2: Data?
        let proof: [Data]?
        let desc: String?
        let wantErr: Bool?
    }

    @Test(.enabled(if: arePresent)) func subtreeInclusionVectorsHold() throws {
        var count = 0
        for (file, vector) in try read(SubtreeInclusion.self, "subtreeinclusion") {
            let isAccepted =
                if let index = Int64(exactly: vector.leafIdx),
                    let subtree = range(vector.start, vector.end),
                    let root = digest(vector.root), let leaf = digest(vector.leafHash),
                    let proof = digests(vector.proof)
                {
                    MerkleTree.isIncluded(
                        leaf, index: index, subtree: subtree, root: root, proof: proof)
                } else {
                    false
                }
            #expect(isAccepted != (vector.wantErr ?? false), "\(file): \(vector.desc ?? "")")
            count += 1
        }
        #expect(count > 50)
    }

    @Test(.enabled(if: arePresent)) func subtreeConsistencyVectorsHold() throws {
        var count = 0
        for (file, vector) in try read(SubtreeConsistency.self, "subtreeconsistency") {
            let isAccepted =
                if let subtree = range(vector.start, vector.end),
                    let size = Int64(exactly: vector.size),
                    let inner = standIn(vector.root1), let root = standIn(vector.root2),
                    let proof = digests(vector.proof)
                {
                    MerkleTree.isConsistent(
                        subtree: subtree, inner, with: size, root, proof: proof)
                } else {
                    false
                }
            #expect(isAccepted != (vector.wantErr ?? false), "\(file): \(vector.desc ?? "")")
            count += 1
        }
        #expect(count > 50)
    }

    private func range(_ start: UInt64, _ end: UInt64) -> Range<Int64>? {
        guard let start = Int64(exactly: start), let end = Int64(exactly: end), start <= end else {
            return nil
        }
        return start..<end
    }

    /// A digest that is the same for the same bytes: some vectors have other texts for roots, of
    /// which only equality counts.
    private func standIn(_ data: Data?) -> Digest? {
        data.map { digest($0) ?? Digest(hashing: Array($0)) }
    }

    private func digest(_ data: Data?) -> Digest? {
        data.flatMap { Digest(bytes: $0) }
    }

    private func digests(_ data: [Data]?) -> [Digest]? {
        let digests = (data ?? []).compactMap { Digest(bytes: $0) }
        return digests.count == data?.count ?? 0 ? digests : nil
    }

    private func read<Vector: Decodable>(
        _ type: Vector.Type, _ folder: String
    ) throws -> [(file: String, vector: Vector)] {
        let root = Self.vectors.appending(path: folder).path
        let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return try files.filter { $0.hasSuffix(".json") }.sorted().map { file in
            let data = try Data(contentsOf: URL(filePath: root).appending(path: file))
            return (file, try JSONDecoder().decode(type, from: data))
        }
    }
}
