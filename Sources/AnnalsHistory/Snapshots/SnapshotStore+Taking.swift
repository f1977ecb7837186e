import AnnalsLog
package import AnnalsModel
package import AnnalsProjections

extension SnapshotStore {
    /// Takes a snapshot of every projection at the head, due or not.
    package func takeAll() throws(StoreError) {
        let definitions = try log.read { reader in try ProjectionStore.definitions(reader) }
        for definition in definitions {
            var rule = try log.read { reader in try Self.rule(definition, reader) }
            let draft = try draft(definition, &rule)
            try save(draft, ifInstalled: true)
        }
    }

    /// Leaves snapshots behind while tables are filled from history, as often as if the projection
    /// had always been there; none where there are some already.
    ///
    /// - Returns: What to call with the tables on their way.
    package func trail() -> (ProjectionDefinition, OpaquePointer, Int64) throws -> Void {
        var known: SnapshotRule?
        // Before the first event is read: what is erased later may be in the tables.
        let erasure = try? log.read { reader in try ErasureState.last(reader) }
        return { definition, connection, position in
            let (rule, draft) = try log.read { reader -> (SnapshotRule, SnapshotDraft?) in
                var rule = try known ?? Self.rule(definition, reader)
                try rule.count(definition, through: position, reader)
                guard rule.position == position, rule.missing <= 0 else {
                    return (rule, nil)
                }
                let (tables, older) = try Self.tables(of: definition, toGoOnFrom: rule, reader)
                let draft = SnapshotDraft(
                    definition, link: try tables.link(to: connection), at: position,
                    matched: rule.matched, after: older, erasure: erasure ?? -1)
                return (rule, draft)
            }
            known = rule
            guard let draft else { return }
            guard rule.affords(draft.stored) else {
                known?.wait(for: draft)
                return
            }
            try save(draft, ifInstalled: false)
            known = nil
        }
    }

    /// Makes a snapshot at the head.
    ///
    /// - Throws: `busy` while the tables may hold what was erased.
    func draft(
        _ definition: ProjectionDefinition, _ rule: inout SnapshotRule
    ) throws(StoreError) -> SnapshotDraft {
        let (counted, link, older, erasure) = try log.read { reader in
            let state = try ErasureState(reader)
            guard !state.isUnfinished else {
                throw StoreError(.busy, "an erasure has steps left: finish it first")
            }
            var counted = rule
            try counted.count(definition, through: try reader.head(), reader)
            let (tables, older) = try Self.tables(of: definition, toGoOnFrom: counted, reader)
            let link = try tables.link(to: reader.statements.connection)
            return (counted, link, older, state.last)
        }
        rule = counted
        return SnapshotDraft(
            definition, link: link, at: rule.position, matched: rule.matched, after: older,
            erasure: erasure)
    }

    /// The rows that the next snapshot goes on from, and whose they are; none if it should stand
    /// alone.
    static func tables(
        of definition: ProjectionDefinition, toGoOnFrom rule: SnapshotRule, _ reader: LogReader
    ) throws(StoreError) -> (StoredTables, Entry?) {
        guard !rule.standsAlone, let last = rule.chain.last,
            let tables = try tables(of: definition, rule.chain, reader)
        else { return (StoredTables(definition), nil) }
        return (tables, last)
    }

    /// How far a projection is from its next snapshot.
    static func rule(
        _ definition: ProjectionDefinition, _ reader: LogReader, whole: Int64 = 0
    ) throws(StoreError) -> SnapshotRule {
        SnapshotRule(after: try entries(of: definition, through: .max, reader), whole: whole)
    }
}
