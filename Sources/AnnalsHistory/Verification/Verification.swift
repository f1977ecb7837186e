import AnnalsIntegrity
package import AnnalsLog
package import AnnalsModel
import AnnalsProjections

/// Derives a store again from its raw rows and compares it with everything that is stored.
package struct Verification {
    let log: EventLog
    let scope: VerificationReport.Scope
    let kept: KeptCheckpoints
    let watch: LogVerification.Watch

    /// - Parameters:
    ///   - scope: What is looked at.
    ///   - kept: What the log is compared with.
    ///   - watch: What is reported and asked on the way.
    package init(
        of log: EventLog, _ scope: VerificationReport.Scope,
        against kept: KeptCheckpoints = KeptCheckpoints(),
        _ watch: LogVerification.Watch = LogVerification.Watch()
    ) {
        self.log = log
        self.scope = scope
        self.kept = kept
        self.watch = watch
    }

    /// Goes through the store.
    ///
    /// - Throws: `interrupted`; `io` and the like where the file cannot be read; what `onFinding`
    ///   throws. A damaged file is a finding.
    package func run() throws -> VerificationReport {
        let verification = try LogVerification(log, against: kept, watch)
        try run(verification)
        return report(verification)
    }

    func run(_ verification: LogVerification) throws {
        try verification.run()
        if scope == .everything {
            // It takes one processor, while a replay mostly takes one other.
            let damage = Aside { [log] in Result { try Self.damage(of: log) } }
            defer { damage.wait() }
            let comparisons: [(String, () throws -> Void)] = [
                ("projections", { try compareProjections(verification) }),
                ("documents", { try verification.compareDocuments() }),
                ("the file", { try report(damage.wait().get(), verification) }),
            ]
            for (name, compare) in comparisons {
                do {
                    try compare()
                } catch let error as StoreError where verification.isDamage(error) {
                    try verification.report(
                        VerificationFinding(
                            .file, in: name, "\(name) cannot be compared: \(error.message)"))
                }
            }
        }
    }

    // MARK: The file

    private static func damage(of log: EventLog) throws(StoreError) -> [String] {
        try log.read { reader in try VerificationTables(reader.statements).damage() }
    }

    private func report(_ damage: [String], _ verification: LogVerification) throws {
        for word in damage {
            try verification.report(
                VerificationFinding(.file, "SQLite finds the file damaged: \(word.terminalSafe)"))
        }
    }

    // MARK: What follows from the log

    private func compareProjections(_ verification: LogVerification) throws {
        let rows = try log.read { reader in
            try AdministrationTables(reader.statements).definitions(following: true)
        }
        var definitions: [ProjectionDefinition] = []
        for row in rows {
            do {
                let definition = try ProjectionDefinition(name: row.name, source: row.source)
                definitions.append(definition)
                try compare(definition, verification)
            } catch let error as StoreError
                where [.projectionInvalid, .notFound].contains(error.code)
                || verification.isDamage(error)
            {
                verification.faultyProjections.insert(row.name)
                try verification.report(
                    VerificationFinding(
                        .projection, in: row.name.terminalSafe,
                        "this projection cannot be compared: \(error.message)"))
            }
        }
        try compareStrangers(verification)
        try compareSchema(definitions, verification)
    }

    /// Rows that say something of projections that there are not.
    private func compareStrangers(_ verification: LogVerification) throws {
        let found = try log.read { reader in
            try VerificationTables(reader.statements).ofNoProjection()
        }
        for (table, name) in found {
            try verification.report(
                VerificationFinding(
                    table == "snapshots" ? .snapshot : .projection,
                    in: "\(table) \(name)".terminalSafe,
                    "this row is of no projection that the store has, or of another definition of"
                        + " it"))
        }
    }

    /// Reports what is wrong with a projection and its snapshots.
    ///
    /// An erasure takes events away on which a replay goes on, and then the rows that came of them:
    /// what was compared while there was one says nothing, and is compared again.
    private func compare(
        _ definition: ProjectionDefinition, _ verification: LogVerification
    ) throws {
        for _ in 0..<Self.comparisonsMax {
            let before = try log.read { reader in try ErasureState(reader) }
            let found = try findings(definition, verification)
            let after = try log.read { reader in try ErasureState(reader) }
            guard !found.isEmpty else { return }
            guard before == after else { continue }
            if after.isUnfinished { break }
            verification.faultyProjections.insert(definition.name)
            for finding in found { try verification.report(finding) }
            return
        }
        verification.isIncomplete = true
        verification.projectionsInErasure.append(definition.name)
    }

    /// Times that a projection is compared while others erase.
    private static let comparisonsMax = 5

    private func findings(
        _ definition: ProjectionDefinition, _ verification: LogVerification
    ) throws -> [VerificationFinding] {
        var found: [VerificationFinding] = []
        let snapshots = try SnapshotVerification(definition, log)
        var replay = ProjectionStore.Watch()
        replay.progress = watch.progress
        replay.isCancelled = watch.isCancelled
        replay.visit = { _, connection, position in
            try snapshots.compare(connection, at: position)
        }
        let limit = Int(Limits.findingsShownMax)
        let store = ProjectionStore(log: log)
        for difference in try store.check(
            definition.name, limit: limit, stops: snapshots.stops, watch: replay)
        {
            found.append(VerificationFinding(difference))
        }
        return found + snapshots.findings
    }

    /// What the file defines beside the store's own must come from a definition.
    private func compareSchema(
        _ definitions: [ProjectionDefinition], _ verification: LogVerification
    ) throws {
        let names = Set(definitions.flatMap(\.objects).map { $0.name.lowercased() })
        let found = try log.read { reader in
            try VerificationTables(reader.statements).schema()
        }
        let extra = found.filter { row in
            let isOwn = [row.name, row.table].contains { Format.ownNames.contains($0.lowercased()) }
            let isMade = row.sql == nil && names.contains(row.table.lowercased())
            return !isOwn && !isMade && !names.contains(row.name.lowercased())
                && row.name != "sqlite_sequence"
        }
        for row in extra {
            try verification.report(
                VerificationFinding(
                    .schema, in: "sqlite_schema \(row.type) \(row.name)".terminalSafe,
                    "the file defines it, and neither this version nor any projection does"))
        }
        if try log.read({ try VerificationTables($0.statements).orphanedChunks() }).isEmpty {
            return
        }
        try verification.report(
            VerificationFinding(
                .snapshot, in: "snapshot_chunks", "there are chunks that belong to no snapshot"))
    }

    // MARK: The report

    private func report(_ verification: LogVerification) -> VerificationReport {
        VerificationReport(
            outcome: verification.counts.isEmpty
                ? verification.isIncomplete ? .unknown : .verified : .damaged,
            scope: scope, origin: verification.origin, events: verification.events,
            root: verification.root?.hex, erased: verification.erased,
            counts: verification.counts, anchors: verification.anchors,
            limits: limits(verification))
    }

    /// What this run cannot prove.
    private func limits(_ verification: LogVerification) -> [String] {
        var limits: [String] = []
        let anchored = verification.anchors.filter { $0.source == .kept && $0.holds == true }
        let size = anchored.map(\.size).max()
        if let size {
            if size < verification.events {
                limits.append(
                    "The checkpoint covers the first \(size) events: whoever can write the file can"
                        + " have rewritten those behind it together with all that is stored about"
                        + " them.")
            }
            if anchored.allSatisfy(\.signers.isEmpty) {
                limits.append(
                    "No signature was checked, since no key that made one was given: the checkpoint"
                        + " is believed because of where it was kept.")
            }
        } else {
            limits.append(
                "Nothing from outside of the file was compared: whoever can write the file can have"
                    + " rewritten events together with all that is stored about them. Only a"
                    + " checkpoint that was kept elsewhere shows that.")
        }
        limits += notCompared(verification)
        if scope == .log {
            limits.append(
                "The tables of projections, stored documents, snapshots and SQLite's indexes were"
                    + " not compared.")
        }
        if !verification.projectionsInErasure.isEmpty {
            let names = verification.projectionsInErasure.map(\.terminalSafe)
            limits.append(
                "The tables of \(names.joined(separator: ", ")) may hold what was erased, since an"
                    + " erasure has steps left or went on meanwhile: erase the same again to go on,"
                    + " then verify again.")
        }
        if verification.erased > 0 {
            limits.append(
                "\(verification.erased) bodies were erased: of these, only the digests are proven.")
        }
        limits.append(
            "Whether an event said the truth when it was appended, and whether something was never"
                + " appended, no log can show.")
        return limits
    }
}

