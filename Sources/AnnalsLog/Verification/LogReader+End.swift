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
        let rows = VerificationTables(statements)
        var frontier = try TreeHashes { level, n throws(StoreError) in
            guard let node = try rows.node(level: level, n) else {
                throw StoreError(
                    .corrupt,
                    "row \(n) of level \(level) of the table tree is missing: restore the store"
                        + " from a backup")
            }
            return node
        }.frontier(size: first)
        for leaf in stretch.leaves { _ = frontier.append(leaf) }
        let stored = try TreeTable(statements).head().frontier
        let fits = frontier == stored
        return (
            size - first, fits ? nil : LogVerification.otherEnd(expected: frontier, found: stored)
        )
    }
}
