package import AnnalsModel

/// The prepared statements of one connection, made at their first use.
package final class StatementCache {
    /// The `sqlite3 *` they belong to.
    package let connection: OpaquePointer
    private var statements: [String: Statement] = [:]

    /// Starts empty.
    package init(_ connection: OpaquePointer) {
        self.connection = connection
    }

    /// The statement for a text, reset and without bindings from its last use that matter: every
    /// user binds all its parameters.
    package func statement(_ sql: String) throws(StoreError) -> Statement {
        if let known = statements[sql] { return known }
        let made = try Statement(connection, sql)
        statements[sql] = made
        return made
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

    /// Finalises everything.
    package func removeAll() {
        statements.removeAll()
    }
}
