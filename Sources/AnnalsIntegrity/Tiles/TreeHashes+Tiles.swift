package import AnnalsModel

extension TreeHashes {
    /// The bytes of a tile: its hashes, 32 bytes each.
    ///
    /// - Throws: `invalidArgument` if the path is one of entries, or no tree reaches that far; and
    ///   what the source throws.
    package func tile(_ path: TilePath) throws(StoreError) -> [UInt8] {
        guard case .hashes(let level) = path.content, level <= TilePath.usedLevelMax,
            let places = Self.places(of: path)
        else {
            throw StoreError(
                .invalidArgument, "\(path) is no tile of a tree: name a tile that the tree has")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.width * Digest.byteCount)
        for n in places {
            let hash = try hash(level: level, n)
            hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Reads a tree from its tiles, to make roots and proofs of an exported log.
    ///
    /// - Parameters:
    ///   - size: The number of leaves.
    ///   - tile: Gives the bytes of a tile, of which many hashes are asked one after the other: let
    ///     it keep the last one of each level.
    package init(
        tilesOfSize size: Int64,
        _ tile: @escaping (_ path: TilePath) throws(StoreError) -> [UInt8]
    ) {
        self.init { level, n throws(StoreError) in
            let arity = Int64(Limits.treeArity)
            let count =
                level <= TilePath.usedLevelMax
                ? size >> Int64(level * Frontier.levelHeight) : 0
            guard n >= 0, n < count else {
                throw StoreError(
                    .invalidArgument,
                    "the tree of \(size) leaves has no hash \(n) at level \(level): name one that "
                        + "it has")
            }
            let path = try TilePath(
                .hashes(level: level), n: n / arity,
                width: Int(min(arity, count - n / arity * arity)))
            let bytes = try tile(path)
            let start = Int(n % arity) * Digest.byteCount
            guard bytes.count == path.width * Digest.byteCount,
                let hash = Digest(bytes: bytes[start..<start + Digest.byteCount])
            else {
                throw StoreError(
                    .corrupt,
                    "the tile \(path) has \(bytes.count) bytes instead of "
                        + "\(path.width * Digest.byteCount): export the log again")
            }
            return hash
        }
    }

    /// The places of a tile's hashes among those of their level.
    private static func places(of path: TilePath) -> Range<Int64>? {
        let (start, isTooFar) = path.n.multipliedReportingOverflow(by: Int64(Limits.treeArity))
        let (end, isFurther) = start.addingReportingOverflow(Int64(path.width))
        return isTooFar || isFurther ? nil : start..<end
    }
}
