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
    /// The first answer of a bind that was not `SQLITE_OK`: the next step throws it, so that a
    /// value that could not be bound never becomes the NULL that stands in its place.
    private var bindFailure = SQLITE_OK
    /// When a cache last handed it out, in uses of that cache.
    var lastUse: UInt64 = 0

    /// Compiles one statement that will be used many times.
    ///
    /// - Throws: `sqlRefused` for a text with a NUL character, behind which SQLite would not look;
    ///   `corrupt`, `io`, `busy` or what SQLite's answer means.
    package init(_ connection: OpaquePointer, _ sql: String) throws(StoreError) {
        try Self.checkText(sql)
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw StoreError.sqlite(connection, code, doing: "prepare a statement")
        }
        self.handle = handle
        self.connection = connection
    }

    /// Takes over a prepared statement, and finalises it at the end.
    init(adopting handle: OpaquePointer, of connection: OpaquePointer) {
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
            note(sqlite3_bind_int64(handle, index, value))
        } else {
            bindNull(index)
        }
    }

    /// Binds a floating-point number.
    package func bind(_ index: Int32, _ value: Double) {
        note(sqlite3_bind_double(handle, index, value))
    }

    /// Binds NULL.
    package func bindNull(_ index: Int32) {
        note(sqlite3_bind_null(handle, index))
    }

    /// Binds a copy of a text, or NULL.
    package func bind(_ index: Int32, _ value: String?) {
        guard var value else {
            bindNull(index)
            return
        }
        value.withUTF8 { bindText(index, UnsafeRawBufferPointer($0)) }
    }

    /// Binds a copy of some UTF-8 as text.
    package func bind(_ index: Int32, text: [UInt8]) {
        text.withUnsafeBytes { bindText(index, $0) }
    }

    /// Binds a copy of some bytes, or NULL.
    package func bind(_ index: Int32, _ value: [UInt8]?) {
        guard let value else {
            bindNull(index)
            return
        }
        value.withUnsafeBytes { bytes in
            if bytes.count == 0 {
                note(sqlite3_bind_zeroblob(handle, index, 0))
            } else {
                note(
                    sqlite3_bind_blob64(
                        handle, index, bytes.baseAddress, UInt64(bytes.count), Self.transient))
            }
        }
    }

    /// Binds UTF-8 as text without a copy: it must stay where it is until the statement has run.
    package func bind(_ index: Int32, lentText bytes: UnsafeRawBufferPointer) {
        bindText(index, bytes, nil)
    }

    /// Binds bytes without a copy: they must stay where they are until the statement has run.
    package func bind(_ index: Int32, lent bytes: UnsafeRawBufferPointer) {
        note(
            sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), nil))
    }

    /// Binds a value as it stands in another statement's current row.
    func bind(_ index: Int32, _ value: OpaquePointer?) {
        note(sqlite3_bind_value(handle, index, value))
    }

    /// The length is given, so that a text with a NUL character stays whole.
    private func bindText(
        _ index: Int32, _ bytes: UnsafeRawBufferPointer,
        _ release: sqlite3_destructor_type? = transient
    ) {
        guard let start = bytes.baseAddress else {
            note(sqlite3_bind_text(handle, index, "", 0, Self.transient))
            return
        }
        note(
            sqlite3_bind_text64(
                handle, index, start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count),
                release, UInt8(SQLITE_UTF8)))
    }

    private func note(_ code: Int32) {
        if code != SQLITE_OK && bindFailure == SQLITE_OK { bindFailure = code }
    }

    /// The first answer of a bind since the last call that was not `SQLITE_OK`.
    package func takeBindFailure() -> Int32 {
        defer { bindFailure = SQLITE_OK }
        return bindFailure
    }

    // MARK: Stepping

    /// Goes to the next row; false at the end, after which the statement is reset.
    ///
    /// - Throws: `tooLarge` or `io` if a value could not be bound; what SQLite's answer means.
    package func step() throws(StoreError) -> Bool {
        guard bindFailure == SQLITE_OK else { throw failedBind() }
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE {
            sqlite3_reset(handle)
            return false
        }
        let error = StoreError.statement(connection, code)
        sqlite3_reset(handle)
        throw error
    }

    private func failedBind() -> StoreError {
        let code = takeBindFailure()
        reset()
        return StoreError.sqlite(
            code: code, words: String(cString: sqlite3_errstr(code)),
            doing: "give a value to a statement")
    }

    /// Runs a statement that gives no row.
    package func run() throws(StoreError) {
        while try step() {}
    }

    /// Runs a statement that gives no row, with bytes that are not copied for it.
    func run(lending bytes: [UInt8], as index: Int32) throws(StoreError) {
        let result = bytes.withUnsafeBytes { bytes in
            bind(index, lent: bytes)
            return Result { () throws(StoreError) in try run() }
        }
        // What was lent may be gone from now on.
        bindNull(index)
        try result.get()
    }

    /// Gives every row to a closure, and resets the statement however the call ends.
    package func forEachRow(
        _ body: (Statement) throws(StoreError) -> Void
    ) throws(StoreError) {
        defer { reset() }
        while try step() { try body(self) }
    }

    /// What a closure makes of every row; the statement is reset however the call ends.
    package func map<Value>(
        _ body: (Statement) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        defer { reset() }
        var values: [Value] = []
        while try step() { values.append(try body(self)) }
        return values
    }

    /// What a closure makes of the first row; nil if there is none.
    ///
    /// The statement is reset however the call ends.
    package func first<Value>(
        _ body: (Statement) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        defer { reset() }
        return try step() ? try body(self) : nil
    }

    /// Whether it stands on a row, and so keeps its connection's read transaction open.
    package var isRunning: Bool {
        sqlite3_stmt_busy(handle) != 0
    }

    /// Makes the statement ready for its next use.
    package func reset() {
        sqlite3_reset(handle)
    }

    /// Makes the statement ready, with NULL for every parameter and no failed bind.
    func prepareForUse() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        bindFailure = SQLITE_OK
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

    /// A copy of the column's bytes, or nil for NULL.
    func optionalBytes(_ column: Int32) -> [UInt8]? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : bytes(column)
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

extension Statement {
    /// Refuses SQL with a NUL character: SQLite would take what stands before it for the whole.
    ///
    /// - Throws: `sqlRefused` with the line and the column.
    static func checkText(_ sql: String) throws(StoreError) {
        guard let zero = sql.utf8.firstIndex(of: 0) else { return }
        let before = sql[..<zero].unicodeScalars
        let line = before.count { $0 == "\n" } + 1
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        throw StoreError(
            .sqlRefused,
            "the SQL has a NUL character at line \(line), column \(column), behind which SQLite"
                + " would not read on: take it out")
    }
}
