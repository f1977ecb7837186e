internal import AnnalsModel

/// The files that an exported log gains when its tree grows, level by level and from left to right:
/// all of them, for a tree that grows from nothing.
///
/// A partial file is named anew with each width; the older ones may be removed when the wider one
/// is there.
package struct TilePaths: Sequence, Sendable {
    /// What the files hold at level 0 and, for hashes, above.
    package enum Kind: Sendable {
        /// Tiles of hashes, on all levels.
        case hashes
        /// Bundles of log entries.
        case entries
    }

    private let kind: Kind
    private let older: Int64
    private let newer: Int64

    /// Names the files.
    ///
    /// - Parameters:
    ///   - kind: Which of the two kinds of files.
    ///   - older: The number of leaves that are exported already.
    ///   - newer: The number of leaves to export.
    package init(_ kind: Kind, from older: Int64 = 0, to newer: Int64) {
        self.kind = kind
        self.older = Swift.max(0, older)
        self.newer = newer
    }

    /// Begins with the first file.
    package func makeIterator() -> Iterator {
        Iterator(kind: kind, older: older, newer: newer)
    }

    /// Makes the names one by one: a large log has many.
    package struct Iterator: IteratorProtocol {
        private let kind: Kind
        private let older: Int64
        private let newer: Int64
        private var level = 0
        private var n: Int64?

        init(kind: Kind, older: Int64, newer: Int64) {
            self.kind = kind
            self.older = older
            self.newer = newer
        }

        /// The next file; nil after the last one.
        package mutating func next() -> TilePath? {
            let levels = kind == .hashes ? TilePath.usedLevelMax : 0
            while level <= levels {
                let (before, after) = (count(of: older), count(of: newer))
                let arity = Int64(Limits.treeArity)
                let place = n ?? before / arity
                if after > before, place <= (after - 1) / arity {
                    n = place + 1
                    return TilePath(
                        checking: kind == .hashes ? .hashes(level: level) : .entries, n: place,
                        width: Int(Swift.min(arity, after - arity * place)))
                }
                level += 1
                n = nil
            }
            return nil
        }

        /// How many hashes this level has in a tree.
        private func count(of size: Int64) -> Int64 {
            size >> Int64(level * Frontier.levelHeight)
        }
    }
}
