import AnnalsLog
public import AnnalsModel

extension Store {
    /// Every actor, by name, with the number of its events.
    public func actors() throws(StoreError) -> [ActorSummary] {
        try log.read { reader in try EventTable(reader.statements).actorSummaries() }
    }
}
