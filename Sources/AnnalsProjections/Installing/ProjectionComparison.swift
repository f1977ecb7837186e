import AnnalsLog
import AnnalsModel
import GRDB

/// Compares the tables of one projection in two databases by an ordered merge over their keys.
struct ProjectionComparison {
    private let definition: ProjectionDefinition
    private let expected: StatementCache
    private let found: StatementCache
    private let limit: Int
    private var differences: [TableDifference] = []

    init(
        _ definition: ProjectionDefinition, expected: StatementCache, found: StatementCache,
        limit: Int
    ) {
        self.definition = definition
        self.expected = expected
        self.found = found
        self.limit = limit
    }

    /// Every difference up to the limit: schema, rows, refused events.
    func differences(
        failures: [RefusedEvent]
    ) throws(StoreError) -> [TableDifference] {
        var copy = self
        try copy.compareSchema()
        guard copy.differences.isEmpty else { return copy.differences }
        for table in definition.tables { try copy.compare(table) }
        try copy.compare(failures)
        return copy.differences
    }

    private mutating func add(
        _ kind: TableDifference.Kind, _ object: String, key: [JSONValue] = [],
        column: String? = nil, expected: JSONValue? = nil, found: JSONValue? = nil
    ) {
        guard differences.count < limit else { return }
        differences.append(
            TableDifference(
                projection: definition.name, kind: kind, object: object, key: key, column: column,
                expected: expected, found: found))
    }

    // MARK: Schema

    private mutating func compareSchema() throws(StoreError) {
        let texts = try texts()
        for object in definition.objects {
            let wanted = texts[ExactString(object.name)]
            let actual = try text(
                found, "SELECT sql FROM sqlite_schema WHERE name = ?", object.name)
            if wanted != actual {
                add(
                    .schema, object.name, expected: wanted.map { .string($0) },
                    found: actual.map { .string($0) })
            }
        }
    }

    /// What SQLite keeps of the statements that make the schema; a replay does without some of it.
    private func texts() throws(StoreError) -> [ExactString: String] {
        do {
            return try DatabaseQueue().writeWithoutTransaction { db in
                guard let handle = db.sqliteConnection else {
                    throw StoreError(.io, "the connection to a database in memory is closed")
                }
                try ProjectionStore.create(definition, handle)
                let rows = try Row.fetchAll(
                    db, sql: "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
                return Dictionary(rows.map { (ExactString($0[0]), $0[1]) }) { first, _ in first }
            }
        } catch {
            throw StoreError.wrapping(
                error, doing: "make the schema of the projection \(definition.name)")
        }
    }

    private func text(
        _ statements: StatementCache, _ sql: String, _ value: String
    ) throws(StoreError) -> String? {
        let row = try statements.statement(sql)
        row.bind(1, value)
        return try row.first { $0.optionalText(0) } ?? nil
    }

    // MARK: Rows

    /// A table without a key is compared by all its columns, each row as often as it is there.
    private mutating func compare(_ table: ProjectionTable) throws(StoreError) {
        let order = RowOrder(table)
        // Not kept: they speak of tables that may go.
        let wanted = try Statement(expected.connection, order.sql)
        let actual = try Statement(found.connection, order.sql)
        let (keys, columns) = (Int32(order.key.count), Int32(table.columns.count))
        var left = try wanted.step()
        var right = try actual.step()
        while (left || right) && differences.count < limit {
            let step = !left ? 1 : !right ? -1 : wanted.compare(to: actual, columns: keys)
            if step < 0 {
                add(.missing, table.name, key: wanted.values(0..<keys))
                left = try wanted.step()
            } else if step > 0 {
                add(.extra, table.name, key: actual.values(0..<keys))
                right = try actual.step()
            } else {
                for column in keys..<columns where !wanted.isEqual(to: actual, column: column) {
                    add(
                        .changed, table.name, key: wanted.values(0..<keys),
                        column: order.others[Int(column - keys)],
                        expected: wanted.values(column..<column + 1).first,
                        found: actual.values(column..<column + 1).first)
                }
                left = try wanted.step()
                right = try actual.step()
            }
        }
        wanted.reset()
        actual.reset()
    }

    // MARK: Refused events

    private mutating func compare(_ failures: [RefusedEvent]) throws(StoreError) {
        var actual: [Int64: JSONValue] = [:]
        for row in try FailureTable(found).rows(of: definition.name) {
            actual[row.position] = .string("line \(row.line): \(row.message)")
        }
        var wanted: [Int64: JSONValue] = [:]
        for failure in failures {
            wanted[failure.position] = .string("line \(failure.line): \(failure.message)")
        }
        for position in Set(actual.keys).union(wanted.keys).sorted()
        where actual[position] != wanted[position] {
            add(
                .failure, "projection_failures", key: [.number(JSONNumber(position))],
                expected: wanted[position], found: actual[position])
        }
    }
}
