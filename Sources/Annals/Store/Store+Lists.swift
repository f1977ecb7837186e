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
    /// - Parameter category: Only streams of this one; else all but the store's own.
    public func forEachStream(
        category: String? = nil, _ body: (StreamSummary) throws -> Void
    ) throws(StoreError) {
        try log.read { reader in
            let rows = try reader.statements.statement(
                """
                SELECT category, key, version, head FROM streams
                WHERE CASE WHEN ?1 IS NULL THEN category <> '\(StreamName.ownCategory)'
                    ELSE category = ?1 END
                ORDER BY category, key
                """)
            rows.bind(1, category)
            defer { rows.reset() }
            while try rows.step() {
                let name = try StreamName(category: rows.text(0), id: rows.text(1))
                let row = name.description.terminalSafe
                try body(
                    StreamSummary(
                        name: name, version: try rows.int64(2, .streamVersion, row),
                        head: try rows.int64(3, .streamHead, row)))
            }
        }
    }

    /// Every actor, by name, with the number of its events.
    public func actors() throws(StoreError) -> [ActorSummary] {
        try log.read { reader in
            let rows = try reader.statements.statement(
                """
                SELECT a.name, a.kind, count(e.position), coalesce(max(e.position), 0)
                FROM actors AS a LEFT JOIN events AS e ON e.actor = a.id
                GROUP BY a.id ORDER BY a.name, a.kind
                """)
            var actors: [ActorSummary] = []
            while try rows.step() {
                let kind = Actor.Kind(rawValue: rows.text(1)) ?? .agent
                actors.append(
                    ActorSummary(
                        actor: try Actor(rows.text(0), kind: kind), events: rows.int64(2),
                        last: rows.int64(3)))
            }
            return actors
        }
    }
}
