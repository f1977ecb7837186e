import AnnalsIntegrity
import AnnalsModel

/// Proof bundles, the evidence beside them, tiles and bundles of entries.
package enum ProofFuzzing: FuzzTarget {
    /// The name of the target and of the folder of its corpus.
    package static let name = "proofs"

    private static let evidence: LeafEvidence? = {
        let header = LeafHeader(
            position: 7, stream: "task/DB_002", version: 2, type: "task.claimed", actor: "Agent-3",
            kind: "agent", cycle: 12, recordedAt: 1_700_000_000_000_000, occurredAt: nil,
            correlation: "run-1", causation: 5, id: Array(0..<16))
        return Salt(bytes: Array(16..<32)).map { salt in
            LeafEvidence(header: header, salt: salt, body: Array(#"{"data":{"a":1}}"#.utf8))
        }
    }()

    /// A tree of eleven leaves, the seventh of which is the evidence's.
    private static func tree(of evidence: LeafEvidence) -> TreeHashes {
        let leaves = (0..<11).map { index in
            index == 6 ? evidence.leaf : MerkleTree.leaf(Array("leaf \(index)".utf8))
        }
        return TreeHashes { level, n throws(StoreError) in
            guard level == 0, let place = Int(exactly: n), leaves.indices.contains(place) else {
                throw StoreError(.invalidArgument, "the tree has no such hash")
            }
            return leaves[place]
        }
    }

    private static func bundle(of evidence: LeafEvidence) throws -> ProofBundle {
        let tree = tree(of: evidence)
        let checkpoint = try SignedCheckpoint(
            Checkpoint(origin: "example.org/annals", size: 11, root: tree.root(size: 11)),
            signedBy: SignerKey(secretText: NoteFuzzing.secret))
        return try ProofBundle(
            proving: evidence, hashes: tree.inclusionProof(index: 6, size: 11),
            checkpoint: checkpoint)
    }

    /// Sound proofs and tiles, most of them of one feature each.
    package static func samples() throws -> [[UInt8]] {
        guard let evidence else { return [] }
        let bundle = try bundle(of: evidence)
        let unnamed = try ProofBundle(
            extra: nil, index: bundle.index, hashes: bundle.hashes, checkpoint: bundle.checkpoint)
        let closed = LeafEvidence(header: evidence.header, bodyDigest: evidence.bodyDigest)
        let numbers: [Int64] = [6, 11]
        let proof =
            numbers.flatMap { number in
                stride(from: 56, through: 0, by: -8).map {
                    UInt8(truncatingIfNeeded: number >> Int64($0))
                }
            } + bundle.hashes.flatMap(\.bytes)
        return [
            Array(bundle.serialized.utf8), Array(unnamed.serialized.utf8), evidence.bytes,
            closed.bytes, try EntryBundle.bytes(of: [evidence.entry, [], [1]]), proof,
        ]
            + ["tile/0/x001/x234/067.p/17", "tile/entries/000", "tile/63/x999/000.p/255"]
            .map { Array($0.utf8) }
    }

    /// Checks the properties for an input.
    package static func run(_ bytes: [UInt8]) throws {
        try checkBundle(bytes)
        try checkEvidence(bytes)
        try checkTiles(bytes)
        try checkTrees(bytes)
    }

    private static func checkBundle(_ bytes: [UInt8]) throws {
        let bundle = try accepted(refusing: .invalidArgument, .tooLarge) { () throws(StoreError) in
            try ProofBundle(parsing: bytes)
        }
        guard let bundle else { return }
        try BrokenProperty.unless(
            Array(bundle.serialized.utf8) == bytes, "a bundle has one spelling")
        let said = try accepted(refusing: .notFound, .invalidArgument, .corrupt) {
            () throws(StoreError) in try bundle.evidence()
        }
        guard let said, let evidence else { return }
        let key = try SignerKey(secretText: NoteFuzzing.secret).verifier
        let finding = try accepted(refusing: .corrupt, .notFound) { () throws(StoreError) in
            try bundle.verify(said.leaf, by: [key])
        }
        guard finding != nil else { return }
        try BrokenProperty.unless(
            said.header == evidence.header && said.bodyDigest == evidence.bodyDigest
                && (said.opening == nil || said.opening == evidence.opening),
            "what is proven is what was sealed")
    }

    private static func checkEvidence(_ bytes: [UInt8]) throws {
        let evidence = try accepted(refusing: .invalidArgument, .corrupt) {
            () throws(StoreError) in try LeafEvidence(bytes: bytes)
        }
        guard let evidence else { return }
        try BrokenProperty.unless(evidence.bytes == bytes, "evidence has one form")
        try BrokenProperty.unless(
            bytes.starts(with: evidence.entry), "evidence begins with the log entry")
    }

    private static func checkTiles(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        if let path = TilePath(path: text) {
            try BrokenProperty.unless(path.path.hasSameBytes(as: text), "a path has one spelling")
            try BrokenProperty.unless(
                TilePath(path.content, n: path.n, width: path.width) == path,
                "a path that is read names a tile")
        }
        // As many entries as the path says: here what the first byte says.
        let count = Int(bytes.first ?? 0) + 1
        let rest = Array(bytes.dropFirst())
        for (bytes, count) in [(rest, count), (bytes, 3)] {
            let entries = try accepted(refusing: .corrupt) { () throws(StoreError) in
                try EntryBundle.entries(of: bytes, count: count)
            }
            guard let entries else { continue }
            try BrokenProperty.unless(
                entries.count == count && EntryBundle.bytes(of: entries) == bytes,
                "a bundle of entries has one form")
        }
        // A tree from tiles of these bytes: what is too short is refused, whatever the size says.
        let size = bytes.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let tree = TreeHashes(tilesOfSize: size) { path throws(StoreError) in
            Array(bytes.prefix(path.width * Digest.byteCount))
        }
        for index in [0, 1, size / 2, size &- 1, .max] {
            _ = try accepted(refusing: .corrupt, .invalidArgument) { () throws(StoreError) in
                try tree.inclusionProof(index: index, size: size)
            }
            _ = try accepted(refusing: .corrupt, .invalidArgument) { () throws(StoreError) in
                try tree.consistencyProof(from: index, to: size)
            }
        }
    }

    private static func checkTrees(_ bytes: [UInt8]) throws {
        guard bytes.count >= 16 else { return }
        let number = { (place: Int) in
            Int64(bitPattern: bytes[place..<place + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
        let hashes = stride(from: 16, to: bytes.count - 31, by: 32).compactMap {
            Digest(bytes: bytes[$0..<$0 + 32])
        }
        let leaf = evidence?.leaf ?? MerkleTree.emptyRoot
        let root = hashes.first ?? MerkleTree.emptyRoot
        for proof in [hashes, Array(hashes.dropFirst())] {
            let (index, size) = (number(0), number(8))
            for root in [root, leaf] {
                let isIncluded = MerkleTree.isIncluded(
                    leaf, index: index, size: size, root: root, proof: proof)
                try BrokenProperty.unless(
                    !isIncluded || (0..<size).contains(index), "no leaf lies outside of its tree")
                try BrokenProperty.unless(
                    !isIncluded
                        || !MerkleTree.isIncluded(
                            MerkleTree.emptyRoot, index: index, size: size, root: root,
                            proof: proof),
                    "a proof is of one leaf")
                let isConsistent = MerkleTree.isConsistent(
                    index, leaf, with: size, root, proof: proof)
                try BrokenProperty.unless(
                    !isConsistent || (0...max(0, size)).contains(index), "no tree shrinks")
            }
        }
    }
}
