import AnnalsIntegrity
package import AnnalsModel
import Foundation
import GRDBSQLite

// Whole rows: copied, compared and shown, each value as SQLite stores it.

extension Statement {
    /// Runs a statement that must change exactly one row.
    ///
    /// - Throws: `corrupt` if the row is not there.
    func runOnOneRow(of table: StaticString) throws(StoreError) {
        try run()
        let count = sqlite3_changes(sqlite3_db_handle(handle))
        guard count == 1 else {
            throw StoreError(
                .corrupt,
                "the table \(table) has \(count) rows where one belongs: restore the store from a"
                    + " backup")
        }
    }

    /// Binds the first columns of another statement's current row to the first parameters.
    package func bindRow(of row: Statement, columns: Int32) {
        for column in 0..<columns {
            bind(column + 1, sqlite3_column_value(row.handle, column))
        }
    }

    /// The same without copies: the other statement must stay on its row until this one has run.
    package func bindLentRow(of row: Statement, columns: Int32) {
        for column in 0..<columns {
            switch sqlite3_column_type(row.handle, column) {
            case SQLITE_INTEGER: bind(column + 1, row.int64(column))
            case SQLITE_FLOAT: bind(column + 1, sqlite3_column_double(row.handle, column))
            case SQLITE_TEXT: row.withBytes(column) { bind(column + 1, lentText: $0) }
            default: bind(column + 1, sqlite3_column_value(row.handle, column))
            }
        }
    }

    /// Whether a column holds the same value of the same type in both current rows.
    package func isEqual(to other: Statement, column: Int32) -> Bool {
        let type = sqlite3_column_type(handle, column)
        guard type == sqlite3_column_type(other.handle, column) else { return false }
        switch type {
        case SQLITE_NULL: return true
        case SQLITE_INTEGER: return int64(column) == other.int64(column)
        case SQLITE_FLOAT: return order(to: other, column) == 0
        default:
            // The pointers hold until the rows move on.
            let (left, right) =
                (sqlite3_column_blob(handle, column), sqlite3_column_blob(other.handle, column))
            let count = sqlite3_column_bytes(handle, column)
            guard count == sqlite3_column_bytes(other.handle, column) else { return false }
            guard count > 0, let left, let right else { return true }
            return memcmp(left, right, Int(count)) == 0
        }
    }

    /// Orders two current rows by their first columns, as `ORDER BY … COLLATE BINARY` does.
    ///
    /// - Returns: Negative, 0 or positive.
    package func compare(to other: Statement, columns: Int32) -> Int {
        for column in 0..<columns {
            let order = order(to: other, column)
            if order != 0 { return order }
        }
        return 0
    }

    /// Columns of the current row as JSON; a BLOB as lower-case hex text.
    package func values(_ columns: Range<Int32>) -> [JSONValue] {
        columns.map { column in
            switch sqlite3_column_type(handle, column) {
            case SQLITE_NULL: .null
            case SQLITE_INTEGER: .number(JSONNumber(int64(column)))
            case SQLITE_FLOAT:
                JSONNumber(sqlite3_column_double(handle, column)).map { .number($0) }
                    ?? .string(text(column))
            case SQLITE_BLOB: .string(withBytes(column) { $0.hex })
            default: .string(text(column))
            }
        }
    }

    /// SQLite's order of storage classes: NULL, numbers, text, BLOB.
    /// https://www.sqlite.org/datatype3.html#sort_order
    private func order(to other: Statement, _ column: Int32) -> Int {
        let left = sqlite3_column_type(handle, column)
        let right = sqlite3_column_type(other.handle, column)
        let (leftRank, rightRank) = (rank(left), rank(right))
        if leftRank != rightRank { return leftRank - rightRank }
        switch leftRank {
        case 0:
            return 0
        case 1:
            return numericOrder(to: other, column, left, right)
        default:
            return bytes(column).lexicographicOrder(to: other.bytes(column))
        }
    }

    private func rank(_ type: Int32) -> Int {
        switch type {
        case SQLITE_NULL: 0
        case SQLITE_INTEGER, SQLITE_FLOAT: 1
        case SQLITE_TEXT: 2
        default: 3
        }
    }

    private func numericOrder(
        to other: Statement, _ column: Int32, _ left: Int32, _ right: Int32
    ) -> Int {
        if left == SQLITE_INTEGER && right == SQLITE_INTEGER {
            let (a, b) = (int64(column), other.int64(column))
            return a < b ? -1 : a > b ? 1 : 0
        }
        let order: Int
        switch (left, right) {
        case (SQLITE_INTEGER, _):
            order = Self.order(int64(column), sqlite3_column_double(other.handle, column))
        case (_, SQLITE_INTEGER):
            order = -Self.order(other.int64(column), sqlite3_column_double(handle, column))
        default:
            let a = sqlite3_column_double(handle, column)
            let b = sqlite3_column_double(other.handle, column)
            return a < b ? -1 : a > b ? 1 : 0
        }
        // Equal as numbers, but 1 and 1.0 are stored differently.
        return order != 0 ? order : left == SQLITE_INTEGER ? -1 : 1
    }

    /// Orders an integer and a double by their exact values, as SQLite does: an integer above
    /// 2^53 may lie between two doubles.
    private static func order(_ integer: Int64, _ double: Double) -> Int {
        if double < -0x1p63 { return 1 }
        if double >= 0x1p63 { return -1 }
        let whole = Int64(double)
        if integer != whole { return integer < whole ? -1 : 1 }
        let fraction = double - Double(whole)
        return fraction > 0 ? -1 : fraction < 0 ? 1 : 0
    }
}

extension [UInt8] {
    fileprivate func lexicographicOrder(to other: [UInt8]) -> Int {
        for (a, b) in zip(self, other) where a != b { return a < b ? -1 : 1 }
        return count - other.count
    }
}
