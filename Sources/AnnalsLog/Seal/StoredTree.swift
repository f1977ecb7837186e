package import AnnalsIntegrity
package import AnnalsModel

/// The tree of a log as far as it is stored: complete subtrees are rows, and leaves are made of the
/// events again.
///
/// Keeps the last 256 hashes that it read of each level, so that a proof reads each stretch once.
/// Lives on the thread of its reader, inside one read transaction.
package final class StoredTree {
    private let reader: LogReader
    private let size: Int64
    private var stretches: [Int: (number: Int64, hashes: [Digest])] = [:]
    private var hasher = LeafHasher()

    /// - Parameter size: The number of leaves: no more than there are events.
    package init(_ reader: LogReader, size: Int64) {
        self.reader = reader
        self.size = size
    }

    /// What makes roots and proofs of the tree.
    package var hashes: TreeHashes {
        TreeHashes { level, n throws(StoreError) in try self.hash(level: level, n) }
    }

    /// The root of the n-th complete subtree of 256^level leaves, or the n-th leaf.
    package func hash(level: Int, _ n: Int64) throws(StoreError) -> Digest {
        let arity = Int64(Limits.treeArity)
        let number = n / arity
        if stretches[level]?.number != number {
            stretches[level] = (number, try read(level: level, number))
        }
        let place = Int(n % arity)
        guard let hashes = stretches[level]?.hashes, hashes.indices.contains(place) else {
            throw StoreError(
                .corrupt,
                "the tree has no hash \(n) at level \(level): restore the store from a backup")
        }
        return hashes[place]
    }

    private func read(level: Int, _ number: Int64) throws(StoreError) -> [Digest] {
        let arity = Int64(Limits.treeArity)
        let first = number * arity
        var hashes: [Digest] = []
        guard level > 0 else {
            try reader.forEachSealed(after: first, through: min(first + arity, size)) { event in
                hashes.append(hasher.leaf(event.leafHeader, bodyDigest: event.digest))
            }
            return hashes
        }
        let nodes = try TreeTable(reader.statements).nodes(
            level: Int64(level), first..<(first + arity))
        for (place, bytes) in nodes {
            // Those behind a row that is missing are at other places than their own.
            guard place == first + Int64(hashes.count) else { break }
            guard let hash = Digest(bytes: bytes) else {
                throw StoreError(
                    .corrupt,
                    "a hash of level \(level) of the table tree has \(bytes.count) bytes: restore"
                        + " the store from a backup")
            }
            hashes.append(hash)
        }
        return hashes
    }
}

extension LogReader {
    /// Gives the events after a position, up to and including another, as they were sealed, to a
    /// closure.
    ///
    /// - Throws: `corrupt` if one is missing, or cannot be read; what the closure throws.
    package func forEachSealed(
        after first: Int64, through last: Int64,
        _ body: (SealedEvent) throws(StoreError) -> Void
    ) throws(StoreError) {
        var next = first + 1
        try EventTable(statements).forEach(after: first, through: last) { row throws(StoreError) in
            guard row.position == next else { return }
            try body(try sealed(row))
            next += 1
        }
        guard next > last else {
            throw StoreError(
                .corrupt,
                "there is no event at position \(next), and the log goes on after it: restore the"
                    + " store from a backup", position: next)
        }
    }
}
