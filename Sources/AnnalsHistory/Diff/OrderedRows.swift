import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// The rows of a table in the order of its primary key, one at a time.
///
/// The order is that of SQLite with `COLLATE BINARY`: NULL, numbers, text, BLOB. A table without
/// a key is ordered by all its columns, each row as often as it is there.
struct OrderedRows {
    /// The columns of the key, which come first; all where the table has none.
    let key: [String]
    /// The columns after them, in the order of the table.
    let others: [String]
    private let rows: Statement
    private(set) var isAtEnd = false

    /// Goes to the first row.
    ///
    /// - Parameter connection: A `sqlite3 *` that has the table.
    init(_ table: ProjectionTable, on connection: OpaquePointer) throws(StoreError) {
        let order = RowOrder(table)
        (key, others) = (order.key, order.others)
        rows = try Statement(connection, order.sql)
        try advance()
    }

    /// Goes to the next row.
    mutating func advance() throws(StoreError) {
        isAtEnd = try !rows.step()
    }

    /// Orders the current rows of two moments by their keys: negative, 0 or positive.
    func compareKey(to other: OrderedRows) -> Int {
        rows.compare(to: other.rows, columns: Int32(key.count))
    }

    /// The key of the current row.
    var keyValues: JSONObject {
        var values = JSONObject()
        for (name, value) in zip(key, rows.values(0..<Int32(key.count))) { values[name] = value }
        return values
    }

    /// What is not NULL in the current row beside its key.
    var otherValues: [(name: String, value: JSONValue)] {
        let count = Int32(key.count)
        let values = rows.values(count..<count + Int32(others.count))
        return zip(others, values).filter { $0.1 != .null }.map { ($0, $1) }
    }

    /// Where the current rows of two moments differ beside their keys.
    func differences(to later: OrderedRows) -> [ColumnDifference] {
        others.indices.compactMap { index in
            let column = Int32(key.count + index)
            guard !rows.isEqual(to: later.rows, column: column) else { return nil }
            return ColumnDifference(
                name: others[index], old: rows.values(column..<column + 1).first,
                new: later.rows.values(column..<column + 1).first)
        }
    }
}
