package import AnnalsLog
package import AnnalsModel
import AnnalsProjections

extension History {
    /// Opens the tables of all projections as they were at a moment.
    ///
    /// - Throws: `beyondHead`, `notFound` for the moment.
    package func asOf(_ moment: Moment) throws(StoreError) -> PastState {
        let (position, definitions) = try resolve(moment)
        return try PastState(definitions, at: position, of: log)
    }

    /// Runs one statement of SQL that only reads, on the tables as they were at a moment.
    ///
    /// Only the projections that the statement names are opened.
    ///
    /// - Parameters:
    ///   - arguments: The values of the parameters of the SQL.
    ///   - seconds: Time limit of the query itself.
    ///   - isCancelled: Asked some thousand times a second.
    ///   - onOpen: Gets the position that the moment names and the snapshots that were damaged and
    ///     passed over, before the columns.
    ///   - onColumns: Gets the names of the columns.
    ///   - onRow: Gets the cells of a row; a BLOB as lower-case hex text.
    /// - Throws: As `ReadOnlyQuery.run`; `beyondHead`, `notFound` for the moment.
    package func query(
        _ sql: String, arguments: QueryArguments = [:], at moment: Moment,
        seconds: Double = Limits.querySeconds,
        isCancelled: @escaping () -> Bool = { false },
        onOpen: (Int64, [SnapshotStore.Damage]) throws -> Void = { _, _ in },
        onColumns: ([String]) throws -> Void = { _ in },
        onRow: ([JSONValue]) throws -> Void
    ) throws {
        let (query, position, damaged) = try openQuery(sql, at: moment)
        try onOpen(position, damaged)
        try query.run(
            sql, arguments: arguments, seconds: seconds, isCancelled: isCancelled,
            onColumns: onColumns, onRow: onRow)
    }

    /// Opens the tables that a statement names, as they were at a moment, for nothing but reading.
    ///
    /// - Returns: Where the statement runs, the position that the moment names, and the snapshots
    ///   that were damaged and passed over.
    /// - Throws: `beyondHead`, `notFound` for the moment.
    package func openQuery(
        _ sql: String, at moment: Moment
    ) throws(StoreError) -> (query: ReadOnlyQuery, position: Int64, damaged: [SnapshotStore.Damage])
    {
        let (position, definitions) = try resolve(moment)
        do {
            let named = definitions.named(in: sql)
            let tables = try PastTables(named, at: position, of: log, in: MemoryDatabase())
            let query = try ReadOnlyQuery(adopting: try tables.release(), isStore: false)
            query.absentTables = definitions.flatMap(\.tables).map(\.name)
            return (query, position, tables.damaged)
        } catch {
            throw StoreError.wrapping(error, doing: "open a past state")
        }
    }

    /// The position of a moment, and all projections.
    func resolve(_ moment: Moment) throws(StoreError) -> (Int64, [ProjectionDefinition]) {
        try log.read { reader in
            (try reader.position(of: moment), try ProjectionStore.definitions(reader))
        }
    }
}
