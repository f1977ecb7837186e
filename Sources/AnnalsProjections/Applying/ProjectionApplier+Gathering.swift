package import AnnalsLog
package import AnnalsModel

// Many events that are applied together: where rows are a function of documents, each is written
// once, when all are there.

extension ProjectionApplier {
    /// From here on rows that follow documents alone wait for ``writeGathered(strict:noting:)``.
    package func gather() {
        gathered = gathered ?? []
    }

    /// Writes the rows that wait, each once; after it events are applied one by one again.
    ///
    /// Such rows cannot be refused. Where SQLite does so all the same, because somebody changed
    /// the tables, every event is applied by itself, so that the one that is refused is known.
    ///
    /// - Parameters:
    ///   - strict: Whether a refusal ends it.
    ///   - note: Gets each refusal otherwise.
    /// - Returns: The position of the event that is refused, and why, if strict.
    /// - Throws: `io`, `corrupt` … if the file cannot be written.
    package func writeGathered(
        strict: Bool, noting note: (RefusedEvent) throws(StoreError) -> Void
    ) throws(StoreError) -> GatheredRefusal? {
        guard let events = gathered else { return nil }
        gathered = nil
        do {
            try write(events)
            return nil
        } catch {
            guard case .row = error else { throw error.storeError() }
        }
        for (event, plan) in events {
            if strict {
                do {
                    try applyStrictly(event, plan)
                } catch {
                    guard error.code == .projectionRefused else { throw error }
                    return GatheredRefusal(position: event.position, error: error)
                }
            } else if let failure = try applyLeniently(event, plan) {
                try note(failure)
            }
        }
        return nil
    }

    /// Forgets the rows that wait.
    package func forgetGathered() {
        gathered = nil
    }
}