extension Verification {
    /// What of checkpoints, keys and origin this run says nothing about.
    private func notCompared(_ verification: LogVerification) -> [String] {
        var limits: [String] = []
        if kept.hasKeys, verification.anchors.allSatisfy(\.signers.isEmpty) {
            limits.append(
                "None of the keys that were given signed a checkpoint of this log that was"
                    + " compared: whether it is the log that they sign cannot be told.")
        } else if verification.unsigned > 0 {
            limits.append(
                "\(verification.unsigned) of the checkpoints in the store were signed by none of"
                    + " the keys that were given.")
        }
        if verification.passedOver > 0 {
            limits.append(
                "\(verification.passedOver) of the checkpoints that were given are about other"
                    + " logs, and were passed over.")
        }
        if verification.anchors.contains(where: { $0.source == .parent }) {
            limits.append(
                "That this store was restored from another is said by its table store alone, which"
                    + " no checkpoint covers.")
        }
        return limits
    }
}

extension VerificationFinding {
    /// One place where a projection's tables are not what a replay gives.
    fileprivate init(_ difference: TableDifference) {
        let key = difference.key.isEmpty ? "" : " \(JSONValue.array(difference.key).compact)"
        let column = difference.column.map { " \($0)" } ?? ""
        let message =
            switch difference.kind {
            case .missing: "a replay makes this row, and the table does not have it"
            case .extra: "the table has this row, and a replay does not make it"
            case .changed: "this is not what a replay gives"
            case .schema: "this is not as the definition says"
            case .failure: "a replay refuses other events, or for other reasons"
            }
        self.init(
            .projection, in: "\(difference.object)\(key)\(column)".terminalSafe, message,
            expected: difference.expected?.compact, found: difference.found?.compact)
    }
}
