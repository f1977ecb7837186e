import AnnalsIntegrity
import AnnalsModel

extension LogReader {
    /// Seals the last events again and compares them with the stored tree and where it ends.
    ///
    /// - Returns: Number of these events, and the first thing that is wrong.
    func sealEnd() throws(StoreError) -> (events: Int64, finding: VerificationFinding?) {
        let size = try head()
        let width = VerifiedStretch.width
        let first = max(0, size - Limits.healthEventsMax + width - 1) / width * width
        let erasures = try ErasedPositions(self)
        let stretch = try StretchVerifier.stretch(after: first, through: size, erasures, self)
        if let finding = stretch.findings.first { return (size - first, finding) }
        var frontier = try StoredTree(self, size: first).hashes.frontier(size: first)
        for root in stretch.nodes.compactMap(\.root) { _ = frontier.append(stored: root) }
        for leaf in stretch.tail { _ = frontier.append(leaf) }
        let stored = try TreeTable(statements).head().frontier
        let fits = frontier == stored
        return (
            size - first, fits ? nil : LogVerification.otherEnd(expected: frontier, found: stored)
        )
    }
}
