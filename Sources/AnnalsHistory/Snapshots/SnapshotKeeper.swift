package import AnnalsLog
import AnnalsModel
import AnnalsProjections
import Dispatch
import Synchronization

/// Leaves snapshots behind while a process appends, on a queue of its own and after the appends
/// were acknowledged.
///
/// The first look at a store costs some milliseconds, so a process takes it only when it appends
/// across a multiple of 256 positions; from then on it knows how many bytes are still missing.
///
/// To try a snapshot takes all rows of the tables, and that it was too dear is known to the process
/// that tried alone. So one that has appended little tries only what it can afford by what the
/// stored snapshots say; where there are none, only when the log has grown by some eighth.
package final class SnapshotKeeper: Sendable {
    /// What is known of one projection.
    private struct Kept {
        let definition: ProjectionDefinition
        var rule: SnapshotRule
    }

    private struct State {
        /// Stored bytes of the log before the first event of this process.
        var start: Int64?
        /// Stored bytes of the log from which a snapshot may be due; nil before the first look.
        var nextLook: Int64?
        /// Whether a look is on its way.
        var isLooking = false
    }

    private let log: EventLog
    private let store: SnapshotStore
    private let state = Mutex(State())
    private let known = Mutex<[String: Kept]>([:])
    private let queue = DispatchQueue(label: "annals.snapshots", qos: .utility)

    /// Positions between two first looks.
    private static let firstLookPositions: Int64 = 256
    /// Bytes that must be appended between two looks at least.
    private static let lookBytesMin: Int64 = 16 << 10

    /// What a look may do.
    private struct Occasion {
        /// Whether this process has appended little so far.
        let isCautious: Bool
        /// Whether the log has just grown by some eighth.
        let isRare: Bool

        init(_ commit: Writer.Commit, start: Int64) {
            isCautious = commit.storedBytes - start < Limits.snapshotFloorBytes
            let highest = Int64.bitWidth - 1 - commit.head.leadingZeroBitCount
            let step = Int64(1) << max(0, highest - 3)
            isRare = commit.before / step != commit.head / step
        }
    }

    /// Watches what this process appends to a store.
    ///
    /// - Parameter log: Open for writing.
    package init(log: EventLog) {
        self.log = log
        store = SnapshotStore(log: log)
        log.observeCommits { [weak self] commit in self?.note(commit) }
    }

    /// Waits until the snapshots that are due are written.
    package func finish() {
        queue.sync {}
    }

    private func note(_ commit: Writer.Commit) {
        let start = state.withLock { state -> Int64? in
            let start = state.start ?? commit.storedBytesBefore
            state.start = start
            guard !state.isLooking else { return nil }
            let step = Self.firstLookPositions
            let isDue =
                state.nextLook.map { commit.storedBytes >= $0 }
                ?? (commit.before / step != commit.head / step)
            if isDue { state.isLooking = true }
            return isDue ? start : nil
        }
        guard let start else { return }
        queue.async { [self] in
            let missing: Int64?
            do {
                missing = try look(Occasion(commit, start: start))
            } catch {
                // A snapshot is a cache: one that cannot be written now is written later.
                missing = Int64(Limits.snapshotFloorBytes)
            }
            state.withLock { state in
                state.nextLook = missing.map { commit.storedBytes + max($0, Self.lookBytesMin) }
                state.isLooking = false
            }
        }
    }

    // MARK: On the queue

    /// Writes every snapshot that is due.
    ///
    /// - Returns: The fewest bytes that are missing for the next one; nil if there are no
    ///   projections.
    private func look(_ occasion: Occasion) throws -> Int64? {
        var kept = known.withLock { $0 }
        let definitions = try log.read { reader in
            try Self.definitions(reader, known: kept.values.map(\.definition))
        }
        let names = Set(definitions.map(\.name))
        kept = kept.filter { names.contains($0.key) }
        defer { known.withLock { $0 = kept } }
        return try definitions.map { try look(at: $0, &kept, occasion) }.min()
    }

    private func look(
        at definition: ProjectionDefinition, _ kept: inout [String: Kept], _ occasion: Occasion
    ) throws -> Int64 {
        let same = kept[definition.name].flatMap { known in
            known.definition.source == definition.source ? known : nil
        }
        var entry = try log.read { reader in
            var entry =
                try same
                ?? Kept(definition: definition, rule: SnapshotStore.rule(definition, reader))
            entry.rule.isCautious = occasion.isCautious
            try entry.rule.count(definition, through: try reader.head(), reader)
            return entry
        }
        let mayTry = !occasion.isCautious || occasion.isRare || entry.rule.isEstimable
        if entry.rule.missing <= 0, mayTry {
            // Another process may have been first.
            entry = try log.read { [known = entry] reader in
                var latest = try Self.kept(known, reader)
                try latest.rule.count(definition, through: try reader.head(), reader)
                return latest
            }
            if entry.rule.missing <= 0 { entry = try take(entry) }
        }
        kept[definition.name] = entry
        return entry.rule.missing
    }

    private func take(_ kept: Kept) throws -> Kept {
        var kept = kept
        while kept.rule.missing <= 0 {
            let draft = try store.draft(kept.definition, &kept.rule)
            if kept.rule.affords(draft.stored) {
                try store.save(draft, ifInstalled: true)
                return try log.read { [kept] in try Self.kept(kept, $0) }
            }
            kept.rule.wait(for: draft)
        }
        return kept
    }

    /// What the store says now, with what was learnt before.
    private static func kept(_ kept: Kept, _ reader: LogReader) throws(StoreError) -> Kept {
        var rule = try SnapshotStore.rule(kept.definition, reader, whole: kept.rule.whole)
        rule.isCautious = kept.rule.isCautious
        return Kept(definition: kept.definition, rule: rule)
    }

    /// The definitions whose tables follow the log; those that are known are not read again.
    private static func definitions(
        _ reader: LogReader, known: [ProjectionDefinition]
    ) throws(StoreError) -> [ProjectionDefinition] {
        let rows = try AdministrationTables(reader.statements).definitions(following: true)
        return try rows.map { row throws(StoreError) in
            let same = known.first { $0.name == row.name && $0.source == row.source }
            if let same { return same }
            return try ProjectionDefinition(name: row.name, source: row.source)
        }
    }
}
