import AnnalsLog
public import AnnalsModel

// Lists of what a store speaks of: streams and actors.

extension Store {
    /// Every actor, by name, with the number of its events.
    public func actors() throws(StoreError) -> [ActorSummary] {
        try log.read { reader in try EventTable(reader.statements).actorSummaries() }
    }
}

extension LogReader {
    /// The next streams in the order of names, ``AnnalsModel/Limits/cursorRowsMax`` at most.
    func streamSummaries(
        category: String?, after last: StreamName?
    ) throws(StoreError) -> [StreamSummary] {
        try StreamTable(statements).rows(
            ofCategory: category, after: last, limit: Int64(Limits.cursorRowsMax)
        )
    }
}
