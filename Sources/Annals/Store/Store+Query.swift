import AnnalsLog
public import AnnalsModel

extension Store {
    /// Runs one statement of SQL that only reads, and gives its rows one by one.
    ///
    /// It runs on a connection of its own that can do nothing else: no writing, no ATTACH, no
    /// PRAGMA. The tables of the projections, `event_log`, `event_body(position)`,
    /// `event_data(position)` and `event_context(position)` are there.
    ///
    /// One statement is one read transaction, during which the write-ahead log grows with all that
    /// is appended. Hence the time limit counts what the closures do as well.
    ///
    /// - Parameters:
    ///   - arguments: The values of the parameters of the SQL, by name or by position.
    ///   - seconds: Time limit of the statement, with all that the closures do.
    ///   - isCancelled: Asked some thousand times a second.
    ///   - onColumns: Gets the names of the columns first.
    ///   - onRow: Gets the cells of a row; a BLOB as lower-case hex text.
    ///   - sql: One statement.
    /// - Throws: `sqlRefused` for SQL that is wrong or would write, or whose parameters are others
    ///   than the arguments, `timeLimit`, `interrupted`;
    ///   what the closures throw, as it is.
    public func query(
        _ sql: String, arguments: QueryArguments = [:], seconds: Double = Limits.querySeconds,
        isCancelled: @escaping () -> Bool = { false },
        onColumns: ([String]) throws -> Void = { _ in }, onRow: ([JSONValue]) throws -> Void
    ) throws {
        try log.readOnlyQuery().run(
            sql, arguments: arguments, seconds: seconds, isCancelled: isCancelled,
            onColumns: onColumns, onRow: onRow)
    }

    /// The same, with all rows at once: the names of the columns, and the cells by row.
    public func query(
        _ sql: String, arguments: QueryArguments = [:], seconds: Double = Limits.querySeconds,
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> (columns: [String], rows: [[JSONValue]]) {
        var columns: [String] = []
        var rows: [[JSONValue]] = []
        try query(
            sql, arguments: arguments, seconds: seconds, isCancelled: isCancelled,
            onColumns: { columns = $0 }, onRow: { rows.append($0) })
        return (columns, rows)
    }
}
