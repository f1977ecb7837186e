import AnnalsHistory
import AnnalsLog
public import AnnalsModel

/// A row of a query: cells by column.
public struct QueryRow: Sendable, Equatable {
    /// The names of the columns, in the order of the statement.
    public let columns: [String]
    /// The cells, as many; a BLOB as lower-case hex text.
    public let cells: [JSONValue]

    /// The cell of a column, the first of that name.
    ///
    /// - Returns: nil if there is no such column; ``AnnalsModel/JSONValue/null`` for a NULL.
    public subscript(column: String) -> JSONValue? {
        columns.firstIndex { $0.hasSameBytes(as: column) }.map { cells[$0] }
    }
}

extension Store {
    /// The rows of one statement of SQL that only reads, some hundreds at a time.
    ///
    /// ```swift
    /// let sql = "SELECT * FROM agent_tasks WHERE status = :status"
    /// for try await task in store.rows(sql, arguments: ["status": "open"]) {
    ///     print(task["title"] ?? .null)
    /// }
    /// ```
    ///
    /// They are the rows of one moment: the read transaction lasts from the first row that is asked
    /// for to the last, or until the time is over, or nobody holds the list any more.
    ///
    /// - Parameters:
    ///   - sql: One statement, as for
    ///     ``query(_:arguments:seconds:isCancelled:onColumns:onRow:)``.
    ///   - arguments: The values of the parameters of the SQL, by name or by position.
    ///   - seconds: Time limit, with all that happens between two rows.
    /// - Returns: A list that throws `sqlRefused` for SQL that is wrong or would write, or whose
    ///   parameters are others than the arguments, and `timeLimit`.
    public func rows(
        _ sql: String, arguments: QueryArguments = [:], seconds: Double = Limits.querySeconds
    ) -> Listing<QueryRow> {
        let cursor = RowCursor(sql, arguments, seconds: seconds) { [log] () throws(StoreError) in
            try log.readOnlyQuery()
        }
        return Listing(cursor, awaitedOn: threads)
    }

    /// The rows of one statement on the tables as they were at a moment, some hundreds at a time.
    ///
    /// - Parameters:
    ///   - sql: One statement, as for a query at a moment.
    ///   - arguments: The values of the parameters of the SQL, by name or by position.
    ///   - moment: The moment.
    ///   - seconds: Time limit, with all that happens between two rows.
    ///   - onWarning: Gets what is wrong with each damaged snapshot that was passed over, before
    ///     the first row.
    /// - Returns: A list that throws as ``rows(_:arguments:seconds:)``; `beyondHead`, `notFound`
    ///   for the moment.
    public func rows(
        _ sql: String, arguments: QueryArguments = [:], at moment: Moment,
        seconds: Double = Limits.querySeconds,
        onWarning: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) -> Listing<QueryRow> {
        let cursor = RowCursor(sql, arguments, seconds: seconds) {
            [history] () throws(StoreError) in
            let (query, _, damaged) = try history.openQuery(sql, at: moment)
            damaged.map(\.warning).forEach(onWarning)
            return query
        }
        return Listing(cursor, awaitedOn: threads)
    }
}
