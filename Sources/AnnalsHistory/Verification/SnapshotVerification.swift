import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// Compares the snapshots of a projection with a replay of the log.
struct SnapshotVerification {
    let log: EventLog
    let definition: ProjectionDefinition
    let isCancelled: () -> Bool
    /// Gets what is wrong.
    let report: (VerificationFinding) throws -> Void

    /// Goes through all of them, first to last, beside one replay.
    func run() throws {
        let (entries, damaged, head) = try log.read { reader in
            var damaged: [Int64] = []
            let entries = try SnapshotStore.entries(
                of: definition, through: Int64.max, reader,
                onDamage: { damaged.append($0.position) })
            return (entries, damaged, try reader.head())
        }
        for position in damaged {
            try note("has numbers that no store writes", position)
        }
        guard !entries.isEmpty else { return }
        let replayed = try MemoryDatabase()
        try StoredTables(definition).make(on: replayed.connection)
        let fill = ProjectionFill(definition, into: replayed.connection, from: log, after: 0)
        fill.isCancelled = isCancelled
        // Last first, as they are read.
        for entry in entries.reversed() {
            guard entry.position <= head else {
                try note("lies behind the end of the log", entry.position)
                continue
            }
            try replayed.connection.inTransaction(doing: "replay the log") {
                while try fill.nextBatch(through: entry.position, onFailure: { _ in }) {}
                try fill.flush()
            }
            let (isThere, tables) = try log.read { reader -> (Bool, StoredTables?) in
                // As they are now: some may have been taken away since, or written again.
                let entries = try SnapshotStore.entries(
                    of: definition, through: entry.position, reader)
                guard let now = entries.first, now.position == entry.position else {
                    return (false, nil)
                }
                guard let chain = SnapshotStore.chain(now, entries.dropFirst()) else {
                    return (true, nil)
                }
                return (true, try SnapshotStore.tables(of: definition, chain, reader))
            }
            guard isThere else { continue }
            guard let tables else {
                try note("is damaged", entry.position)
                continue
            }
            let stored = try MemoryDatabase()
            try tables.make(on: stored.connection)
            for table in definition.tables
            where try !hasSameRows(table, replayed.connection, stored.connection) {
                try note(
                    "is not what a replay gives in \(table.name)", entry.position)
            }
        }
    }

    private func note(_ what: String, _ position: Int64) throws {
        try report(
            VerificationFinding(
                .snapshot, in: "snapshots \(definition.name) \(position)",
                "the snapshot of \(definition.name) after position \(position) \(what)"))
    }

    private func hasSameRows(
        _ table: ProjectionTable, _ left: OpaquePointer, _ right: OpaquePointer
    ) throws(StoreError) -> Bool {
        let order = RowOrder(table)
        let expected = try Statement(left, order.sql)
        let found = try Statement(right, order.sql)
        let columns = Int32(table.columns.count)
        while true {
            let (isMore, isOther) = (try expected.step(), try found.step())
            guard isMore == isOther else { return false }
            if !isMore { return true }
            for column in 0..<columns where !expected.isEqual(to: found, column: column) {
                return false
            }
        }
    }
}
