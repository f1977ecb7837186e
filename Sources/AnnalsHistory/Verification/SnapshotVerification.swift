import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// Compares the snapshots of a projection with a replay of the log that stops at each of them.
final class SnapshotVerification {
    /// What is wrong so far.
    private(set) var findings: [VerificationFinding] = []
    private let log: EventLog
    private let definition: ProjectionDefinition
    /// Last first.
    private let entries: [SnapshotStore.Entry]
    /// The rows of the snapshot that was compared last, from which most of them go on.
    private var last: (entry: SnapshotStore.Entry, tables: StoredTables)?

    /// Finds out which there are.
    init(_ definition: ProjectionDefinition, _ log: EventLog) throws(StoreError) {
        self.definition = definition
        self.log = log
        var damaged: [Int64] = []
        let (entries, head) = try log.read { reader in
            let entries = try SnapshotStore.entries(
                of: definition, through: Int64.max, reader,
                onDamage: { damaged.append($0.position) })
            return (entries, try reader.head())
        }
        self.entries = entries
        for position in damaged { note("has numbers that no store writes", position) }
        for entry in entries.reversed() where entry.position > head {
            note("lies behind the end of the log", entry.position)
        }
    }

    /// Positions after which the replay is looked at, ascending.
    var stops: [Int64] {
        Set(entries.map(\.position)).sorted()
    }

    /// Compares the snapshots of a position with the tables that a connection shows.
    func compare(_ connection: OpaquePointer, at position: Int64) throws {
        for (index, entry) in entries.enumerated() where entry.position == position {
            guard let tables = try tables(of: entry, entries[(index + 1)...]) else {
                // Others may have taken it away since, or written it again.
                if try isStillThere(entry) { note("is damaged", position) }
                continue
            }
            for table in try tables.differences(to: connection) {
                note("is not what a replay gives in \(table)", position)
            }
        }
    }

    /// The rows of a snapshot, going on from the one that was read last if it does so too.
    ///
    /// - Parameter older: Those that it may go on from, last first.
    private func tables(
        of entry: SnapshotStore.Entry, _ older: ArraySlice<SnapshotStore.Entry>
    ) throws -> StoredTables? {
        let before = last
        // Nothing else refers to the rows then, so that they are not copied.
        last = nil
        let tables = try log.read { reader -> StoredTables? in
            if let before, before.entry.id == entry.base {
                var tables = before.tables
                return try SnapshotStore.append(
                    entry, to: &tables, after: before.entry.digest, reader) ? tables : nil
            }
            guard let chain = SnapshotStore.chain(entry, older) else { return nil }
            return try SnapshotStore.tables(of: definition, chain, reader)
        }
        if let tables { last = (entry, tables) }
        return tables
    }

    private func isStillThere(_ entry: SnapshotStore.Entry) throws -> Bool {
        try log.read { reader in
            try SnapshotStore.entries(of: definition, through: entry.position, reader)
                .contains { $0.id == entry.id && $0.digest == entry.digest }
        }
    }

    private func note(_ what: String, _ position: Int64) {
        findings.append(
            VerificationFinding(
                .snapshot, in: "snapshots \(definition.name) \(position)",
                "the snapshot of \(definition.name) after position \(position) \(what)"))
    }
}
