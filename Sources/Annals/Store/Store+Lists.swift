import AnnalsLog
public import AnnalsModel

// Lists of what a store speaks of: streams and actors.

/// A stream and where it stands.
public struct StreamSummary: Sendable, Hashable {
    /// Its name.
    public let name: StreamName
    /// Number of its events.
    public let version: Int64
    /// Position of the last of them.
    public let head: Int64
}

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
    /// Gives every stream in the order of names.
    ///
    /// They are read some hundreds at a time, and no transaction is held while the closure runs: a
    /// stream that comes to be meanwhile is met if its name is still to come.
    ///
    /// - Parameters:
    ///   - category: Only streams of this one; else all but the store's own.
    ///   - body: What is done with it.
    /// - Throws: What the closure throws, as it is; `corrupt`, `io`.
    public func forEachStream(
        category: String? = nil, _ body: (StreamSummary) throws -> Void
    ) throws {
        var last: StreamName?
        repeat {
            let page = try log.read { reader in
                try reader.streamSummaries(category: category, after: last)
            }
            for stream in page { try body(stream) }
            last = page.count < Limits.cursorRowsMax ? nil : page.last?.name
        } while last != nil
    }

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
    fileprivate func streamSummaries(
        category: String?, after last: StreamName?
    ) throws(StoreError) -> [StreamSummary] {
        try StreamTable(statements).rows(
            ofCategory: category, after: last, limit: Int64(Limits.cursorRowsMax)
        ).map { StreamSummary(name: $0.name, version: $0.version, head: $0.head) }
    }
}
