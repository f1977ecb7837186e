import AnnalsModel

/// A query whose names were looked up: ids only, or known to match nothing.
struct ResolvedQuery {
    /// Rows come from this index, and the other filters are tried on them.
    enum Driver {
        case stream(Int64)
        case correlation(Int64)
        case actors([Int64])
        case types([Int64])
        case log
    }

    var driver: Driver
    /// Conditions on columns; the unary plus keeps the planner on the driver's index.
    var conditions: [String] = []
    var isReversed: Bool

    /// Ids of one kind beyond which merging as many index ranges costs more than a scan.
    static let mergedRangesMax = 60

    /// SQL for up to `limit` rows between two positions, both excluded or open.
    ///
    /// Parameters: 1 the position after which, 2 the position before which, 3 the limit. For a
    /// stream, the same as versions.
    var sql: String {
        let order = isReversed ? "DESC" : "ASC"
        let rest = conditions.map { " AND \($0)" }.joined()
        switch driver {
        case .log:
            return """
                SELECT \(StoredEvent.columns) FROM events
                WHERE position > ?1 AND position < ?2\(rest) ORDER BY position \(order) LIMIT ?3
                """
        case .stream(let id):
            return """
                SELECT \(StoredEvent.columns) FROM events
                WHERE stream = \(id) AND version > ?1 AND version < ?2\(rest)
                ORDER BY version \(order) LIMIT ?3
                """
        case .correlation(let id):
            return merged("correlation", [id], rest, order)
        case .actors(let ids):
            return merged("actor", ids, rest, order)
        case .types(let ids):
            return merged("type", ids, rest, order)
        }
    }

    /// Rows of several ranges of one index, merged by position.
    ///
    /// Each range comes in order of position, so SQLite merges them without sorting.
    private func merged(
        _ column: String, _ ids: [Int64], _ rest: String, _ order: String
    ) -> String {
        let ranges = ids.map { id in
            """
            SELECT position FROM events
            WHERE \(column) = \(id) AND position > ?1 AND position < ?2\(rest)
            """
        }
        let positions =
            ranges.joined(separator: "\nUNION ALL\n") + "\nORDER BY position \(order) LIMIT ?3"
        return """
            SELECT \(StoredEvent.columns) FROM events WHERE position IN (\(positions))
            ORDER BY position \(order)
            """
    }
}

extension ResolvedQuery {
    /// Reads only events of some types, by their index where there are not too many.
    mutating func read(types ids: [Int64]) {
        if ids.count <= Self.mergedRangesMax && !ids.isEmpty {
            driver = .types(ids)
        } else {
            conditions.append("+type IN (\(ids.map(String.init).joined(separator: ", ")))")
        }
    }
}

extension LogReader {
    /// Looks up the names of a query.
    ///
    /// - Returns: nil if a name does not exist, so that nothing matches.
    func resolve(_ query: EventQuery) throws(StoreError) -> ResolvedQuery? {
        var stream: Int64?
        if let name = query.stream {
            guard let end = try end(of: name) else { return nil }
            stream = end.id
        }
        var correlation: Int64?
        if let name = query.correlation {
            let found = try ids("SELECT id FROM correlations WHERE name = ?", name)
            guard let id = found.first else { return nil }
            correlation = id
        }
        var actors: [Int64]?
        if let name = query.actor {
            let found = try ids("SELECT id FROM actors WHERE name = ?", name)
            if found.isEmpty { return nil }
            actors = found
        }
        let types = try typeIDs(query)
        if types?.isEmpty == true { return nil }
        var resolved = ResolvedQuery(driver: .log, isReversed: query.isReversed)
        let named = query.type != nil || query.category != nil
        if let stream {
            resolved.driver = .stream(stream)
        } else if let correlation {
            resolved.driver = .correlation(correlation)
        } else if let actors, actors.count <= ResolvedQuery.mergedRangesMax {
            resolved.driver = .actors(actors)
        } else if let types, named, types.count <= ResolvedQuery.mergedRangesMax {
            resolved.driver = .types(types)
        }
        resolved.addConditions(correlation: correlation, actors: actors, types: types)
        return resolved
    }

    /// Types that a query admits; nil if all of them.
    private func typeIDs(_ query: EventQuery) throws(StoreError) -> [Int64]? {
        let category = query.category
        let isNamed = query.type != nil || category != nil || query.stream != nil
        if !isNamed && query.includesAdministration { return nil }
        if let type = query.type {
            if let category, type.category != category { return [] }
            return try ids("SELECT id FROM event_types WHERE name = ?", type.name)
        }
        let all = try statements.statement("SELECT id, name FROM event_types ORDER BY id")
        var found: [Int64] = []
        while try all.step() {
            let owner = all.text(1).prefix { $0 != "." }
            let isWanted =
                category.map { owner == $0 }
                ?? (query.stream != nil || owner != StreamName.ownCategory)
            if isWanted { found.append(all.int64(0)) }
        }
        return found
    }

    private func ids(_ sql: String, _ name: String) throws(StoreError) -> [Int64] {
        let statement = try statements.statement(sql)
        statement.bind(1, name)
        var found: [Int64] = []
        while try statement.step() { found.append(statement.int64(0)) }
        return found
    }
}

extension ResolvedQuery {
    /// Adds what the driver does not already say.
    fileprivate mutating func addConditions(
        correlation: Int64?, actors: [Int64]?, types: [Int64]?
    ) {
        if let correlation {
            if case .correlation = driver {
            } else {
                conditions.append("+correlation = \(correlation)")
            }
        }
        if let actors {
            if case .actors = driver {} else { conditions.append("+actor IN (\(list(actors)))") }
        }
        if let types {
            if case .types = driver {} else { conditions.append("+type IN (\(list(types)))") }
        }
    }

    private func list(_ ids: [Int64]) -> String {
        ids.map(String.init).joined(separator: ", ")
    }
}
