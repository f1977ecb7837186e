import AnnalsLog
import AnnalsModel

/// What a rollback has to do, stream by stream.
///
/// For each stream with an event of the scope after `to`, the target is the fold of its state
/// there with all later events that are not in the scope. Nothing is kept between two streams, so
/// that a rollback takes as much memory as its largest stream.
struct RollbackPlan: Sendable {
    let scope: RollbackScope
    /// The position whose state comes back.
    let to: Int64
    /// The last position that is looked at.
    let through: Int64

    /// Ids of the streams that may have an event of the scope, in order.
    ///
    /// They come from the index over actors or correlations where the scope names one, else from
    /// the ends of streams.
    func streams(_ reader: LogReader) throws(StoreError) -> [Int64] {
        let events = EventTable(reader.statements)
        var found: Set<Int64>
        if let correlation = scope.correlation {
            let id = try reader.names.correlationID(named: correlation)
            found =
                try id.map { id throws(StoreError) in
                    try events.streams(after: to, through: through, of: .correlation(id))
                } ?? []
        } else if let actor = scope.actor {
            let ids = try reader.names.actorIDs(named: actor)
            found = try events.streams(after: to, through: through, of: .actors(ids))
        } else if let stream = scope.stream {
            return try reader.end(of: stream).map { [$0.id] } ?? []
        } else {
            found = Set(try StreamTable(reader.statements).ids(changedAfter: to))
        }
        if let stream = scope.stream {
            found = try reader.end(of: stream).map { found.intersection([$0.id]) } ?? []
        }
        return found.sorted()
    }

    /// What becomes of one stream.
    ///
    /// - Parameter id: `streams.id`.
    /// - Returns: nil if it takes no part.
    func step(for id: Int64, _ reader: LogReader) throws -> RollbackStep? {
        let name = try reader.names.stream(id)
        guard scope.admits(name), let end = try reader.end(of: name) else {
            return nil
        }
        let from = try reader.version(of: id, at: to, head: end.version)
        let last = try reader.version(of: id, at: through, head: end.version)
        guard from < last else { return nil }
        let start = try reader.document(of: name, at: to)
        var fold = RollbackFold(start: start)
        if scope.hasOutsiders {
            try reader.forEachEvent(of: id, after: from, through: last) { event in
                fold.apply(event, isInScope: isInScope(event))
            }
        } else {
            fold.now = try reader.document(of: name, at: through)
            fold.events = last - from
        }
        var step = fold.step(for: name)
        if step != nil, try ErasureState.last(reader) > 0 {
            step?.erased = try EventTable(reader.statements).erasedCount(
                ofStream: id, through: last)
        }
        return step
    }

    /// Whether an event of a stream that takes part is taken back.
    func isInScope(_ event: Event) -> Bool {
        if let actor = scope.actor, !event.actor.name.hasSameBytes(as: actor) { return false }
        guard let correlation = scope.correlation else { return true }
        return event.correlation?.hasSameBytes(as: correlation) == true
    }
}
