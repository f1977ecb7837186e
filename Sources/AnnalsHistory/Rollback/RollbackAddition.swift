import AnnalsLog
package import AnnalsModel

/// Steps that go along with those of a rollback's scope, worked out from a preview.
package struct RollbackAddition: Sendable {
    /// The steps, which come after those of the scope.
    package var steps: [RollbackStep] = []
    /// What documents hold afterwards and captured files do not say.
    package var unwritten: [WorkspaceExportResult.Unwritten] = []
    /// The log's end for which they were worked out.
    package let head: Int64
    /// Categories of what they were worked out from: no event of theirs may have come since.
    package var categories: [String] = []

    /// Nothing goes along.
    package init(head: Int64) {
        self.head = head
    }

    /// Refuses if what the steps were worked out from is not as it was.
    ///
    /// - Parameter expected: The head that somebody saw who agreed to them; nil for their own.
    /// - Throws: `versionConflict`.
    func checkUnmoved(
        since expected: Int64?, through head: Int64, _ reader: LogReader
    ) throws(StoreError) {
        let since = min(expected ?? self.head, self.head)
        guard head > since else { return }
        let events = EventTable(reader.statements)
        if !categories.isEmpty, try events.hasEvent(after: self.head, ofCategories: categories) {
            throw StoreError(
                .versionConflict,
                "files were captured after position \(self.head): look at the preview again")
        }
        guard !steps.isEmpty else { return }
        let later = try events.streams(after: since, through: head)
        for step in steps {
            guard let end = try reader.end(of: step.stream), later.contains(end.id)
            else { continue }
            throw StoreError(
                .versionConflict,
                "\(step.stream.description.terminalSafe) got events after position \(since): look"
                    + " at the preview again, and expect head \(head)")
        }
    }
}
