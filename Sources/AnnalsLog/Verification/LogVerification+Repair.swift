import AnnalsIntegrity
package import AnnalsModel

extension LogVerification {
    /// What can be written again from events that verify.
    private static let repairable: Set<VerificationFinding.Kind> = [
        .seal, .tree, .administration, .projection, .document, .snapshot,
    ]

    /// Has the whole tree kept while the events are sealed, so that it can be written again.
    package func keepNodes() {
        keepsNodes = true
    }

    /// Makes sure that events, names, secrets and the end of the log are as they were sealed, so
    /// that what follows from them can be written again.
    ///
    /// - Throws: `corrupt` if something is wrong that is nowhere else.
    package func mustBeRepairable() throws(StoreError) {
        let others = counts.filter { !Self.repairable.contains($0.key) }
        guard others.isEmpty, root != nil else {
            let kinds = others.keys.map(\.rawValue).sorted().joined(separator: ", ")
            throw StoreError(
                .corrupt,
                "the events themselves, or what is stored with them, do not verify (\(kinds)), and"
                    + " nothing can be rebuilt from them: restore the store from a backup")
        }
    }

    /// Whether the stored tree is to be written again.
    package var isTreeFaulty: Bool { counts[.seal] != nil || counts[.tree] != nil }

    /// Whether cycles, tags, definitions and checkpoints are to be written again.
    package var isAdministrationFaulty: Bool { counts[.administration] != nil }

    /// Writes the tree, the tables that follow from the store's own events, and no more; removes
    /// stored documents that are wrong.
    package func repair() throws(StoreError) {
        // Both live on this thread, and the transaction waits for it.
        nonisolated(unsafe) let verification = self
        try log.write { transaction in
            let tables = VerificationTables(transaction.statements)
            if verification.isTreeFaulty {
                try tables.removeTree(through: verification.frontier.size)
                try TreeTable(transaction.statements).insert(verification.nodes)
            }
            if verification.isAdministrationFaulty {
                try EventTable(transaction.statements).forEach(
                    after: verification.frontier.size, through: transaction.head
                ) { row throws(StoreError) in
                    try verification.derived.apply(try transaction.reader.sealed(row))
                }
                try verification.derived.replace(in: transaction.statements)
            }
            for stream in verification.faultyDocuments { try tables.removeDocuments(of: stream) }
            try tables.removeOfNoProjection()
            try tables.removeOrphanedChunks()
            transaction.touch()
        }
    }
}
