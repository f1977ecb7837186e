import AnnalsLog
package import AnnalsModel
import Synchronization

extension History {
    /// Streams that are planned in one read transaction.
    private static let plannedAtOnce = 64

    /// Says what a rollback would do, and changes nothing.
    ///
    /// - Parameters:
    ///   - moment: The moment whose state comes back.
    ///   - scope: Whose events are taken back.
    ///   - progress: Gets the share of the streams that is done, 0 to 1.
    ///   - onStep: Gets what would become of each stream that takes part.
    /// - Throws: `reserved` for the store's own category, `notFound` for a stream, an actor or a
    ///   correlation that does not exist, `beyondHead`, and what the closures throw.
    package func rollbackPreview(
        to moment: Moment, _ scope: RollbackScope,
        progress: (Double) throws -> Void = { _ in },
        onStep: (RollbackStep) throws -> Void = { _ in }
    ) throws -> RollbackSummary {
        try scope.validate()
        let (plan, streams) = try log.read { reader in
            try scope.checkNames(reader)
            let plan = RollbackPlan(
                scope: scope, to: try reader.position(of: moment), through: try reader.head())
            return (plan, try plan.streams(reader))
        }
        var summary = RollbackSummary(to: plan.to, head: plan.through)
        for start in stride(from: 0, to: streams.count, by: Self.plannedAtOnce) {
            let end = min(start + Self.plannedAtOnce, streams.count)
            let steps = try log.read { reader in
                try streams[start..<end].compactMap { try plan.step(for: $0, reader) }
            }
            for step in steps {
                summary.add(step)
                try onStep(step)
            }
            try progress(Double(end) / Double(streams.count))
        }
        return summary
    }

    /// Brings the documents in a scope back to a moment, by events, in one atomic batch.
    ///
    /// The point before is tagged, each document that changes gets one `category.rolled-back`, and
    /// `annals.rolled-back` sums it up; all share one correlation. Where nothing is left to do,
    /// nothing is appended.
    ///
    /// - Parameters:
    ///   - actor: Who rolls back.
    ///   - reason: Why; never empty.
    ///   - expectedHead: The head that a preview saw: refuse if the scope, or a stream that takes
    ///     part, got an event since.
    ///   - addition: What goes along although the scope does not name it.
    ///   - progress: Gets the share of the streams that is done, 0 to 1, on the writer's thread.
    ///   - onStep: Gets what becomes of each stream, on the writer's thread and before it is
    ///     durable.
    /// - Throws: As the preview; `invalidArgument` without a reason; `versionConflict` if the
    ///   scope moved, or what the addition was worked out from; then nothing was changed.
    package func rollback(
        to moment: Moment, _ scope: RollbackScope, by actor: Actor, reason: String,
        expectedHead: Int64? = nil, adding addition: RollbackAddition? = nil,
        progress: @escaping @Sendable (Double) -> Void = { _ in },
        onStep: @escaping @Sendable (RollbackStep) throws -> Void = { _ in }
    ) throws(StoreError) -> RollbackSummary {
        try scope.validate()
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw StoreError(
                .invalidArgument, "a rollback needs a reason: say why the events are taken back")
        }
        return try log.write { transaction in
            try scope.checkNames(transaction.reader)
            let plan = RollbackPlan(
                scope: scope, to: try transaction.position(of: moment), through: transaction.head)
            if let expectedHead {
                try plan.checkUnmoved(since: expectedHead, transaction.reader)
            }
            try addition?.checkUnmoved(
                since: expectedHead, through: plan.through, transaction.reader)
            let run = RollbackRun(plan: plan, by: actor, reason: reason, adding: addition)
            return try run.perform(in: transaction, progress: progress, onStep: onStep)
        }
    }
}

extension RollbackScope {
    /// Refuses names that nothing bears, most likely misspelt.
    fileprivate func checkNames(_ reader: LogReader) throws(StoreError) {
        if let stream, try reader.end(of: stream) == nil { throw reader.unknown(stream) }
        if let category, try !StreamTable(reader.statements).hasStream(ofCategory: category) {
            throw reader.unknown(category: category)
        }
        if let actor, try reader.names.actorIDs(named: actor).isEmpty {
            throw StoreError(
                .notFound, "no event is by an actor \(actor.terminalSafe)", remedy: .listActors)
        }
        if let correlation, try reader.names.correlationID(named: correlation) == nil {
            throw StoreError(
                .notFound, "no event has the correlation \(correlation.terminalSafe)")
        }
    }
}
