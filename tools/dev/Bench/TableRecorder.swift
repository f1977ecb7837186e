import AnnalsLog
import AnnalsModel
import GRDB

/// Records what a store's projections write to their tables, for the bare store to write it too.
///
/// Temporary triggers on the writer's own connection see each row as it is written; a changed row
/// is recorded with the columns that are other than before.
struct TableRecorder {
    private struct Table {
        let name: String
        let key: String
        let columns: [String]
    }

    private let tables: [Table]

    /// Begins to record on a log's writer.
    init(_ log: EventLog, tables names: [String]) throws {
        tables = try log.write { transaction in
            // A transaction without events would be rolled back, and the triggers with it.
            transaction.touch()
            return try names.map { name in
                let database = transaction.database
                let columns = try database.columns(in: name)
                let key = columns.first { $0.primaryKeyIndex == 1 }?.name ?? "rowid"
                let table = Table(name: name, key: key, columns: columns.map(\.name))
                try Self.record(table, on: database)
                return table
            }
        }
    }

    private static func record(_ table: Table, on database: Database) throws {
        let names = table.columns.map { "\"\($0)\"" }
        let olds = names.map { "old_\($0.dropFirst())".replacing("\"", with: "") }
        let position = "(SELECT max(position) FROM events)"
        try database.execute(
            sql: """
                CREATE TEMP TABLE "\(table.name)_rows" (
                    n INTEGER PRIMARY KEY, position, op, \
                \(names.joined(separator: ", ")), \(olds.joined(separator: ", ")));
                CREATE TEMP TRIGGER "\(table.name)_inserted" AFTER INSERT ON main."\(table.name)"
                BEGIN INSERT INTO "\(table.name)_rows" SELECT NULL, \(position), 'insert', \
                \(names.map { "new.\($0)" }.joined(separator: ", ")), \
                \(names.map { _ in "NULL" }.joined(separator: ", ")); END;
                CREATE TEMP TRIGGER "\(table.name)_updated" AFTER UPDATE ON main."\(table.name)"
                BEGIN INSERT INTO "\(table.name)_rows" SELECT NULL, \(position), 'update', \
                \(names.map { "new.\($0)" }.joined(separator: ", ")), \
                \(names.map { "old.\($0)" }.joined(separator: ", ")); END;
                CREATE TEMP TRIGGER "\(table.name)_deleted" AFTER DELETE ON main."\(table.name)"
                BEGIN INSERT INTO "\(table.name)_rows" SELECT NULL, \(position), 'delete', \
                \(names.map { _ in "NULL" }.joined(separator: ", ")), \
                \(names.map { "old.\($0)" }.joined(separator: ", ")); END;
                """)
    }

    /// Gives all that was recorded to a source; the log may be closed afterwards, not before.
    func changes(_ log: EventLog) throws -> RecordedRows {
        let tables = tables
        return try log.write { transaction in
            var rows: [RecordedRows.Row] = []
            for table in tables {
                let cursor = try Row.fetchCursor(
                    transaction.database, sql: "SELECT * FROM \"\(table.name)_rows\" ORDER BY n")
                while let row = try cursor.next() {
                    rows.append(Self.row(row, of: table))
                }
            }
            // Rows of one table stay in their order: the sort is stable.
            return RecordedRows(rows: rows.sorted { $0.position < $1.position })
        }
    }

    private static func row(_ row: Row, of table: Table) -> RecordedRows.Row {
        let count = table.columns.count
        let new = (0..<count).map { row[3 + $0] as DatabaseValue }
        let old = (0..<count).map { row[3 + count + $0] as DatabaseValue }
        let position: Int64 = row["position"]
        let keyPlace = table.columns.firstIndex(of: table.key) ?? 0
        switch row["op"] as String {
        case "insert":
            let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
            return RecordedRows.Row(
                position: position, sql: "INSERT INTO \"\(table.name)\" VALUES (\(marks))",
                values: new)
        case "delete":
            return RecordedRows.Row(
                position: position,
                sql: "DELETE FROM \"\(table.name)\" WHERE \"\(table.key)\" = ?",
                values: [old[keyPlace]])
        default:
            let changed = (0..<count).filter { new[$0] != old[$0] }
            // A row that was written as it was still was written.
            let written = changed.isEmpty ? [keyPlace] : changed
            let settings = written.map { "\"\(table.columns[$0])\" = ?" }
            return RecordedRows.Row(
                position: position,
                sql: "UPDATE \"\(table.name)\" SET \(settings.joined(separator: ", "))"
                    + " WHERE \"\(table.key)\" = ?",
                values: written.map { new[$0] } + [old[keyPlace]])
        }
    }
}
