import AnnalsHistory
public import AnnalsModel

extension Store {
    /// Opens the tables of all projections as they were at a moment.
    ///
    /// They are today's definitions filled with the events up to then. It takes as long as the
    /// state is large, however long the history. Secondary indexes are left out.
    ///
    /// - Throws: `beyondHead`, `notFound` for the moment.
    public func asOf(_ moment: Moment) throws(StoreError) -> PastDatabase {
        PastDatabase(state: try history.asOf(moment), awaitedOn: threads)
    }

    /// Runs one statement of SQL that only reads, on the tables as they were at a moment.
    ///
    /// Only the projections that the statement names are opened. `event_log` and the functions
    /// over events are not there: they are not of any moment.
    ///
    /// - Parameters:
    ///   - arguments: The values of the parameters of the SQL, by name or by position.
    ///   - moment: The moment.
    ///   - seconds: Time limit of the query, with all that the closures do.
    ///   - isCancelled: Asked some thousand times a second.
    ///   - onWarning: Gets what is wrong with each damaged snapshot that was passed over.
    ///   - onColumns: Gets the names of the columns first.
    ///   - onRow: Gets the cells of a row; a BLOB as lower-case hex text.
    ///   - sql: One statement.
    /// - Throws: As ``query(_:arguments:seconds:isCancelled:onColumns:onRow:)``; `beyondHead`,
    ///   `notFound` for the moment.
    public func query(
        _ sql: String, arguments: QueryArguments = [:], at moment: Moment,
        seconds: Double = Limits.querySeconds,
        isCancelled: @escaping () -> Bool = { false }, onWarning: (StoreError) -> Void = { _ in },
        onColumns: ([String]) throws -> Void = { _ in }, onRow: ([JSONValue]) throws -> Void
    ) throws {
        try history.query(
            sql, arguments: arguments, at: moment, seconds: seconds, isCancelled: isCancelled,
            onOpen: { _, damaged in damaged.map(\.warning).forEach(onWarning) },
            onColumns: onColumns, onRow: onRow)
    }

    /// Every question about the past of this store.
    var history: History { History(log: log) }
}

extension SnapshotStore.Damage {
    /// The damage in words.
    var warning: StoreError {
        StoreError(
            .corrupt,
            "the snapshot of \(projection) at position \(position) is damaged and was passed over",
            remedy: StoreError.Remedy(.rebuildProjection(projection)), position: position)
    }
}
