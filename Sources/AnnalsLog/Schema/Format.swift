package import AnnalsModel
package import GRDB

/// What marks a SQLite file as a store, and which formats this version knows.
package enum Format {
    /// `application_id` of every store: the bytes "ANLS".
    package static let applicationID: Int64 = 0x414E_4C53
    /// `user_version` of a store that has nothing of format 2.
    package static let version: Int64 = 1
    /// The newest format that this version reads and writes.
    ///
    /// Format 2 is format 1 with packed bodies and rests of documents. A store gets it with the
    /// first of them, so that one without them can still be read by versions that know format 1,
    /// and they refuse the others when they open them instead of taking them for damaged.
    package static let newest: Int64 = 2

    /// Refuses what is not a store of a known format.
    ///
    /// - Throws: `notAStore` or `newerFormat`.
    package static func check(_ db: Database, path: String) throws(StoreError) {
        let application: Int64
        let version: Int64
        do {
            application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        } catch {
            let wrapped = StoreError.wrapping(error, doing: "read \(path.terminalSafe)")
            guard wrapped.code == .notAStore else { throw wrapped }
            throw notAStore(path)
        }
        guard application == applicationID else { throw notAStore(path) }
        guard version <= newest else {
            throw StoreError(
                .newerFormat,
                "\(path.terminalSafe) has format \(version), and this version of Annals reads up to"
                    + " format \(newest): use a newer Annals")
        }
        guard version >= Self.version else { throw notAStore(path) }
    }

    static func notAStore(_ path: String) -> StoreError {
        StoreError(
            .notAStore, "\(path.terminalSafe) is not an Annals store", remedy: .createStore)
    }

    /// Says in the file that it needs a format, unless it says so or more already.
    ///
    /// - Parameter statements: Of a connection with an open transaction that writes.
    static func raise(to format: Int64, _ statements: StatementCache) throws(StoreError) {
        guard try statements.integer("PRAGMA user_version") ?? 0 < format else { return }
        try statements.run("PRAGMA user_version = \(format)")
    }

    /// Writes the schema into an empty database.
    package static func create(_ db: Database) throws {
        try db.execute(sql: String(decoding: PackageResources.schema_sql, as: UTF8.self))
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// Names of the tables and views that are the store's own, in lower case.
    package static let ownNames: Set<String> = [
        "store", "streams", "event_types", "actors", "correlations", "events", "secrets", "salts",
        "dictionaries", "dictionary_sources", "tree", "head", "checkpoints", "documents", "cycles",
        "tags", "projections", "projection_failures", "snapshots", "snapshot_chunks", "event_log",
    ]
}
