import AnnalsIntegrity
package import AnnalsModel
import Foundation
package import GRDB

/// One append transaction, as the work that runs in it sees it.
///
/// Everything appended through it becomes durable together, or not at all. It lives on the
/// writer's thread while the work runs, and must not be kept.
package final class AppendTransaction {
    let session: WriterSession
    /// What is true if this transaction commits.
    var state: WriterState
    /// Ends of the streams to which the job that runs now appended.
    var jobTails: [StreamName: StreamTail] = [:]
    /// Ends of the streams to which the jobs before it appended.
    private(set) var groupTails: [StreamName: StreamTail] = [:]
    /// Whether there is anything to commit.
    var hasChanges = false
    /// GRDB's view of the writer's connection.
    package let database: Database

    init(session: WriterSession, database: Database) {
        self.session = session
        self.database = database
        state = session.committed
    }

    /// Statements of the writer's connection.
    package var statements: StatementCache { session.open.statements }
    /// Reads what is stored, this transaction's own events included.
    package var reader: LogReader { session.open.reader }
    /// Position of the last event, this transaction's own included; 0 in an empty store.
    package var head: Int64 { state.size }
    /// The current cycle.
    package var cycle: Int64 { state.cycle }

    /// Says that tables were changed beside the log, so that there is something to commit.
    package func touch() {
        hasChanges = true
    }

    /// Appends events of a caller, in order.
    ///
    /// Events whose id is known already give their first receipts; the rest is appended.
    ///
    /// - Returns: One receipt an event, in the caller's order.
    /// - Throws: The first reason why some event cannot be appended, with a `BatchRefusal` as its
    ///   cause; the caller must then let it out, so that nothing of the batch stays.
    package func append(
        _ events: [NewEvent], _ options: AppendOptions = AppendOptions()
    ) throws(StoreError) -> [Receipt] {
        var receipts: [Receipt] = []
        receipts.reserveCapacity(events.count)
        for event in events {
            do {
                receipts.append(try append(event, earlier: receipts, options))
            } catch {
                throw error.inBatch(at: receipts.count)
            }
        }
        return receipts
    }

    private func append(
        _ event: NewEvent, earlier: [Receipt], _ options: AppendOptions
    ) throws(StoreError) -> Receipt {
        if let id = event.id, let position = try known(id) {
            return try repeated(
                event, at: position, cause: try knownCause(of: event, earlier), options)
        }
        let causation = try resolve(event.causation, earlier)
        try check(event, options)
        try openCycle(for: event, options)
        return try write(event, causation: causation, options)
    }

    func resolve(
        _ causation: Causation?, _ earlier: [Receipt]
    ) throws(StoreError) -> Int64? {
        switch causation {
        case nil:
            return nil
        case .position(let position):
            guard position >= 1, position <= head else {
                throw StoreError(
                    .invalidArgument,
                    "causation \(position) names no event: the log ends at position \(head)")
            }
            return position
        case .back(let count):
            guard count >= 1, count <= earlier.count else {
                throw StoreError(
                    .invalidArgument,
                    "causation -\(count) reaches before the first event of the batch")
            }
            return earlier[earlier.count - count].position
        case .event(let id):
            guard let position = try known(id) else {
                throw StoreError(
                    .invalidArgument,
                    "causation \(id.uuidString.lowercased()) names no event: give the id of one"
                        + " that is stored, or of an earlier one of the batch")
            }
            return position
        }
    }

    private func check(_ event: NewEvent, _ options: AppendOptions) throws(StoreError) {
        let category = event.stream.category
        guard event.type.category == category else {
            throw StoreError(
                .invalidArgument,
                "the type \(event.type.name) does not belong to the stream"
                    + " \(event.stream.description.terminalSafe): its category must be \(category)")
        }
        try event.validate()
        guard options.isAdministration || category != StreamName.ownCategory else {
            throw StoreError(
                .reserved,
                "the category annals is the store's own: append to a stream of another category")
        }
        if let time = event.occurredAt, !(Timestamp.earliest...Timestamp.latest).contains(time) {
            throw StoreError(
                .invalidArgument,
                "the claimed time \(time) lies outside the years 1 to 9999: give another one")
        }
    }

    // MARK: Cycles

    /// Opens the event's cycle if it lies after the current one.
    private func openCycle(for event: NewEvent, _ options: AppendOptions) throws(StoreError) {
        guard let cycle = event.cycle, cycle != state.cycle else { return }
        guard cycle > state.cycle else {
            throw StoreError(
                .cycleBehind,
                "cycle \(cycle) is over: the store is in cycle \(state.cycle), and cycles never go"
                    + " back")
        }
        guard cycle - state.cycle <= Limits.cycleJumpMax || options.allowsJump else {
            throw StoreError(
                .cycleJump,
                "cycle \(cycle) is more than \(Limits.cycleJumpMax) cycles after the current"
                    + " \(state.cycle): allow the jump if it is meant")
        }
        if !event.opensCycle { _ = try openCycle(cycle, by: event.actor, note: nil) }
    }

    /// Opens the cycle after the current one.
    ///
    /// - Parameter note: Why, or what it is for.
    /// - Returns: The receipt of `annals.cycle-opened`.
    /// - Throws: `invalidArgument` after the last cycle that there can be, 2^63 - 1.
    package func openNextCycle(by actor: Actor, note: String?) throws(StoreError) -> Receipt {
        try append([try .cycleOpened(after: cycle, by: actor, note: note)], .administration)[0]
    }

    /// Opens a cycle after the current one.
    ///
    /// - Parameter note: Why, or what it is for.
    /// - Returns: The receipt of `annals.cycle-opened`.
    package func openCycle(
        _ cycle: Int64, by actor: Actor, note: String?
    ) throws(StoreError) -> Receipt {
        try write(
            try .cycleOpened(cycle, by: actor, note: note), causation: nil, .administration)
    }

    // MARK: The end

    /// Keeps what the job added, because its savepoint was released.
    func keepJob() {
        if groupTails.isEmpty {
            swap(&groupTails, &jobTails)
        } else {
            groupTails.merge(jobTails) { $1 }
        }
        jobTails = [:]
    }

    /// Forgets what the job added, because its savepoint was rolled back.
    func dropJob() {
        jobTails = [:]
    }

    /// Writes what is rewritten once a transaction: the ends of streams and the head.
    ///
    /// - Throws: `corrupt` if the file does not end with the event that was sealed last.
    func finish() throws(StoreError) {
        let end = try EventTable(statements).last()
        guard end?.position ?? 0 == head, end?.recordedAt == state.recordedAt else {
            throw StoreError(
                .corrupt,
                "the table events ends at position \(end?.position ?? 0), but the last event that"
                    + " was stored is at position \(head): nothing of it is kept; restore the store"
                    + " from a backup", position: head)
        }
        let streams = StreamTable(statements)
        for tail in groupTails.values {
            try streams.update(
                StreamTable.Row(id: tail.id, version: tail.version, head: tail.head))
        }
        try TreeTable(statements).update(
            TreeTable.Head(
                frontier: state.frontier, bodyBytes: state.bodyBytes,
                storedBytes: state.storedBytes))
    }
}
