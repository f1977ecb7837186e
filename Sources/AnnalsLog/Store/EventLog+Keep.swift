package import AnnalsModel
import GRDBSQLite

/// A transaction that changes caches which anybody may drop, and never the log.
package struct CacheTransaction {
    /// Statements of the writer's connection.
    package let statements: StatementCache
    /// Reads what is stored.
    package let reader: LogReader
}

extension EventLog {
    /// Runs work that keeps or drops what can be made from the log again: snapshots, stored
    /// documents.
    ///
    /// Where it changes nothing, nothing is committed.
    ///
    /// - Throws: As ``append(_:_:deadline:)``, and what the work throws.
    package func keep<Value: Sendable>(
        deadline: Double = Limits.appendDeadlineSeconds,
        _ body: @escaping @Sendable (CacheTransaction) throws -> Value
    ) throws(StoreError) -> Value {
        try write(deadline: deadline) { transaction in
            let connection = transaction.statements.connection
            let before = sqlite3_total_changes(connection)
            let value = try body(
                CacheTransaction(
                    statements: transaction.statements, reader: transaction.reader))
            if sqlite3_total_changes(connection) != before { transaction.touch() }
            return value
        }
    }
}
