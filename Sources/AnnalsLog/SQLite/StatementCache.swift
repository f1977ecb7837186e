package import AnnalsModel
import GRDBSQLite

/// The prepared statements of one connection, made at their first use; those that were not used
/// for the longest time go when there are too many.
package final class StatementCache {
    /// The `sqlite3 *` they belong to.
    package let connection: OpaquePointer
    private var statements: [String: Statement] = [:]
    private var uses: UInt64 = 0

    /// Starts empty.
    package init(_ connection: OpaquePointer) {
        self.connection = connection
    }

    /// Statements that are kept.
    var count: Int { statements.count }

    /// The statement for a text, reset and with NULL for every parameter.
    ///
    /// While one for the same text stands on a row, as in the loop of a caller further up, it is
    /// left alone and the new caller gets one of his own that is not kept.
    package func statement(_ sql: String) throws(StoreError) -> Statement {
        uses += 1
        if let known = statements[sql] {
            guard !known.isRunning else { return try Statement(connection, sql) }
            known.prepareForUse()
            known.lastUse = uses
            return known
        }
        let made = try Statement(connection, sql)
        made.lastUse = uses
        if statements.count >= Limits.cachedStatementsMax { evict() }
        statements[sql] = made
        return made
    }

    /// Lets go of the one that was not used for the longest time; whoever still has it keeps it.
    private func evict() {
        guard let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return
        }
        statements[oldest.key] = nil
    }

    /// Runs a statement that gives no row, with integers for its parameters.
    package func run(_ sql: String, _ values: Int64?...) throws(StoreError) {
        let statement = try statement(sql)
        for (index, value) in values.enumerated() { statement.bind(Int32(index + 1), value) }
        try statement.run()
    }

    /// The first column of the first row as an integer, or nil if there is no row or it is NULL.
    package func integer(_ sql: String, _ values: Int64?...) throws(StoreError) -> Int64? {
        try integer(sql, values)
    }

    /// The same with the parameters in an array.
    func integer(_ sql: String, _ values: [Int64?]) throws(StoreError) -> Int64? {
        let statement = try statement(sql)
        for (index, value) in values.enumerated() { statement.bind(Int32(index + 1), value) }
        guard try statement.step() else { return nil }
        let value = statement.optionalInt64(0)
        statement.reset()
        return value
    }

    /// Resets every statement of the connection that stands on a row, whoever made it.
    ///
    /// One that was left so by an error would keep the read transaction open after its end, and no
    /// checkpoint could pass it.
    package func resetRunning() {
        var next = sqlite3_next_stmt(connection, nil)
        while let handle = next {
            if sqlite3_stmt_busy(handle) != 0 { sqlite3_reset(handle) }
            next = sqlite3_next_stmt(connection, handle)
        }
    }

    /// Finalises everything.
    package func removeAll() {
        statements.removeAll()
    }
}
