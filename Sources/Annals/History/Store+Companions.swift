import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsWorkspaces

// What goes along with a rollback whose files stay as they are in their folder.

extension Store {
    /// How often a rollback is planned anew where somebody appended what it was planned from.
    private static let rollbackAttemptsMax = 8

    /// Plans a rollback without the folder of any workspace.
    ///
    /// - Returns: The summary with what goes along; and that, nil where nothing can.
    func rollbackPlan(
        to moment: Moment, _ scope: RollbackScope, _ progress: (Double) throws -> Void,
        _ onStep: (RollbackStep) throws -> Void
    ) throws -> (RollbackSummary, RollbackAddition?) {
        let searches = try companionSearches(scope)
        var summary = try history.rollbackPreview(to: moment, scope, progress: progress) { step in
            for search in searches { try search.take(step) }
            try onStep(step)
        }
        guard !searches.isEmpty else { return (summary, nil) }
        var whole = RollbackAddition(head: summary.head)
        for search in searches {
            let addition = try search.addition(to: summary)
            whole.steps += addition.steps
            whole.unwritten += addition.unwritten
            if whole.categories.isEmpty { whole.categories = addition.categories }
        }
        for step in whole.steps { summary.add(step) }
        summary.unwritten = whole.unwritten
        return (summary, whole)
    }

    /// Rolls back with what goes along.
    func rollBackWithCompanions(
        to moment: Moment, _ scope: RollbackScope, by actor: Actor, reason: String,
        expectedHead: Int64?, progress: @escaping @Sendable (Double) -> Void
    ) throws -> RollbackSummary {
        try scope.validate()
        var attempts = Self.rollbackAttemptsMax
        while try !companionSearches(scope).isEmpty {
            let (preview, addition) = try rollbackPlan(to: moment, scope, { _ in }, { _ in })
            attempts -= 1
            do {
                return try history.rollback(
                    to: .position(preview.to), scope, by: actor, reason: reason,
                    expectedHead: expectedHead ?? preview.head, adding: addition,
                    progress: progress)
            } catch {
                let isMoved = error.code == .versionConflict && expectedHead == nil
                guard isMoved, attempts > 0 else { throw error }
            }
        }
        return try history.rollback(
            to: moment, scope, by: actor, reason: reason, expectedHead: expectedHead,
            progress: progress)
    }

    /// What looks for companions in each workspace that the scope may touch; empty where nothing
    /// can go along.
    private func companionSearches(_ scope: RollbackScope) throws -> [CompanionSearch] {
        let names = try WorkspaceRegistry(log).names()
        let wanted = scope.workspace.map { [$0] } ?? [nil] + names.map { $0 }
        return try wanted.map { name in
            CompanionSearch(log, try WorkspaceMount(named: name), among: names, scope)
        }.filter { try $0.isNeeded() }
    }
}
