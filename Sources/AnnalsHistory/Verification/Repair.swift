package import AnnalsLog
package import AnnalsModel
import AnnalsProjections

/// Writes again what follows from the events of a store, where it is not what they make.
package struct Repair {
    private let log: EventLog
    private let watch: LogVerification.Watch

    /// - Parameter watch: What is reported and asked on the way.
    package init(of log: EventLog, _ watch: LogVerification.Watch = LogVerification.Watch()) {
        self.log = log
        self.watch = watch
    }

    /// Verifies the store and works out what is to be written again.
    ///
    /// - Parameter isApplied: Whether it is also written.
    /// - Throws: `corrupt` if the events themselves do not verify; `readOnly`, `interrupted`, `io`.
    package func run(applying isApplied: Bool) throws -> StoreRepair {
        let verification = try LogVerification(log, watch)
        verification.keepNodes()
        try Verification(of: log, .everything, watch).run(verification)
        try verification.mustBeRepairable()
        let repair = StoreRepair(
            isApplied: isApplied, findings: verification.findings,
            tree: verification.isTreeFaulty, administration: verification.isAdministrationFaulty,
            documents: Int64(verification.faultyDocuments.count),
            projections: verification.faultyProjections.sorted())
        guard isApplied, verification.findings > 0 else { return repair }
        try verification.repair()
        for name in repair.projections { try rebuild(name) }
        return repair
    }

    /// Fills the tables of a projection again, and leaves its snapshots on the way.
    private func rebuild(_ name: String) throws {
        try log.write { transaction in
            try SnapshotTable(transaction.statements).remove(projection: name)
            transaction.touch()
        }
        var rebuild = ProjectionStore.Watch()
        rebuild.progress = watch.progress
        rebuild.isCancelled = watch.isCancelled
        rebuild.visit = SnapshotStore(log: log).trail()
        do {
            try ProjectionStore(log: log).rebuild(name, watch: rebuild)
        } catch {
            // One that the events do not know was in the table of definitions alone.
            guard error.code == .notFound else { throw error }
        }
    }
}
