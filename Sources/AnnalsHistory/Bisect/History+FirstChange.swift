import AnnalsLog
import AnnalsModel
import AnnalsProjections

extension History {
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
        let tables = try SteppingTables(definitions, at: after, of: log)
        let query = ReadOnlyQuery(sharing: tables.connection)
        var looks = 0
        func look() throws -> JSONValue {
            looks += 1
            progress(looks)
            return try query.firstValue(sql, isCancelled: isCancelled)
        }
        var before = try look()
        var found: (position: Int64, value: JSONValue)?
        var isMore = true
        while isMore {
            isMore = try tables.nextBatch(through: through) { position in
                if isCancelled() { throw StoreError(.interrupted, "the search was stopped") }
                let value = try look()
                guard value.isTrueInSQL == before.isTrueInSQL else {
                    found = (position, value)
                    return false
                }
                before = value
                return true
            }
        }
        if let found {
            let event = try log.read { reader in try reader.event(at: found.position) }
            return Bisection(event: event, before: before, after: found.value, looks: looks)
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
