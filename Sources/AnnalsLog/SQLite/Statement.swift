package import AnnalsModel
import GRDBSQLite

/// A prepared statement on a raw connection, for the loops where a layer more would show.
///
/// Finalised when the last reference goes. It must go before its connection is closed.
/// Not `Sendable`: a statement stays on the thread of its connection.
package final class Statement {
    /// The `sqlite3_stmt *`.
    package let handle: OpaquePointer
    /// The `sqlite3 *` it was prepared on.
    package let connection: OpaquePointer

    /// Compiles one statement that will be used many times.
    ///
    /// - Throws: `corrupt`, `io`, `busy` or what SQLite's answer means.
    package init(_ connection: OpaquePointer, _ sql: String) throws(StoreError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw StoreError.sqlite(connection, code, doing: "prepare a statement")
        }
        self.handle = handle
        self.connection = connection
    }

    deinit {
        sqlite3_finalize(handle)
    }

    // MARK: Binding, by 1-based index

    /// Binds an integer, or NULL.
    package func bind(_ index: Int32, _ value: Int64?) {
        if let value {
            sqlite3_bind_int64(handle, index, value)
        } else {
            sqlite3_bind_null(handle, index)
        }
    }

    /// Binds a copy of a text, or NULL.
    package func bind(_ index: Int32, _ value: String?) {
        guard var value else {
            sqlite3_bind_null(handle, index)
            return
        }
        value.withUTF8 { bytes in
            // The length is given, so that a text with a NUL character stays whole.
            let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            _ = sqlite3_bind_text64(
                handle, index, start, UInt64(bytes.count), Statement.transient,
                UInt8(SQLITE_UTF8))
            if start == nil { sqlite3_bind_text(handle, index, "", 0, Statement.transient) }
        }
    }

    /// Binds a copy of some bytes, or NULL.
    package func bind(_ index: Int32, _ value: [UInt8]?) {
        guard let value else {
            sqlite3_bind_null(handle, index)
            return
        }
        _ = value.withUnsafeBytes { bytes in
            if bytes.count == 0 {
                sqlite3_bind_zeroblob(handle, index, 0)
            } else {
                sqlite3_bind_blob64(
                    handle, index, bytes.baseAddress, UInt64(bytes.count), Statement.transient)
            }
        }
    }

    // MARK: Stepping

    /// Goes to the next row; false at the end, after which the statement is reset.
    package func step() throws(StoreError) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE {
            sqlite3_reset(handle)
            return false
        }
        let error = StoreError.sqlite(connection, code, doing: "run a statement")
        sqlite3_reset(handle)
        throw error
    }

    /// Runs a statement that gives no row.
    package func run() throws(StoreError) {
        while try step() {}
    }

    /// Makes the statement ready for its next use.
    package func reset() {
        sqlite3_reset(handle)
    }

    // MARK: Columns of the current row, by 0-based index

    /// The column as an integer; 0 for NULL.
    package func int64(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    /// The column as an integer, or nil for NULL.
    package func optionalInt64(_ column: Int32) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL
            ? nil : sqlite3_column_int64(handle, column)
    }

    /// The column as text; the empty text for NULL.
    package func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The column as text, or nil for NULL.
    package func optionalText(_ column: Int32) -> String? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : text(column)
    }

    /// A copy of the column's bytes; empty for NULL.
    package func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Lends the column's bytes, valid only inside the closure.
    package func withBytes<R>(
        _ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> R
    ) rethrows -> R {
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// `SQLITE_TRANSIENT`: SQLite copies the bytes before the call returns.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
