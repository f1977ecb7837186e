import AnnalsLog
import AnnalsModel
import GRDBSQLite

/// Asks SQLite whether an INTEGER or REAL column of a STRICT table takes a text.
///
/// SQLite takes `12`, ` 1e3 ` and `+5` there, and which texts exactly is nobody's business but its
/// own; a table in memory says it.
final class ColumnProbe {
    private var connection: OpaquePointer?
    private var integer: Statement?
    private var real: Statement?
    private var clear: Statement?

    deinit {
        integer = nil
        real = nil
        clear = nil
        sqlite3_close(connection)
    }

    /// Whether the column takes the text.
    ///
    /// - Parameter type: `integer` or `real`.
    func takes(_ text: String, as type: ColumnType) throws(StoreError) -> Bool {
        // Every number begins with one of these; most texts do not.
        guard let first = text.utf8.first(where: { !Self.blanks.contains($0) }),
            (0x30...0x39).contains(first) || Self.signs.contains(first)
        else { return false }
        try open()
        guard let statement = type == .integer ? integer : real else { return false }
        statement.bind(1, text)
        let code = sqlite3_step(statement.handle)
        statement.reset()
        try clear?.run()
        return code == SQLITE_DONE
    }

    private static let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]
    private static let signs = Array("+-.".utf8)

    private func open() throws(StoreError) {
        guard clear == nil else { return }
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(":memory:", &connection, flags, nil)
        guard code == SQLITE_OK, let connection else {
            throw StoreError(.io, "SQLite cannot open a database in memory (code \(code))")
        }
        try Statement(connection, "CREATE TABLE probe (i INTEGER, r REAL) STRICT").run()
        integer = try Statement(connection, "INSERT INTO probe (i) VALUES (?)")
        real = try Statement(connection, "INSERT INTO probe (r) VALUES (?)")
        clear = try Statement(connection, "DELETE FROM probe")
    }
}
