package import AnnalsModel
import CAnnalsSQLite
import Foundation
package import GRDB
import GRDBSQLite

/// How the connections of a store are opened: one that writes, a few that read.
package enum StoreConnection {
    /// Bytes to which a checkpoint cuts the WAL file.
    static let walBytesKept = 16 << 20
    /// Milliseconds for which SQLite itself waits for a lock; writers of Annals queue elsewhere.
    static let busyMilliseconds = 5_000

    /// Opens the connection that writes, in WAL mode with `synchronous=FULL`.
    ///
    /// The pragmas are run by hand and read back: `configuration.journalMode` of GRDB would set
    /// `synchronous=NORMAL`, and an append must be durable when it is acknowledged.
    ///
    /// - Throws: `notAStore`, `newerFormat`, `readOnly`, `io`.
    package static func writer(_ path: String) throws(StoreError) -> DatabaseQueue {
        try open(path, readOnly: false) { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Limits.walPagesBeforeCheckpoint)")
            try db.execute(sql: "PRAGMA journal_size_limit = \(walBytesKept)")
            try db.execute(sql: "PRAGMA cache_size = -16384")
            try db.execute(sql: "PRAGMA secure_delete = ON")
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            let secure = try Int.fetchOne(db, sql: "PRAGMA secure_delete")
            guard mode == "wal", synchronous == 2, secure == 1 else {
                throw StoreError(
                    .io,
                    "the file system of \(path.terminalSafe) does not support write-ahead logging;"
                        + " keep the store on a local disk")
            }
        }
    }

    /// Opens a connection that reads.
    ///
    /// - Parameter immutable: Whether the file may be read without a `-shm` file, because nothing
    ///   can change it: in a folder that cannot be written and where no `-wal` holds anything.
    package static func reader(_ path: String, immutable: Bool) throws(StoreError) -> DatabaseQueue
    {
        try open(path, immutable ? immutableURI(path) : nil, readOnly: true) { db in
            try db.execute(sql: "PRAGMA cache_size = -16384")
        }
    }

    /// Whether a store must be opened as immutable to be read at all.
    ///
    /// - Throws: `readOnly` where the folder cannot be written but the `-wal` holds changes.
    package static func mustBeImmutable(_ path: String) throws(StoreError) -> Bool {
        let folder = System.folder(of: path)
        if access(folder, W_OK) == 0 { return false }
        if access(path + "-shm", W_OK) == 0 { return false }
        var status = stat()
        guard stat(path + "-wal", &status) == 0, status.st_size > 0 else { return true }
        throw StoreError(
            .readOnly,
            "the folder of \(path.terminalSafe) cannot be written and the store has changes in its"
                + " -wal file: copy the store and its -wal to a folder of yours and open the copy"
        )
    }

    /// Lends the statements of a connection to a file by itself, without its log and as one that
    /// does not change.
    ///
    /// It goes through SQLite, since closing a descriptor of one's own would drop SQLite's locks on
    /// a file that this process has open.
    static func reading<Value>(
        fileAlone path: String, _ body: (StatementCache) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        let code = sqlite3_open_v2(immutableURI(path), &handle, flags, nil)
        defer { sqlite3_close_v2(handle) }
        guard code == SQLITE_OK, let handle else {
            throw StoreError.sqlite(handle, code, doing: "open \(path.terminalSafe)")
        }
        let statements = StatementCache(handle)
        defer { statements.removeAll() }
        try harden(raw: handle)
        return try body(statements)
    }

    /// Has a connection leave the write-ahead log as it is when it is closed.
    static func leaveLog(_ connection: OpaquePointer) {
        var result: Int32 = 0
        // Where SQLite is too old for it, the log is moved into the file as ever.
        _ = annals_sqlite_db_config_flag(
            connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &result)
    }

    static func immutableURI(_ path: String) -> String {
        let absolute = URL(fileURLWithPath: path).path
        var allowed = CharacterSet.urlPathAllowed
        allowed.remove(charactersIn: "?#%")
        let encoded = absolute.addingPercentEncoding(withAllowedCharacters: allowed) ?? absolute
        return "file:\(encoded)?immutable=1"
    }

    /// - Parameter name: What SQLite is given in place of the path.
    private static func open(
        _ path: String, _ name: String? = nil, readOnly: Bool,
        prepare: @escaping @Sendable (Database) throws -> Void
    ) throws(StoreError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(Double(busyMilliseconds) / 1000)
        configuration.label = readOnly ? "annals.reader" : "annals.writer"
        configuration.prepareDatabase { db in
            // Read before anything else, so that a file that is no store is left as it is.
            try Format.check(db, path: path)
            try harden(db)
            try prepare(db)
        }
        do {
            return try DatabaseQueue(path: name ?? path, configuration: configuration)
        } catch {
            let wrapped = StoreError.wrapping(error, doing: "open \(path.terminalSafe)")
            throw wrapped.code == .notAStore ? Format.notAStore(path) : wrapped
        }
    }

    /// Takes away what a hostile file or statement could use.
    ///
    /// `trusted_schema=OFF`: functions in a schema must be innocuous. DEFENSIVE: no statement may
    /// write shadow tables or the schema. https://www.sqlite.org/security.html
    package static func harden(_ db: Database) throws {
        guard let handle = db.sqliteConnection else { return }
        try harden(raw: handle)
    }

    /// The same for a raw connection.
    package static func harden(raw connection: OpaquePointer) throws(StoreError) {
        for pragma in ["PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON"] {
            let code = sqlite3_exec(connection, pragma, nil, nil, nil)
            guard code == SQLITE_OK else {
                throw StoreError.sqlite(connection, code, doing: "protect the connection")
            }
        }
        var result: Int32 = 0
        let code = annals_sqlite_db_config_flag(
            connection, SQLITE_DBCONFIG_DEFENSIVE, 1, &result)
        guard code == SQLITE_OK, result == 1 else {
            throw StoreError(.io, "this SQLite cannot protect its files: it has no defensive mode")
        }
    }
}
