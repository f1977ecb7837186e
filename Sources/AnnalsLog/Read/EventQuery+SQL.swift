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
    /// Only events with this correlation, beside what the driver says.
    var correlation: Int64?
    /// Only events of these actors, beside what the driver says.
    var actors: [Int64]?
    /// Only events of these types, beside what the driver says.
    var types: [Int64]?
    var isReversed: Bool

    init(driver: Driver, isReversed: Bool) {
        self.driver = driver
        self.isReversed = isReversed
    }

    /// Ids of one kind beyond which merging as many index ranges costs more than a scan.
    static let mergedRangesMax = 60

    /// SQL for up to a number of rows between two positions, both excluded; for a stream, between
    /// two of its versions.
    ///
    /// Its text says which filters there are and about how many ids, never which, so that a
    /// connection keeps some dozens of statements however many streams it is asked for.
    var sql: String {
        let order = isReversed ? "DESC" : "ASC"
        switch driver {
        case .log:
            return """
                SELECT \(StoredEvent.columns) FROM events
                WHERE position > ?1 AND position < ?2\(conditions) ORDER BY position \(order)
                LIMIT ?3
                """
        case .stream:
            return """
                SELECT \(StoredEvent.columns) FROM events
                WHERE stream = ?\(Self.firstDriver) AND version > ?1 AND version < ?2\(conditions)
                ORDER BY version \(order) LIMIT ?3
                """
        case .correlation:
            return merged("correlation", 1, order)
        case .actors(let ids):
            return merged("actor", ids.count, order)
        case .types(let ids):
            return merged("type", ids.count, order)
        }
    }

    /// Parameters: 1 the position after which, 2 the position before which, 3 the limit, 4 to 6
    /// the filters, 7 and on the ids of the driver.
    private static let correlationParameter: Int32 = 4
    private static let actorsParameter: Int32 = 5
    private static let typesParameter: Int32 = 6
    private static let firstDriver: Int32 = 7

    /// What the filters say of each row; the unary plus keeps the planner on the driver's index.
    private var conditions: String {
        var conditions = ""
        if correlation != nil {
            conditions += " AND +correlation = ?\(Self.correlationParameter)"
        }
        if actors != nil {
            conditions += " AND +actor IN (SELECT value FROM json_each(?\(Self.actorsParameter)))"
        }
        if types != nil {
            conditions += " AND +type IN (SELECT value FROM json_each(?\(Self.typesParameter)))"
        }
        return conditions
    }

    /// Rows of several ranges of one index, merged by position.
    ///
    /// Each range comes in order of position, so SQLite merges them without sorting.
    private func merged(_ column: String, _ count: Int, _ order: String) -> String {
        let ranges = (0..<Self.ranges(for: count)).map { range in
            """
            SELECT position FROM events
            WHERE \(column) = ?\(Int(Self.firstDriver) + range) AND position > ?1
                AND position < ?2\(conditions)
            """
        }
        let positions =
            ranges.joined(separator: "\nUNION ALL\n") + "\nORDER BY position \(order) LIMIT ?3"
        return """
            SELECT \(StoredEvent.columns) FROM events WHERE position IN (\(positions))
            ORDER BY position \(order)
            """
    }

    /// Ranges for a number of ids: the next power of two, so that few texts of SQL come to be.
    ///
    /// What is too many stays NULL, which no row equals.
    private static func ranges(for count: Int) -> Int {
        var ranges = 1
        while ranges < count { ranges *= 2 }
        return ranges
    }

    /// Binds the parameters of `sql`.
    ///
    /// - Parameters:
    ///   - low: After which position, or version of a stream.
    ///   - high: Before which.
    func bind(_ rows: Statement, after low: Int64?, before high: Int64?, limit: Int) {
        rows.bind(1, low)
        rows.bind(2, high)
        rows.bind(3, Int64(limit))
        if let correlation { rows.bind(Self.correlationParameter, correlation) }
        if let actors { rows.bind(Self.actorsParameter, Self.json(actors)) }
        if let types { rows.bind(Self.typesParameter, Self.json(types)) }
        let ids: [Int64] =
            switch driver {
            case .log: []
            case .stream(let id), .correlation(let id): [id]
            case .actors(let ids), .types(let ids): ids
            }
        for (index, id) in ids.enumerated() {
            rows.bind(Self.firstDriver + Int32(index), id)
        }
    }

    /// Ids as a parameter of `json_each`.
    static func json(_ ids: [Int64]) -> String {
        "[" + ids.map(String.init).joined(separator: ",") + "]"
    }
}

extension ResolvedQuery {
    /// Reads only events of some types, by their index where there are not too many.
    mutating func read(types ids: [Int64]) {
        if ids.count <= Self.mergedRangesMax && !ids.isEmpty {
            driver = .types(ids)
        } else {
            types = ids
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
        if case .correlation = resolved.driver {} else { resolved.correlation = correlation }
        if case .actors = resolved.driver {} else { resolved.actors = actors }
        if case .types = resolved.driver {} else { resolved.types = types }
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
        var found: [Int64] = []
        let all = try statements.statement("SELECT id, name FROM event_types ORDER BY id")
        try all.forEachRow { row in
            let owner = row.text(1).prefix { $0 != "." }
            let isWanted =
                category.map { owner == $0 }
                ?? (query.stream != nil || owner != StreamName.ownCategory)
            if isWanted { found.append(row.int64(0)) }
        }
        return found
    }

    private func ids(_ sql: String, _ name: String) throws(StoreError) -> [Int64] {
        let statement = try statements.statement(sql)
        statement.bind(1, name)
        return try statement.map { $0.int64(0) }
    }
}
