import AnnalsLog
import AnnalsModel
import AnnalsProjections

extension History {
    /// Positions that are looked up in one read transaction.
    private static let positionsAtOnce: Int64 = 10_000

    /// Finds the first event after which the answer of a query turns, by opening the tables once
    /// and applying event after event.
    ///
    /// Only events that one of the query's projections follows can change the answer, so it is
    /// asked after these alone.
    func firstChange(
        _ sql: String, after: Int64, through: Int64, isCancelled: @escaping () -> Bool,
        progress: (Int) -> Void
    ) throws -> Bisection {
        let definitions = try log.read { reader in
            try ProjectionStore.definitions(reader).named(in: sql)
        }
        let tables = try PastTables(definitions, at: after, of: log, in: MemoryDatabase())
        let query = ReadOnlyQuery(sharing: tables.connection)
        var looks = 0
        func look() throws -> JSONValue {
            looks += 1
            progress(looks)
            return try query.firstValue(sql, isCancelled: isCancelled)
        }
        var before = try look()
        var reached = after
        while true {
            let positions = try log.read { reader in
                try reader.positions(
                    followedBy: definitions, after: reached, through: through,
                    limit: Self.positionsAtOnce)
            }
            for position in positions {
                try tables.advance(to: position)
                let value = try look()
                if value.isTrueInSQL != before.isTrueInSQL {
                    let event = try log.read { reader in try reader.event(at: position) }
                    return Bisection(event: event, before: before, after: value, looks: looks)
                }
                before = value
                if isCancelled() { throw StoreError(.interrupted, "the search was stopped") }
            }
            guard let last = positions.last else { break }
            reached = last
        }
        throw StoreError(
            .invalidArgument,
            "the answer is \(before.isTrueInSQL) all the time from position \(after) to "
                + "\(through): give a range in which it changes")
    }
}

extension ReadOnlyQuery {
    /// The first value of the first row; null if there is none.
    func firstValue(_ sql: String, isCancelled: @escaping () -> Bool) throws -> JSONValue {
        var first: JSONValue?
        try run(sql, isCancelled: isCancelled) { cells in
            if first == nil { first = cells.first ?? .null }
        }
        return first ?? .null
    }
}

extension LogReader {
    /// Positions of the events that some projection follows, in order.
    func positions(
        followedBy definitions: [ProjectionDefinition], after: Int64, through: Int64, limit: Int64
    ) throws(StoreError) -> [Int64] {
        let types = try statements.statement("SELECT id, name FROM event_types")
        var ids: [String] = []
        while try types.step() {
            let type = try EventType(types.text(1))
            if definitions.contains(where: { $0.matches(type) }) { ids.append("\(types.int64(0))") }
        }
        guard !ids.isEmpty else { return [] }
        // Its own statement: how many types there are differs from time to time.
        let rows = try Statement(
            statements.connection,
            """
            SELECT position FROM events
            WHERE position > ? AND position <= ? AND +type IN (\(ids.joined(separator: ", ")))
            ORDER BY position LIMIT ?
            """)
        rows.bind(1, after)
        rows.bind(2, through)
        rows.bind(3, limit)
        var found: [Int64] = []
        while try rows.step() { found.append(rows.int64(0)) }
        return found
    }
}
