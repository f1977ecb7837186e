/// What of a store is, or was, written again from its events.
public struct StoreRepair: Sendable, Hashable {
    /// Whether it was written, rather than only worked out.
    public let isApplied: Bool
    /// Number of findings that the verification before it had.
    public let findings: Int64
    /// Whether the stored tree is written again.
    public let tree: Bool
    /// Whether cycles, tags, definitions and checkpoints are written again.
    public let administration: Bool
    /// Number of streams whose stored documents are removed; they are stored again as streams grow.
    public let documents: Int64
    /// Names of the projections whose tables and snapshots are rebuilt.
    public let projections: [String]

    /// Creates a summary of its parts.
    package init(
        isApplied: Bool, findings: Int64, tree: Bool, administration: Bool, documents: Int64,
        projections: [String]
    ) {
        self.isApplied = isApplied
        self.findings = findings
        self.tree = tree
        self.administration = administration
        self.documents = documents
        self.projections = projections
    }
}
