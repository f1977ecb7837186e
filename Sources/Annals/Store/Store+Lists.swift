import AnnalsLog
public import AnnalsModel

/// An actor and how much it did.
public struct ActorSummary: Sendable, Hashable {
    /// Name and kind.
    public let actor: Actor
    /// Number of its events.
    public let events: Int64
    /// Position of the last of them.
    public let last: Int64
}

extension Store {
    /// Every actor, by name, with the number of its events.
    public func actors() throws(StoreError) -> [ActorSummary] {
        try log.read { reader in
            var actors: [ActorSummary] = []
            for total in try EventTable(reader.statements).actorTotals() {
                let kind = Actor.Kind(rawValue: total.kind) ?? .agent
                actors.append(
                    ActorSummary(
                        actor: try Actor(total.name, kind: kind), events: total.events,
                        last: total.last))
            }
            return actors
        }
    }
}

extension LogReader {
    /// The next streams in the order of names, ``AnnalsModel/Limits/cursorRowsMax`` at most.
    func streamSummaries(
        category: String?, after last: StreamName?
    ) throws(StoreError) -> [StreamSummary] {
        try StreamTable(statements).rows(
            ofCategory: category, after: last, limit: Int64(Limits.cursorRowsMax)
        ).map { StreamSummary(name: $0.name, version: $0.version, head: $0.head) }
    }
}
