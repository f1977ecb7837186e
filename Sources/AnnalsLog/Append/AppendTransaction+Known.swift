import AnnalsModel
import Foundation

// Idempotency: an id is looked up before every other check, and for ever.

extension AppendTransaction {
    /// Position of the event with an id.
    func known(_ id: UUID) throws(StoreError) -> Int64? {
        try EventTable(statements).position(of: id)
    }

    /// What can be told of the cause of an event that comes again.
    enum KnownCause {
        /// It has none, or the event at a position.
        case position(Int64?)
        /// It names no event of the log.
        case missing
        /// It counts back to before the first event of the batch: a line whose file goes on from
        /// another one, say.
        case untold

        func mayBe(_ stored: Int64?) -> Bool {
            switch self {
            case .position(let position): position == stored
            case .missing: false
            case .untold: stored != nil
            }
        }
    }

    /// The cause of an event that comes again, among the events of its batch and the log.
    func knownCause(
        of event: NewEvent, _ earlier: [Receipt], _ options: AppendOptions
    ) throws(StoreError) -> KnownCause {
        if case .back(let count) = event.causation, count > earlier.count { return .untold }
        do {
            return .position(try resolve(event.causation, earlier, options))
        } catch {
            guard error.code == .invalidArgument else { throw error }
            return .missing
        }
    }

    /// Whether the caller reaches the event at a position.
    func reaches(_ position: Int64, _ options: AppendOptions) throws(StoreError) -> Bool {
        guard !options.categories.isEmpty else { return true }
        return options.categories.reach(try reader.event(at: position).stream.category)
    }

    /// - Throws: `idReused` for an id that an event has which the caller does not reach, with
    ///   nothing about that event.
    func demandReach(
        of position: Int64, with id: UUID, _ options: AppendOptions
    ) throws(StoreError) {
        guard try !reaches(position, options) else { return }
        throw StoreError(
            .idReused,
            "the id \(id.uuidString.lowercased()) was given to another event: use a new id for a"
                + " new event")
    }

    /// The first receipt of an event that comes again.
    ///
    /// - Throws: `idReused` if the content is not the same as the caller gave it then.
    func repeated(
        _ event: NewEvent, at position: Int64, cause: KnownCause, _ options: AppendOptions
    ) throws(StoreError) -> Receipt {
        let stored = try reader.event(at: position)
        let receipt = Receipt(
            position: position, version: stored.version, cycle: stored.cycle,
            recordedAt: stored.recordedAt, wasKnown: true, isErased: stored.isErased)
        if stored.isErased { return receipt }
        guard let difference = firstDifference(event, stored, cause, options) else {
            return receipt
        }
        throw StoreError(
            .idReused,
            "the id \(event.id?.uuidString.lowercased() ?? "") was given to another event at"
                + " position \(position), with another \(difference): use a new id for a new event",
            position: position)
    }

    /// The first member in which a repeated event differs from the stored one.
    private func firstDifference(
        _ event: NewEvent, _ stored: Event, _ cause: KnownCause, _ options: AppendOptions
    ) -> String? {
        if event.stream != stored.stream { return "stream" }
        if event.type != stored.type { return "type" }
        if event.actor != stored.actor { return "actor" }
        if event.change != stored.change { return "change" }
        if event.reason != stored.reason { return "reason" }
        if event.context != stored.context { return "context" }
        if event.occurredAt != stored.occurredAt { return "occurred_at" }
        if event.correlation != stored.correlation { return "correlation" }
        if !cause.mayBe(stored.causation) { return "causation" }
        if options.comparesCycle, let cycle = event.cycle, cycle != stored.cycle { return "cycle" }
        return nil
    }
}
