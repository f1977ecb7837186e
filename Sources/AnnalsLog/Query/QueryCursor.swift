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
                return (0..<Int32(columns.count)).map { cell(statement.handle, $0) }
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

    private func cell(_ statement: OpaquePointer, _ index: Int32) -> JSONValue {
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
                start: sqlite3_column_blob(statement, index), count: min(count, blobBytesMax))
            return .string(count > blobBytesMax ? bytes.hex.saying(count) : bytes.hex)
        default:
            let count = Int(sqlite3_column_bytes(statement, index))
            let text = UnsafeBufferPointer(
                start: sqlite3_column_text(statement, index),
                count: min(count, query.cellBytesMax))
            guard count > query.cellBytesMax else {
                return .string(String(decoding: text, as: UTF8.self))
            }
            return .string(
                String(decoding: text.dropLast(text.brokenBytes), as: UTF8.self)
                    .saying(count))
        }
    }

    /// Bytes of a BLOB, of which each has two digits, beyond which it is cut.
    private var blobBytesMax: Int { query.cellBytesMax / 2 }
}

extension String {
    /// What is left of a cell that was cut, and how many bytes it has.
    fileprivate func saying(_ bytes: Int) -> String { "\(self)…(\(bytes) bytes)" }
}

extension UnsafeBufferPointer<UInt8> {
    /// Bytes at the end that are the beginning of a character.
    fileprivate var brokenBytes: Int {
        // A character of UTF-8 has four bytes at most, of which the first says how many.
        for back in 1...4 where back <= count {
            let byte = self[count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            return length > back ? back : 0
        }
        return 0
    }
}
