import AnnalsModel
import CAnnalsSQLite
import GRDBSQLite

/// An empty database in memory in which a definition shows what it is.
///
/// GRDB owns the authorizers of its connections, so this is a raw connection.
final class Sandbox {
    let connection: OpaquePointer
    let authorizer = Authorizer()
    private let source: SourceText

    init(_ source: SourceText) throws(StoreError) {
        self.source = source
        var connection: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
        let code = sqlite3_open_v2(":memory:", &connection, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let connection else {
            sqlite3_close(connection)
            throw StoreError(.io, "SQLite cannot open a database in memory (code \(code))")
        }
        self.connection = connection
        var result: Int32 = 0
        _ = annals_sqlite_db_config_flag(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, &result)
        run("PRAGMA trusted_schema = OFF")
        run("PRAGMA foreign_keys = ON")
        // The first use of these declares a table, which an authorizer would see.
        run("SELECT * FROM json_each('[]'), json_tree('[]')")
        authorizer.watch(connection)
    }

    deinit {
        sqlite3_close(connection)
    }

    /// Runs a statement of our own, or of a definition vetted before.
    @discardableResult
    func run(_ sql: String) -> Int32 {
        sqlite3_exec(connection, sql, nil, nil, nil)
    }

    /// The rows of a query of our own, every column as text.
    func rows(_ sql: String) -> [[String]] {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
            return []
        }
        var rows: [[String]] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append(
                (0..<sqlite3_column_count(statement)).map { column in
                    sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
                })
        }
        return rows
    }

    /// Compiles a statement of the definition, and runs it if it makes something.
    ///
    /// - Parameters:
    ///   - sql: Another text to compile instead, where the statement itself cannot be.
    ///   - isTolerated: Which of SQLite's complaints do not count.
    /// - Returns: Whether it was compiled, and whether it writes nothing.
    /// - Throws: `projectionInvalid` that points into the statement.
    @discardableResult
    func compile(
        _ statement: SQLStatement, as mode: Authorizer.Mode, sql: String? = nil,
        tolerating isTolerated: (String) -> Bool = { _ in false }
    ) throws(StoreError) -> (isCompiled: Bool, isReadOnly: Bool) {
        let answer: (Int32, OpaquePointer?) = authorizer.during(mode) {
            var handle: OpaquePointer?
            var code = sqlite3_prepare_v2(connection, sql ?? statement.sql, -1, &handle, nil)
            if code == SQLITE_OK, mode == .schema {
                code = sqlite3_step(handle)
                if code == SQLITE_DONE { code = SQLITE_OK }
            }
            return (code, handle)
        }
        let (code, handle) = answer
        defer { sqlite3_finalize(handle) }
        if code == SQLITE_OK, authorizer.denial == nil, let handle {
            return (true, sqlite3_stmt_readonly(handle) != 0)
        }
        let words = String(cString: sqlite3_errmsg(connection))
        let offset = sql == nil ? Int(sqlite3_error_offset(connection)) : -1
        if case .foreignTable(let name)? = authorizer.denial, !authorizer.absent.contains(name),
            isAbsent(name)
        {
            // Once more, now that it is known to be made by the statement or a view of its own.
            authorizer.absent.insert(name)
            return try compile(statement, as: mode, sql: sql, tolerating: isTolerated)
        }
        if authorizer.denial == nil, isTolerated(words) { return (false, true) }
        throw complaint(about: statement, words, offset: offset)
    }

    /// Whether there is no table, view or table-valued function of a name.
    private func isAbsent(_ name: String) -> Bool {
        var handle: OpaquePointer?
        let sql = "SELECT 1 FROM \(name.quotedAsIdentifier)"
        let code = sqlite3_prepare_v2(connection, sql, -1, &handle, nil)
        sqlite3_finalize(handle)
        return code == SQLITE_ERROR
            && String(cString: sqlite3_errmsg(connection)).hasPrefix("no such table:")
    }

    private func complaint(
        about statement: SQLStatement, _ words: String, offset: Int
    ) -> StoreError {
        switch authorizer.denial {
        case .function(let name):
            let reason = DeterminismRules.refusedFunctions[name] ?? "is not allowed"
            return source.error(
                "the function \(name) \(reason); tables follow from events alone",
                at: place(of: name, in: statement))
        case .foreignTable(let name):
            return source.error(
                "\(name) is not a table of this projection: only a view may read other projections'"
                    + " tables, and nothing the store's own", at: place(of: name, in: statement))
        case .mergedTable(let name):
            return source.error(
                "\(name) is made from documents by a merge: let statements write a table of their "
                    + "own", at: place(of: name, in: statement))
        case .action:
            return source.error("a projection may not do this", at: statement.offset)
        case nil:
            if let token = statement.tokens.first(where: isStoreTable) {
                return source.error(
                    "\(token.text) is a table of the store itself, which no projection reads",
                    at: token.range.lowerBound)
            }
            return source.error(
                "SQLite refuses this: \(words.terminalSafe)",
                at: offset < 0 ? place(of: words, in: statement) : statement.offset + offset)
        }
    }

    private func isStoreTable(_ token: SQLToken) -> Bool {
        token.identifier.map(ReservedNames.ofStore.contains) ?? false
    }

    /// Where a statement names something; its beginning if it does so by way of something else.
    ///
    /// - Parameter words: A name, or a complaint of SQLite's that ends in one.
    func place(of words: String, in statement: SQLStatement) -> Int {
        if words == "incomplete input" {
            return statement.tokens.last?.range.upperBound ?? statement.offset
        }
        var name = words.split(separator: " ").last.map { String($0).asciiLowercased } ?? ""
        if let dot = name.lastIndex(of: ".") { name = String(name[dot...].dropFirst()) }
        let names = name == "sqlite_master" ? [name, "sqlite_schema"] : [name]
        let token = statement.tokens.first { $0.identifier.map(names.contains) ?? false }
        return token?.range.lowerBound ?? statement.offset
    }
}
