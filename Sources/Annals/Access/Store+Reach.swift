package import AnnalsModel

// What a store tells somebody who reaches some categories alone.

extension Store {
    /// What a rollback would do, for somebody who may not reach all that goes along.
    ///
    /// - Parameter count: So many steps are given, and one more where there are more.
    /// - Throws: `notAllowed` where a stream takes part that is not reached; `notFound` as
    ///   ``previewWithinReach(to:_:_:)``; what previewing throws.
    package func previewRollback(
        to moment: Moment, _ scope: RollbackScope, for holder: some GrantHolder, steps count: Int,
        check: () throws -> Void = {}
    ) throws -> (steps: [RollbackStep], summary: RollbackSummary) {
        var steps: [RollbackStep] = []
        func preview(to moment: Moment) throws -> RollbackSummary {
            try previewRollback(to: moment, scope, progress: { _ in try check() }) { step in
                try check()
                guard holder.reaches(step.stream.category) else {
                    throw StoreError(
                        .notAllowed,
                        "something that this token does not reach would be rolled back along")
                }
                if steps.count <= count { steps.append(step) }
            }
        }
        let summary =
            holder.reachesAll
            ? try preview(to: moment)
            : try previewWithinReach(to: moment, scope, preview(to:))
        return (steps, summary)
    }

    /// Previews for somebody who reaches some categories alone, and is not told whether an actor
    /// or a run is known beyond them: where nothing is within reach, the answer is the same.
    ///
    /// - Parameter preview: Previews; it is given the moment as a position, so that a moment that
    ///   cannot be found tells nothing of names, either.
    /// - Throws: `notFound` where no event of an actor or a run is within reach, and for a moment
    ///   or a stream that is not there; what the closure throws.
    package func previewWithinReach(
        to moment: Moment, _ scope: RollbackScope, _ preview: (Moment) throws -> RollbackSummary
    ) throws -> RollbackSummary {
        let position = try position(of: moment)
        let to = Moment.position(position)
        guard scope.actor != nil || scope.correlation != nil else { return try preview(to) }
        let nothing = StoreError(
            .notFound,
            "no event that you reach after position \(position) is of"
                + " \(scope.description.quotedForMessage)")
        do {
            let summary = try preview(to)
            guard summary.events > 0 else { throw nothing }
            return summary
        } catch let error as StoreError where error.code == .notFound {
            throw nothing
        }
    }
}
