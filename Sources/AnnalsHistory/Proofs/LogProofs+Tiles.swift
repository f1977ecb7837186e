import AnnalsIntegrity
import AnnalsLog
package import AnnalsModel

extension LogProofs {
    /// Writes the tree of the last signed checkpoint as files that any client of a transparency log
    /// can check (c2sp.org/tlog-tiles), and of them only those that are new since the last time.
    ///
    /// The checkpoint is written last, when all it speaks of is durable; so whatever ends this
    /// early leaves the older tree whole, and the next export goes on from it.
    ///
    /// - Parameters:
    ///   - path: A folder, made if it is not there.
    ///   - progress: Gets events done and events in all; what it throws stops the export.
    /// - Throws: `notFound` if no checkpoint was signed; `corrupt` if the log is not the
    ///   continuation of what is in the folder, or its events are not those that were appended;
    ///   `invalidArgument` if the folder has another log; `io`.
    package func exportTiles(
        to path: String, progress: (_ done: Int64, _ total: Int64) throws -> Void = { _, _ in }
    ) throws -> TileExport {
        guard let signed = try last() else {
            throw StoreError(
                .notFound,
                "no checkpoint of this log was signed: sign one, so that there is a tree to export")
        }
        let folder = TileFolder(path: path)
        let older = try folder.checkpoint()
        if let older { try check(older, in: folder) }
        let (first, size) = (older?.checkpoint.size ?? 0, signed.checkpoint.size)
        var export = TileExport(
            path: path, origin: signed.checkpoint.origin, size: Swift.max(first, size))
        guard size >= first else { return export }
        try log.read { reader in
            try State(reader).check(extends: signed.checkpoint, "in the store")
        }
        for path in TilePaths(.entries, from: first, to: size) {
            try writeLeaves(path, folder)
            export.filesWritten += 2
            try progress(
                Swift.min(size, path.n * Int64(Limits.treeArity) + Int64(path.width)), size)
        }
        for path in TilePaths(.hashes, from: first, to: size) where path.level > 0 {
            let bytes = try log.read { reader in
                try StoredTree(reader, size: size).hashes.tile(path)
            }
            try folder.write(bytes, path)
            export.filesWritten += 1
        }
        if older != signed {
            try folder.write(signed)
            export.filesWritten += 1
        }
        for path in try Self.partial(of: first, replacedBy: size) where folder.remove(path) {
            export.filesRemoved += 1
        }
        return export
    }

    private func check(_ older: SignedCheckpoint, in folder: TileFolder) throws(StoreError) {
        try read { state throws(StoreError) in
            let origin = older.checkpoint.origin
            guard origin.hasSameBytes(as: state.checkpoint.origin) else {
                throw StoreError(
                    .invalidArgument,
                    "the folder \(folder.path.terminalSafe) has the log"
                        + " \(origin.quotedForMessage), not this one: export into another folder")
            }
            try state.check(
                extends: older.checkpoint, "in the folder \(folder.path.terminalSafe)")
        }
    }

    /// Writes up to 256 entries, and the leaves that are made of them.
    private func writeLeaves(_ path: TilePath, _ folder: TileFolder) throws {
        let first = path.n * Int64(Limits.treeArity)
        var entries: [[UInt8]] = []
        try log.read { reader in
            try reader.forEachSealed(after: first, through: first + Int64(path.width)) { event in
                entries.append(
                    LeafEvidence(header: event.leafHeader, bodyDigest: event.digest).entry)
            }
            try Self.check(entries, path, StoredTree(reader, size: first))
        }
        try folder.write(try EntryBundle.bytes(of: entries), path)
        try folder.write(
            entries.flatMap { MerkleTree.leaf($0).bytes },
            try TilePath(.hashes(level: 0), n: path.n, width: path.width))
    }

    /// What was written of the tree when the events were appended must come out again.
    private static func check(
        _ entries: [[UInt8]], _ path: TilePath, _ tree: StoredTree
    ) throws(StoreError) {
        guard path.width == Limits.treeArity else { return }
        var made = Frontier()
        for entry in entries { _ = made.append(MerkleTree.leaf(entry)) }
        guard made.root == (try tree.hash(level: 1, path.n)) else {
            let first = path.n * Int64(Limits.treeArity) + 1
            throw StoreError(
                .corrupt,
                "the events from position \(first) to \(first + made.size - 1) are not"
                    + " those that were appended: verify the store, or restore it from a backup",
                position: first)
        }
    }

    /// The files of an older tree that are partial there, and wider in a newer one.
    private static func partial(
        of older: Int64, replacedBy newer: Int64
    ) throws(StoreError) -> [TilePath] {
        let arity = Int64(Limits.treeArity)
        var paths: [TilePath] = []
        var (before, after, level) = (older, newer, 0)
        while before > 0 {
            let width = Int(before % arity)
            if width > 0, after > before {
                paths.append(try TilePath(.hashes(level: level), n: before / arity, width: width))
                if level == 0 {
                    paths.append(try TilePath(.entries, n: before / arity, width: width))
                }
            }
            (before, after, level) = (before / arity, after / arity, level + 1)
        }
        return paths
    }
}
