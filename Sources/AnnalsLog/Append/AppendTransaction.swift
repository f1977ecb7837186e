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
    /// Where the next event comes: after those that are decided, which may not be stored yet.
    var decided: LogEnd
    /// Whether there is anything to commit.
    var hasChanges = false
    /// GRDB's view of the writer's connection.
    package let database: Database

    init(session: WriterSession, database: Database) {
        self.session = session
        self.database = database
        state = session.committed
        decided = session.committed.end
    }

    /// Statements of the writer's connection.
    package var statements: StatementCache { session.open.statements }
    /// Reads what is stored, this transaction's own events included.
    package var reader: LogReader { session.open.reader }
    /// Position of the last event, this transaction's own included; 0 in an empty store.
    package var head: Int64 { decided.size }
    /// The current cycle.
    package var cycle: Int64 { decided.cycle }

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
        var pipeline = AppendPipeline(self, count: events.count)
        if pipeline.isWide { session.tables?.gather() }
        do {
            for event in events {
                receipts.append(try append(event, earlier: receipts, options, to: &pipeline))
            }
            try pipeline.finish()
            if pipeline.isWide { try writeRows(receipts, options) }
        } catch {
            pipeline.stop()
            throw error
        }
        return receipts
    }

    /// Writes the rows that waited for the end of the batch.
    private func writeRows(
        _ receipts: [Receipt], _ options: AppendOptions
    ) throws(StoreError) {
        let refusal = try session.tables?.writeGathered(strict: !options.isLenient)
        guard let refusal else { return }
        // The event that opens a cycle has no receipt: it is there for the one behind it.
        let index = receipts.firstIndex { $0.position >= refusal.position && !$0.wasKnown }
        throw refusal.error.inBatch(at: index ?? 0)
    }

    private func append(
        _ event: NewEvent, earlier: [Receipt], _ options: AppendOptions,
        to pipeline: inout AppendPipeline
    ) throws(StoreError) -> Receipt {
        let index = earlier.count
        try storeWhat(event, needs: &pipeline)
        let step: Step
        do {
            step = try decide(event, earlier: earlier, options)
        } catch {
            // An event before it may be refused once it is stored, and that is what counts then.
            try pipeline.finish()
            throw error.inBatch(at: index)
        }
        switch step {
        case .known(let receipt):
            return receipt
        case .new(let opening, let decided):
            if let opening { try pipeline.add(opening) }
            try pipeline.add(decided)
            return decided.receipt
        }
    }

    /// What becomes of an event of a caller.
    private enum Step {
        /// It is stored already.
        case known(Receipt)
        /// It is appended, after one that opens its cycle if that is needed.
        case new(opening: DecidedEvent?, DecidedEvent)
    }

    private func decide(
        _ event: NewEvent, earlier: [Receipt], _ options: AppendOptions
    ) throws(StoreError) -> Step {
        if let id = event.id, let position = try known(id) {
            try demandReach(of: position, with: id, options)
            let cause = try knownCause(of: event, earlier, options)
            return .known(try repeated(event, at: position, cause: cause, options))
        }
        let causation = try resolve(event.causation, earlier, options)
        try check(event, options)
        let index = earlier.count
        let opening = try self.opening(of: event, options).map { event throws(StoreError) in
            try decide(event, causation: nil, .administration, index: index)
        }
        return .new(
            opening: opening,
            try decide(event, causation: causation, options, index: index))
    }

    /// Stores what is on its way where the file is to be asked for one of its ids.
    private func storeWhat(
        _ event: NewEvent, needs pipeline: inout AppendPipeline
    ) throws(StoreError) {
        if let id = event.id, pipeline.holds(id) { try pipeline.finish() }
        if case .event(let id) = event.causation, pipeline.holds(id) { try pipeline.finish() }
    }

    func resolve(
        _ causation: Causation?, _ earlier: [Receipt], _ options: AppendOptions
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
            guard let position = try known(id), try reaches(position, options) else {
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

    /// What opens the event's cycle if that lies after the current one.
    private func opening(
        of event: NewEvent, _ options: AppendOptions
    ) throws(StoreError) -> NewEvent? {
        guard let cycle = event.cycle, cycle != self.cycle else { return nil }
        guard cycle > self.cycle else {
            throw StoreError(
                .cycleBehind,
                "cycle \(cycle) is over: the store is in cycle \(self.cycle), and cycles never go"
                    + " back")
        }
        guard cycle - self.cycle <= Limits.cycleJumpMax || options.allowsJump else {
            throw StoreError(
                .cycleJump,
                "cycle \(cycle) is more than \(Limits.cycleJumpMax) cycles after the current"
                    + " \(self.cycle): allow the jump if it is meant")
        }
        return event.opensCycle ? nil : try .cycleOpened(cycle, by: event.actor, note: nil)
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

    /// Takes back what the running job did, because its savepoint was rolled back.
    ///
    /// - Parameter state: What was true before it.
    func undoJob(to state: WriterState) {
        self.state = state
        decided = state.end
        session.ends.undoJob()
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
        for end in session.ends.changed {
            let place = end.place
            try streams.update(
                StreamTable.Row(id: end.id, version: place.version, head: place.head))
        }
        try TreeTable(statements).update(
            TreeTable.Head(
                frontier: state.frontier, bodyBytes: state.bodyBytes,
                storedBytes: state.storedBytes))
    }
}
