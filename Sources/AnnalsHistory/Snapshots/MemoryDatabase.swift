import AnnalsLog
import AnnalsModel
import GRDBSQLite

/// A SQLite database in memory on a raw connection of its own, closed with its last reference
/// unless somebody takes the connection over.
final class MemoryDatabase {
    /// The `sqlite3 *`.
    let connection: OpaquePointer
    private var isOwned: Bool

    /// Opens an empty one, hardened as the connections of a store are.
    init() throws(StoreError) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(":memory:", &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let error = StoreError.sqlite(handle, code, doing: "make a database in memory")
            sqlite3_close_v2(handle)
            throw error
        }
        connection = handle
        isOwned = true
        try StoreConnection.harden(raw: handle)
    }

    /// Uses a connection of somebody else's, who closes it.
    init(borrowing connection: OpaquePointer) throws(StoreError) {
        self.connection = connection
        isOwned = false
        try StoreConnection.harden(raw: connection)
    }

    /// Gives the connection away: whoever takes it closes it.
    func release() -> OpaquePointer {
        isOwned = false
        return connection
    }

    deinit {
        if isOwned { sqlite3_close_v2(connection) }
    }
}

extension OpaquePointer {
    /// Runs statements that give no rows on a `sqlite3 *`.
    func execute(_ sql: String, doing action: String) throws(StoreError) {
        let code = sqlite3_exec(self, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw StoreError.sqlite(self, code, doing: action) }
    }

    /// Runs a closure in a transaction of a `sqlite3 *`; an error undoes what it did.
    func inTransaction<Value>(doing action: String, _ body: () throws -> Value) throws -> Value {
        try execute("BEGIN", doing: action)
        do {
            let value = try body()
            try execute("COMMIT", doing: action)
            return value
        } catch {
            // The first error is the one that says what went wrong.
            sqlite3_exec(self, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }
}
