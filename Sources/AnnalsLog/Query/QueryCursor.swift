import AnnalsIntegrity
package import AnnalsModel
import GRDBSQLite

/// The rows of one statement of a read-only query, one by one.
///
/// Its read transaction lasts until the last row was given, or until it is closed.
package final class QueryCursor {
    /// The names of the columns.
    package let columns: [String]
    private let query: ReadOnlyQuery
    private let seconds: Double
    private let limitsBefore: [(Int32, Int32)]
    /// The statement; nil after the last row.
    private var statement: Statement?

    init(
        _ query: ReadOnlyQuery, _ statement: Statement, seconds: Double,
        limitsBefore: [(Int32, Int32)]
    ) {
        self.query = query
        self.statement = statement
        self.seconds = seconds
        self.limitsBefore = limitsBefore
        columns = (0..<sqlite3_column_count(statement.handle)).map { index in
            sqlite3_column_name(statement.handle, index).map { String(cString: $0) } ?? ""
        }
    }

    deinit { close() }

    /// The cells of the next row, a BLOB as lower-case hex text; nil after the last.
    ///
    /// - Throws: `timeLimit`, `interrupted`, `sqlRefused`; there is no row after that.
    package func next() throws(StoreError) -> [JSONValue]? {
        guard let statement else { return nil }
        do throws(StoreError) {
            // Whoever takes the rows slowly keeps the transaction open as well.
            if query.isTooLate { throw tooLate }
            switch sqlite3_step(statement.handle) {
            case SQLITE_ROW:
                return (0..<Int32(columns.count)).map { Self.cell(statement.handle, $0) }
            case SQLITE_DONE:
                close()
                return nil
            case let code:
                throw query.failure(code, seconds)
            }
        } catch {
            close()
            throw error
        }
    }

    /// What a row that is asked for after its time throws.
    package var tooLate: StoreError { query.tooLate(seconds) }

    /// Ends the statement and its transaction; no row comes after that.
    package func close() {
        guard statement != nil else { return }
        statement = nil
        query.release(limitsBefore)
    }

    private static func cell(_ statement: OpaquePointer, _ index: Int32) -> JSONValue {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_NULL:
            return .null
        case SQLITE_INTEGER:
            return .number(JSONNumber(sqlite3_column_int64(statement, index)))
        case SQLITE_FLOAT:
            let value = sqlite3_column_double(statement, index)
            return JSONNumber(value).map { .number($0) } ?? .string(value < 0 ? "-Inf" : "Inf")
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(statement, index))
            let bytes = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(statement, index), count: count)
            return .string(bytes.hex)
        default:
            let count = Int(sqlite3_column_bytes(statement, index))
            let text = UnsafeBufferPointer(
                start: sqlite3_column_text(statement, index), count: count)
            return .string(String(decoding: text, as: UTF8.self))
        }
    }
}
