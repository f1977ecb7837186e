import AnnalsIntegrity
package import AnnalsModel
import Foundation
import GRDBSQLite
import Synchronization

/// SQL from anybody, on a raw connection that can do nothing but read.
///
/// An authorizer admits reading alone: no writing, no ATTACH, no PRAGMA, no extension; lengths
/// and time are limited. GRDB owns the authorizers of its connections, hence one of our own.
package final class ReadOnlyQuery {
    private let connection: OpaquePointer
    private let interruption: Interruption
    /// Whether somebody else changes the connection between two runs, and closes it.
    private let isShared: Bool
    /// Whether it is a store's own connection, with the events and the functions over them.
    private let isStore: Bool

    /// Tables that a statement may mean which names none that is there, although they are not.
    package var absentTables: [String] = []
    /// Bytes of a text or a BLOB beyond which its cell is cut.
    package var cellBytesMax = Int.max

    /// When to stop, as the progress handler sees it.
    private final class Interruption {
        var end: ContinuousClock.Instant = .now
        var isCancelled: () -> Bool = { false }
        var timedOut = false
    }

    /// Opens a connection to a store file.
    ///
    /// - Throws: `notAStore`, `newerFormat`, `readOnly`, `io`.
    package convenience init(path: String) throws(StoreError) {
        let name =
            try StoreConnection.mustBeImmutable(path) ? StoreConnection.immutableURI(path) : path
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        let code = sqlite3_open_v2(name, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let error = StoreError.sqlite(handle, code, doing: "open \(path.terminalSafe)")
            sqlite3_close_v2(handle)
            throw error
        }
        sqlite3_busy_timeout(handle, Int32(StoreConnection.busyMilliseconds))
        try self.init(adopting: handle, isStore: true)
    }

    /// Takes over a raw connection, such as one to an image in memory, and closes it at the end.
    ///
    /// - Parameter isStore: Whether the functions over events are added.
    package init(adopting connection: OpaquePointer, isStore: Bool) throws(StoreError) {
        self.connection = connection
        isShared = false
        self.isStore = isStore
        interruption = Interruption()
        try StoreConnection.harden(raw: connection)
        if isStore { SQLFunctions.register(on: connection) }
        touch()
        _ = restrict()
    }

    /// Uses a hardened connection whose owner changes its tables between two runs: only while a
    /// query runs can nothing be done but read.
    ///
    /// - Parameter connection: Must live longer than this.
    package init(sharing connection: OpaquePointer) {
        self.connection = connection
        isShared = true
        isStore = false
        interruption = Interruption()
        touch()
    }

    deinit {
        if !isShared { sqlite3_close_v2(connection) }
    }

    /// Makes the table-valued functions of JSON, which the authorizer would refuse.
    private func touch() {
        sqlite3_exec(connection, "SELECT 1 FROM json_each('[]'), json_tree('[]')", nil, nil, nil)
    }

    /// Admits nothing but reading, with limits.
    ///
    /// - Returns: The limits that were there.
    private func restrict() -> [(Int32, Int32)] {
        let limits = [
            (SQLITE_LIMIT_LENGTH, Int32(Limits.queryValueBytesMax)),
            (SQLITE_LIMIT_SQL_LENGTH, Int32(Limits.querySQLBytesMax)),
            (SQLITE_LIMIT_ATTACHED, 0),
        ]
        let before = limits.map { ($0.0, sqlite3_limit(connection, $0.0, $0.1)) }
        sqlite3_set_authorizer(connection, Self.authorize, nil)
        sqlite3_progress_handler(
            connection, 1000, Self.progress, Unmanaged.passUnretained(interruption).toOpaque())
        return before
    }

    /// Lets the owner of a shared connection go on.
    func release(_ limits: [(Int32, Int32)]) {
        guard isShared else { return }
        sqlite3_progress_handler(connection, 0, nil, nil)
        sqlite3_set_authorizer(connection, nil, nil)
        for (limit, value) in limits { sqlite3_limit(connection, limit, value) }
    }

    /// Runs one statement and gives its rows one by one.
    ///
    /// - Parameters:
    ///   - arguments: The values of the parameters of the SQL; bound, never pasted.
    ///   - seconds: Time limit, with all that the closures do.
    ///   - isCancelled: Asked every thousand steps of SQLite's machine.
    ///   - onColumns: Gets the names of the columns, before the first row.
    ///   - onRow: Gets the cells of a row; a BLOB as lower-case hex text.
    /// - Throws: `sqlRefused` for SQL that is wrong or wants more than reading, `timeLimit`,
    ///   `interrupted`, and what the closures throw.
    package func run(
        _ sql: String, arguments: QueryArguments = [:], seconds: Double = Limits.querySeconds,
        isCancelled: @escaping () -> Bool = { false },
        onColumns: ([String]) throws -> Void = { _ in },
        onRow: ([JSONValue]) throws -> Void
    ) throws {
        let cursor = try cursor(
            sql, arguments: arguments, seconds: seconds, isCancelled: isCancelled)
        defer { cursor.close() }
        try onColumns(cursor.columns)
        while let row = try cursor.next() { try onRow(row) }
    }

    /// Begins one statement, whose rows are asked for; until it is closed nothing else runs here.
    ///
    /// - Parameters:
    ///   - arguments: The values of the parameters of the SQL; bound, never pasted.
    ///   - seconds: Time limit from now on, with all that happens between two rows.
    ///   - isCancelled: Asked every thousand steps of SQLite's machine.
    /// - Throws: `sqlRefused` for SQL that is wrong or wants more than reading.
    package func cursor(
        _ sql: String, arguments: QueryArguments, seconds: Double,
        isCancelled: @escaping () -> Bool = { false }
    ) throws(StoreError) -> QueryCursor {
        interruption.end = .now + .wait(seconds)
        interruption.isCancelled = isCancelled
        interruption.timedOut = false
        let limits = isShared ? restrict() : []
        do {
            let statement = Statement(adopting: try prepare(sql), of: connection)
            try statement.bind(arguments)
            return QueryCursor(self, statement, seconds: seconds, limitsBefore: limits)
        } catch {
            release(limits)
            throw error
        }
    }

    /// Whether the time of the statement that runs is over.
    var isTooLate: Bool { ContinuousClock.now > interruption.end }

    private func prepare(_ sql: String) throws(StoreError) -> OpaquePointer {
        guard sql.utf8.count <= Limits.querySQLBytesMax else {
            throw StoreError(
                .sqlRefused, "the SQL is longer than \(Limits.querySQLBytesMax) bytes: shorten it")
        }
        try Statement.checkText(sql)
        var statement: OpaquePointer?
        var rest = ""
        let code = sql.withCString { start in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(connection, start, -1, &statement, &tail)
            rest = tail.map { String(cString: $0) } ?? ""
            return code
        }
        guard code == SQLITE_OK else { throw failure(code, 0) }
        guard let statement else {
            throw StoreError(.sqlRefused, "there is no SQL to run: give one SELECT statement")
        }
        guard try isBlank(rest) else {
            sqlite3_finalize(statement)
            throw StoreError(.sqlRefused, "only one statement runs at a time: give them one by one")
        }
        guard sqlite3_stmt_readonly(statement) != 0 else {
            sqlite3_finalize(statement)
            throw StoreError(.sqlRefused, "this statement would write: a query only reads")
        }
        return statement
    }

    /// Whether there is nothing but space and comments after the statement.
    private func isBlank(_ sql: String) throws(StoreError) -> Bool {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        return code == SQLITE_OK && statement == nil
    }

    func failure(_ code: Int32, _ seconds: Double) -> StoreError {
        let words = String(cString: sqlite3_errmsg(connection)).terminalSafe
        switch code & 0xFF {
        case SQLITE_INTERRUPT where interruption.timedOut:
            return tooLate(seconds)
        case SQLITE_INTERRUPT:
            return StoreError(.interrupted, "the query was stopped")
        case SQLITE_AUTH:
            return StoreError(
                .sqlRefused, "a query only reads, and this one wants more (\(words))")
        case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_TOOBIG:
            return StoreError(
                .sqlRefused,
                "the SQL cannot be run: \(words)\(hint(for: words))\(reason(of: words))")
        default:
            return StoreError.sqlite(connection, code, doing: "run the query")
        }
    }

    /// The tables and views that somebody may have meant who asked for one that is not there.
    private func hint(for words: String) -> String {
        let prefix = "no such table: "
        guard words.hasPrefix(prefix) else { return "" }
        let schemas = ["main", "temp"].map {
            "SELECT name FROM \($0).sqlite_schema WHERE type IN ('table', 'view')"
        }
        var statement: OpaquePointer?
        let sql = schemas.joined(separator: " UNION ") + " ORDER BY name"
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
            return ""
        }
        defer { sqlite3_finalize(statement) }
        var names = absentTables
        while sqlite3_step(statement) == SQLITE_ROW {
            names.append(String(cString: sqlite3_column_text(statement, 0)))
        }
        return Spelling.hint(String(words.dropFirst(prefix.count)), among: names)
    }

    /// Why something that there is in a store is not among the tables of a past moment.
    private func reason(of words: String) -> String {
        guard !isStore else { return "" }
        let functions = ["event_body", "event_data", "event_context"]
        let isOfEvents =
            words == "no such table: event_log"
            || functions.contains { words == "no such function: \($0)" }
        guard isOfEvents else { return "" }
        return "; it reads the log itself, which is the same at every moment, and a past moment has"
            + " the tables of projections alone: ask without the moment, for positions up to its"
            + " own"
    }

    func tooLate(_ seconds: Double) -> StoreError {
        StoreError(
            .timeLimit,
            "the query ran for more than \(seconds) seconds and was stopped: narrow it down")
    }

    // MARK: Called by SQLite

    private static let authorize:
        @convention(c) (
            UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
            UnsafePointer<CChar>?, UnsafePointer<CChar>?
        ) -> Int32 = { _, action, _, name, _, _ in
            switch action {
            case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE:
                return SQLITE_OK
            case SQLITE_FUNCTION:
                guard let name, strcasecmp(name, "load_extension") != 0 else { return SQLITE_DENY }
                return SQLITE_OK
            default:
                return SQLITE_DENY
            }
        }

    private static let progress: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { context in
        guard let context else { return 0 }
        let interruption = Unmanaged<Interruption>.fromOpaque(context).takeUnretainedValue()
        if ContinuousClock.now > interruption.end {
            interruption.timedOut = true
            return 1
        }
        return interruption.isCancelled() ? 1 : 0
    }
}
