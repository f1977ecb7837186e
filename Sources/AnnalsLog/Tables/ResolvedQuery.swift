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
    /// Bytes of a body beyond which it is not read with its row; nil for none.
    var bodyBytesMax: Int64?
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
                SELECT \(columns) FROM events
                WHERE position > ?1 AND position < ?2\(conditions) ORDER BY position \(order)
                LIMIT ?3
                """
        case .stream:
            return """
                SELECT \(columns) FROM events
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

    private var columns: String {
        bodyBytesMax.map { StoredEvent.columns(bodyBytesMax: $0) } ?? StoredEvent.columns
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
            SELECT \(columns) FROM events WHERE position IN (\(positions))
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

    /// The rows between two positions, or versions of a stream, both excluded.
    ///
    /// - Parameters:
    ///   - low: After which position, or version of a stream.
    ///   - high: Before which.
    ///   - limit: How many at most.
    func rows(
        _ statements: StatementCache, after low: Int64?, before high: Int64?, limit: Int
    ) throws(StoreError) -> EventRows {
        let rows = try statements.statement(sql)
        bind(rows, after: low, before: high, limit: limit)
        return EventRows(rows)
    }

    /// The rows at some of the positions, in order: those that all filters let through.
    func rows(
        _ statements: StatementCache, at positions: [Int64]
    ) throws(StoreError) -> EventRows {
        var filters = self
        filters.driver = .log
        switch driver {
        case .actors(let ids): filters.actors = ids
        case .types(let ids): filters.types = ids
        case .stream, .correlation, .log: break
        }
        let rows = try statements.statement(
            """
            SELECT \(columns) FROM events
            WHERE position IN (SELECT value FROM json_each(?1))\(filters.conditions)
            ORDER BY position \(isReversed ? "DESC" : "ASC")
            """)
        rows.bind(1, Self.json(positions))
        filters.bindFilters(of: rows)
        return EventRows(rows)
    }

    /// Binds the parameters of `sql`.
    private func bind(_ rows: Statement, after low: Int64?, before high: Int64?, limit: Int) {
        rows.bind(1, low)
        rows.bind(2, high)
        rows.bind(3, Int64(limit))
        bindFilters(of: rows)
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

    private func bindFilters(of rows: Statement) {
        if let correlation { rows.bind(Self.correlationParameter, correlation) }
        if let actors { rows.bind(Self.actorsParameter, Self.json(actors)) }
        if let types { rows.bind(Self.typesParameter, Self.json(types)) }
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

/// Rows of `events`, one after the other.
struct EventRows {
    private let statement: Statement

    fileprivate init(_ statement: Statement) {
        self.statement = statement
    }

    /// The next row; nil after the last.
    func next() throws(StoreError) -> StoredEvent? {
        try statement.step() ? try StoredEvent(statement) : nil
    }

    /// Ends the reading; whoever asked for the rows calls it however he ends.
    func end() {
        statement.reset()
    }
}
