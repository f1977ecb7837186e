import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// When a projection gets a snapshot: once the stored bytes of the events that its patterns match
/// exceed, since its last one, a floor, and in all, the bytes of all its snapshots and this one.
///
/// So snapshots never take more than the log does, and a state is opened by applying no more
/// events than the floor has, where its changes are smaller than the events that made them.
struct SnapshotRule {
    /// Stored bytes of matching events, up to `position`.
    private(set) var matched: Int64
    /// Position up to which they were counted.
    private(set) var position: Int64
    /// Stored bytes of matching events up to the last snapshot; 0 if there is none.
    private let matchedBefore: Int64
    /// Stored bytes of all snapshots.
    private let spent: Int64
    /// Stored bytes that one which goes on from the last had when it was tried and was too dear.
    private var triedLink: Int64 = 0
    /// Stored bytes that one which stands alone is expected to have, by the last that was written
    /// or tried.
    private(set) var whole: Int64
    /// Whether what the next one takes is estimated high.
    ///
    /// For whoever appends a few events and goes: what a try has shown is lost with him, so that
    /// the next process would try again.
    var isCautious = false
    /// The last snapshots, from one that stands alone on; empty if there is none to go on from.
    let chain: [SnapshotStore.Entry]

    /// Goes on from what is there.
    ///
    /// - Parameters:
    ///   - entries: The snapshots of the projection, last first.
    ///   - whole: Stored bytes that one which stands alone had when it was last tried; 0 if it was
    ///     not.
    init(after entries: [SnapshotStore.Entry], whole: Int64 = 0) {
        matched = entries.first?.matched ?? 0
        position = entries.first?.position ?? 0
        matchedBefore = matched
        // More than all bytes that there can be is as good as all of them.
        spent = entries.reduce(0) { min($0 + $1.stored, Limits.logBytesMax) }
        chain = entries.first.flatMap { SnapshotStore.chain($0, entries.dropFirst()) } ?? []
        self.whole = max(whole, chain.first?.stored ?? 0)
    }

    /// Stored bytes that the next one is expected to have.
    private var expected: Int64 {
        if standsAlone { return isCautious ? max(whole, wholeAtMost) : whole }
        return max(link, triedLink, isCautious ? sinceLast : 0)
    }

    /// Stored bytes that one which goes on from the last is expected to have.
    private var link: Int64 { links > 0 ? chain.last?.stored ?? 0 : 0 }

    /// Snapshots after the last one that stands alone.
    private var links: Int { max(0, chain.count - 1) }

    /// Bytes that the log is ahead of the snapshots.
    private var saved: Int64 { matched - spent }

    /// Whether the next one should stand alone.
    ///
    /// A chain ends when it is long and a whole snapshot can be afforded, or where going on from
    /// the one before gains little.
    var standsAlone: Bool {
        if chain.isEmpty || links >= Limits.snapshotLinksMax { return true }
        guard saved >= (isCautious ? max(whole, wholeAtMost) : whole) else { return false }
        return links >= Limits.snapshotLinksWanted || link > whole / 2
    }

    /// Bytes of matching events that are still missing; 0 or less if a snapshot is due.
    var missing: Int64 {
        max(
            Int64(Limits.snapshotFloorBytes) - (matched - matchedBefore),
            spent + expected - matched)
    }

    /// Whether a snapshot of so many bytes can be afforded.
    func affords(_ stored: Int64) -> Bool { stored <= saved }

    /// Waits until a snapshot that was too dear can be afforded, or goes on from the last one
    /// instead of one that stands alone.
    mutating func wait(for draft: SnapshotDraft) {
        if draft.base == nil {
            // Until then the state grows too; without some room every look would be one more try.
            whole = draft.stored + draft.stored / 8
        } else {
            triedLink = draft.stored + draft.stored / 8
        }
    }

    // MARK: What the stored snapshots tell of the next

    /// Whether there is anything to estimate from.
    var isEstimable: Bool { !chain.isEmpty }

    /// Stored bytes that one which stands alone has at most: all that its chain says of the rows,
    /// and what became of them since.
    ///
    /// Less where rows were changed again and again.
    private var wholeAtMost: Int64 {
        chain.reduce(sinceLast) { min($0 + $1.stored, Limits.logBytesMax) }
    }

    /// Stored bytes that changed since the last one, if as many came of an event as before.
    private var sinceLast: Int64 {
        guard let first = chain.first, let last = chain.last else { return 0 }
        let hasLinks = last.matched > first.matched
        let events = hasLinks ? last.matched - first.matched : first.matched
        let bytes =
            hasLinks ? chain.dropFirst().reduce(0) { $0 + Double($1.stored) } : Double(first.stored)
        guard events > 0 else { return 0 }
        let since = bytes / Double(events) * Double(matched - matchedBefore)
        return Int64(min(since, Double(Limits.logBytesMax)))
    }

    /// Counts the events up to a position.
    mutating func count(
        _ definition: ProjectionDefinition, through end: Int64, _ reader: LogReader
    ) throws(StoreError) {
        guard end > position else { return }
        let events = EventTable(reader.statements)
        for (id, type) in try reader.names.allTypes() where definition.matches(type) {
            let bytes = try events.storedBytes(ofType: id, after: position, through: end)
            matched = min(matched + bytes, Limits.logBytesMax)
        }
        position = end
    }
}
