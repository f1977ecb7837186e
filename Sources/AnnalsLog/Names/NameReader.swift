package import AnnalsModel

/// The names behind the ids of one connection; rows of these tables never change.
package final class NameReader {
    private let statements: StatementCache
    private var streams: [Int64: StreamName] = [:]
    private var readAhead = ReadAhead()
    private var types: [Int64: EventType] = [:]
    private var actors: [Int64: Actor] = [:]
    private var correlations: [Int64: String] = [:]

    init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// Forgets names that an undone transaction may have given to ids.
    func forget() {
        streams = [:]
        types = [:]
        actors = [:]
        correlations = [:]
    }

    /// The name of a stream.
    package func stream(_ id: Int64) throws(StoreError) -> StreamName {
        if let known = streams[id] { return known }
        if streams.count > Limits.cachedNamesMax { streams = [:] }
        // Streams that were made one after the other tend to be asked for one after the other.
        let statement = try statements.statement(
            "SELECT id, category, key FROM streams WHERE id BETWEEN ? AND ?")
        let ids = readAhead.ids(from: id)
        statement.bind(1, ids.lowerBound)
        statement.bind(2, ids.upperBound)
        try statement.forEachRow { row throws(StoreError) in
            streams[row.int64(0)] = try StreamName(category: row.text(1), id: row.text(2))
        }
        guard let name = streams[id] else {
            throw StoreError(
                .corrupt, "the stream \(id) has no name: restore the store from a backup")
        }
        return name
    }

    /// The name of an event type.
    package func type(_ id: Int64) throws(StoreError) -> EventType {
        if let known = types[id] { return known }
        let statement = try row("SELECT name FROM event_types WHERE id = ?", id, "event type")
        defer { statement.reset() }
        let type = try EventType(statement.text(0))
        types[id] = type
        return type
    }

    /// An actor.
    package func actor(_ id: Int64) throws(StoreError) -> Actor {
        if let known = actors[id] { return known }
        let statement = try row("SELECT name, kind FROM actors WHERE id = ?", id, "actor")
        defer { statement.reset() }
        guard let kind = Actor.Kind(rawValue: statement.text(1)) else {
            throw StoreError(
                .corrupt,
                "actor \(id) has a kind that does not exist: restore the store from a backup")
        }
        let actor = try Actor(statement.text(0), kind: kind)
        actors[id] = actor
        return actor
    }

    /// The name of a correlation.
    package func correlation(_ id: Int64) throws(StoreError) -> String {
        if let known = correlations[id] { return known }
        let statement = try row("SELECT name FROM correlations WHERE id = ?", id, "correlation")
        defer { statement.reset() }
        let name = statement.text(0)
        if correlations.count > Limits.cachedNamesMax { correlations = [:] }
        correlations[id] = name
        return name
    }

    /// Every event type with its id, in the order of ids.
    package func allTypes() throws(StoreError) -> [(id: Int64, type: EventType)] {
        let rows = try statements.statement("SELECT id, name FROM event_types ORDER BY id")
        return try rows.map { row throws(StoreError) in
            (row.int64(0), try EventType(row.text(1)))
        }
    }

    /// Ids of the actors of a name, of whatever kind.
    package func actorIDs(named name: String) throws(StoreError) -> [Int64] {
        try ids("SELECT id FROM actors WHERE name = ?", name)
    }

    /// Id of a correlation; nil if no event has it.
    package func correlationID(named name: String) throws(StoreError) -> Int64? {
        try ids("SELECT id FROM correlations WHERE name = ?", name).first
    }

    private func ids(_ sql: String, _ name: String) throws(StoreError) -> [Int64] {
        let rows = try statements.statement(sql)
        rows.bind(1, name)
        return try rows.map { $0.int64(0) }
    }

    private func row(
        _ sql: String, _ id: Int64, _ what: String
    ) throws(StoreError) -> Statement {
        let statement = try statements.statement(sql)
        statement.bind(1, id)
        guard try statement.step() else {
            throw StoreError(
                .corrupt, "the \(what) \(id) has no name: restore the store from a backup")
        }
        return statement
    }
}
