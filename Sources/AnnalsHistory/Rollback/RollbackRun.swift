import AnnalsLog
import AnnalsModel

/// One rollback inside its append transaction.
struct RollbackRun {
    let plan: RollbackPlan
    let actor: Actor
    let reason: String
    private let addition: RollbackAddition?
    /// What its events have in common, so that they are found, and taken back, together.
    private let correlation: String

    init(
        plan: RollbackPlan, by actor: Actor, reason: String, adding addition: RollbackAddition?
    ) {
        self.plan = plan
        self.actor = actor
        self.reason = reason
        self.addition = addition
        correlation = "rollback-\(plan.through)"
    }

    /// Appends what is needed, stream by stream.
    func perform(
        in transaction: AppendTransaction, progress: (Double) -> Void,
        onStep: (RollbackStep) throws -> Void
    ) throws -> RollbackSummary {
        var summary = RollbackSummary(to: plan.to, head: plan.through)
        let streams = try plan.streams(transaction.reader)
        for (index, id) in streams.enumerated() {
            defer { progress(Double(index + 1) / Double(streams.count)) }
            guard let step = try plan.step(for: id, transaction.reader) else { continue }
            try take(step, in: transaction, &summary, onStep)
        }
        for step in addition?.steps ?? [] { try take(step, in: transaction, &summary, onStep) }
        summary.unwritten = addition?.unwritten ?? []
        guard summary.tag != nil else { return summary }
        summary.correlation = correlation
        summary.position = try record(summary, in: transaction)
        summary.failures = try FailureTable(transaction.statements).count(after: plan.through)
        return summary
    }

    private func take(
        _ step: RollbackStep, in transaction: AppendTransaction, _ summary: inout RollbackSummary,
        _ onStep: (RollbackStep) throws -> Void
    ) throws {
        summary.add(step)
        if step.isNeeded {
            if summary.tag == nil { summary.tag = try tagPointBefore(in: transaction) }
            try append(step, in: transaction)
        }
        try onStep(step)
    }

    private func tagPointBefore(in transaction: AppendTransaction) throws(StoreError) -> String {
        let name = "before-rollback-\(plan.through)"
        _ = try transaction.setTag(name, at: plan.through, by: actor, reason: reason)
        return name
    }

    private func append(
        _ step: RollbackStep, in transaction: AppendTransaction
    ) throws(StoreError) {
        let type = try EventType("\(step.stream.category).rolled-back")
        let event = NewEvent(
            stream: step.stream, type: type, actor: actor, change: step.change, reason: reason,
            correlation: correlation)
        // A state that was once stored comes back even where a table refuses its row today, as it
        // may have done then: the way back must not be barred.
        _ = try transaction.append([event], .lenient)
    }

    private func record(
        _ summary: RollbackSummary, in transaction: AppendTransaction
    ) throws(StoreError) -> Int64 {
        var entry = JSONObject()
        entry["to"] = .number(JSONNumber(summary.to))
        entry["scope"] = .object(plan.scope.json())
        entry["events"] = .number(JSONNumber(summary.events))
        entry["streams"] = .number(JSONNumber(summary.changed))
        entry["conflicts"] = .number(JSONNumber(summary.conflicts))
        entry["tag"] = summary.tag.map { .string($0) }
        var data = JSONObject()
        data[correlation] = .object(entry)
        return try transaction.administer(
            "rollbacks", "rolled-back", by: actor, data: data, reason: reason,
            correlation: correlation
        ).position
    }
}

extension RollbackPlan {
    /// Refuses if an event came since a preview that the rollback would take back, or that lies in
    /// a stream that takes part.
    ///
    /// - Throws: `versionConflict` with the position of the first such event; `beyondHead`.
    func checkUnmoved(since expected: Int64, _ reader: LogReader) throws {
        guard expected <= through else {
            throw StoreError(
                .beyondHead,
                "the expected head \(expected) lies beyond the end: the log ends at \(through)")
        }
        let later = try EventTable(reader.statements).streams(after: expected, through: through)
        guard !later.isEmpty else { return }
        for id in try streams(reader) where later.contains(id) {
            guard try step(for: id, reader) != nil else { continue }
            let name = try reader.names.stream(id)
            throw StoreError(
                .versionConflict,
                "\(name.description.terminalSafe) got events after position \(expected): look at"
                    + " the preview again, and expect head \(through)")
        }
    }
}
