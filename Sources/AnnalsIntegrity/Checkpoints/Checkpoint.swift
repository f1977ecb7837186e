package import AnnalsModel

/// What a log says about itself at a size (c2sp.org/tlog-checkpoint): which log it is, how many
/// leaves its tree has, and the tree's root.
package struct Checkpoint: Hashable, Sendable {
    private let exactOrigin: ExactString
    private let exactExtensions: [ExactString]
    /// The number of leaves.
    package let size: Int64
    /// The root over all leaves.
    package let root: Digest

    /// The name of the log, unique in the world: a URL without a scheme, by advice.
    package var origin: String { exactOrigin.text }
    /// Further lines; the format advises against them.
    package var extensions: [String] { exactExtensions.map(\.text) }

    /// Creates a checkpoint.
    ///
    /// - Parameters:
    ///   - origin: The name of the log: one line that is not empty.
    ///   - size: The number of leaves.
    ///   - root: The root over all leaves.
    ///   - extensions: Further lines that are not empty.
    /// - Throws: `invalidArgument` if the size is negative, or a text is not one such line.
    package init(
        origin: String, size: Int64, root: Digest, extensions: [String] = []
    ) throws(StoreError) {
        guard size >= 0 else {
            throw StoreError(.invalidArgument, "a tree cannot have \(size) leaves")
        }
        for line in [origin] + extensions where !Self.isLine(line) {
            throw StoreError(
                .invalidArgument,
                "\(line.quotedForMessage) is no line of a checkpoint: give text without newlines "
                    + "and control characters")
        }
        self.init(checkedOrigin: origin, size: size, root: root, extensions: extensions)
    }

    /// Puts together what was checked.
    init(checkedOrigin origin: String, size: Int64, root: Digest, extensions: [String]) {
        exactOrigin = ExactString(origin)
        exactExtensions = extensions.map { ExactString($0) }
        self.size = size
        self.root = root
    }

    private static func isLine(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 }
    }

    /// Whether a proof shows that the log only grew between an older checkpoint and this one.
    ///
    /// - Parameters:
    ///   - older: A checkpoint of the same log.
    ///   - proof: As ``TreeHashes/consistencyProof(from:to:)`` makes it.
    package func extends(_ older: Checkpoint, proof: [Digest]) -> Bool {
        exactOrigin == older.exactOrigin
            && MerkleTree.isConsistent(older.size, older.root, with: size, root, proof: proof)
    }

    /// Whether a proof shows that a leaf is in the tree of this checkpoint.
    ///
    /// - Parameters:
    ///   - leaf: The hash of the leaf.
    ///   - index: Its 0-based place.
    ///   - proof: From the leaf towards the root.
    package func contains(_ leaf: Digest, index: Int64, proof: [Digest]) -> Bool {
        MerkleTree.isIncluded(leaf, index: index, size: size, root: root, proof: proof)
    }
}
