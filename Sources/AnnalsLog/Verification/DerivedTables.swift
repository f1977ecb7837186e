import AnnalsModel
import GRDB

/// The tables that follow from the store's own events, made again in memory, beside the whole
/// schema of this version.
final class DerivedTables {
    private let queue: DatabaseQueue
    private let statements: StatementCache

    /// Makes the schema of an empty store.
    init() throws {
        queue = try DatabaseQueue()
        statements = try queue.inDatabase { db in
            try Format.create(db)
            guard let connection = db.sqliteConnection else {
                throw StoreError(.io, "the database in memory is closed")
            }
            return StatementCache(connection)
        }
    }

    deinit {
        statements.removeAll()
    }

    /// Applies one of the store's own events.
    func apply(_ event: SealedEvent) throws(StoreError) {
        do {
            try queue.inDatabase { _ in try Administration(statements).apply(event) }
        } catch {
            throw StoreError.wrapping(
                error, doing: "apply the event at position \(event.position)")
        }
    }

    /// What this version defines.
    func schema() throws -> [VerificationTables.SchemaRow] {
        try queue.inDatabase { _ in try VerificationTables(statements).schema() }
    }

    /// Gives every row that is not the same in a store to a closure.
    ///
    /// - Parameter body: Gets the place, such as `tags v1`, what the events say and what is stored.
    func differences(
        to store: StatementCache,
        _ body: (_ place: String, _ expected: String?, _ found: String?) -> Void
    ) throws {
        try queue.inDatabase { _ in
            for table in VerificationTables.derived {
                try Self.compare(
                    table, try VerificationTables(statements).rows(of: table),
                    try VerificationTables(store).rows(of: table), body)
            }
        }
    }

    /// Puts them in place of those of a store.
    func replace(in store: StatementCache) throws {
        try queue.inDatabase { _ in
            for table in VerificationTables.derived {
                try VerificationTables(store).replace(
                    table, with: try VerificationTables(statements).rows(of: table))
            }
        }
    }

    private static func compare(
        _ table: (table: String, key: Int32, columns: [String]), _ expected: Statement,
        _ found: Statement, _ body: (String, String?, String?) -> Void
    ) throws(StoreError) {
        defer {
            expected.reset()
            found.reset()
        }
        let columns = Int32(table.columns.count)
        func place(_ row: Statement) -> String { "\(table.table) \(row.text(0))" }
        func text(_ row: Statement, _ column: Int32) -> String {
            let value = row.values(column..<column + 1).first?.compact ?? ""
            return String(value.prefix(Limits.quotedCharactersMax))
        }
        var (left, right) = (try expected.step(), try found.step())
        while left || right {
            let order = !left ? 1 : !right ? -1 : expected.compare(to: found, columns: table.key)
            if order < 0 {
                body(place(expected), "this row", nil)
                left = try expected.step()
            } else if order > 0 {
                body(place(found), nil, "this row")
                right = try found.step()
            } else {
                for column in table.key..<columns
                where !expected.isEqual(to: found, column: column) {
                    let name = table.columns[Int(column)]
                    body(
                        "\(place(expected)) \(name)", text(expected, column), text(found, column))
                }
                left = try expected.step()
                right = try found.step()
            }
        }
    }
}
