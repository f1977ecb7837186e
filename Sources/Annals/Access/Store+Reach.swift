package import AnnalsModel

// What a store tells somebody who reaches some categories alone.

extension Store {
    /// What a rollback would do, for somebody who may not reach all that goes along.
    ///
    /// - Parameter count: So many steps are given, and one more where there are more.
    /// - Throws: `notAllowed` where a stream takes part that is not reached; what previewing
    ///   throws.
    package func previewRollback(
        to moment: Moment, _ scope: RollbackScope, for holder: some GrantHolder, steps count: Int,
        check: () throws -> Void = {}
    ) throws -> (steps: [RollbackStep], summary: RollbackSummary) {
        var steps: [RollbackStep] = []
        let summary = try previewRollback(to: moment, scope, progress: { _ in try check() }) {
            step in
            try check()
            guard holder.reaches(step.stream.category) else {
                throw StoreError(
                    .notAllowed,
                    "something that this token does not reach would be rolled back along")
            }
            if steps.count <= count { steps.append(step) }
        }
        return (steps, summary)
    }
}
