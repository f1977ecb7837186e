import AnnalsLog
public import AnnalsModel

// Lists of what a store speaks of: streams and actors.

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
            let rows = try reader.statements.statement(
                """
                SELECT a.name, a.kind, count(e.position), coalesce(max(e.position), 0)
                FROM actors AS a LEFT JOIN events AS e ON e.actor = a.id
                GROUP BY a.id ORDER BY a.name, a.kind
                """)
            return try rows.map { row throws(StoreError) in
                let kind = Actor.Kind(rawValue: row.text(1)) ?? .agent
                return ActorSummary(
                    actor: try Actor(row.text(0), kind: kind), events: row.int64(2),
                    last: row.int64(3))
            }
        }
    }
}

extension LogReader {
    /// The next streams in the order of names, ``AnnalsModel/Limits/cursorRowsMax`` at most.
    fileprivate func streamSummaries(
        category: String?, after last: StreamName?
    ) throws(StoreError) -> [StreamSummary] {
        let isWanted = category == nil ? "category <> ?1" : "category = ?1"
        let rows = try statements.statement(
            """
            SELECT category, key, version, head FROM streams
            WHERE \(isWanted) AND (category, key) > (?2, ?3)
            ORDER BY category, key LIMIT ?4
            """)
        rows.bind(1, category ?? StreamName.ownCategory)
        rows.bind(2, last?.category ?? "")
        rows.bind(3, last?.id ?? "")
        rows.bind(4, Int64(Limits.cursorRowsMax))
        return try rows.map { row throws(StoreError) in
            let name = try StreamName(category: row.text(0), id: row.text(1))
            let shown = name.description.terminalSafe
            return StreamSummary(
                name: name, version: try row.int64(2, .streamVersion, shown),
                head: try row.int64(3, .streamHead, shown))
        }
    }
}
