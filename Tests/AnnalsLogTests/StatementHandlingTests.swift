import AnnalsModel
import AnnalsTesting
import Foundation
import GRDB
import GRDBSQLite
import Testing

@testable import AnnalsLog

/// What a statement is given arrives or is an error, and what one leaves behind holds nothing.
@Suite(.storesChecked) struct StatementHandlingTests {
    private final class Memory {
        let connection: OpaquePointer

        init() throws {
            var handle: OpaquePointer?
            #expect(sqlite3_open(":memory:", &handle) == SQLITE_OK)
            connection = try #require(handle)
            try Statement(connection, "CREATE TABLE t (a, b)").run()
        }

        deinit { sqlite3_close_v2(connection) }
    }

    @Test func aValueThatCannotBeBoundIsAnError() throws {
        let memory = try Memory()
        let statements = StatementCache(memory.connection)
        sqlite3_limit(memory.connection, SQLITE_LIMIT_LENGTH, 100)
        let insert = "INSERT INTO t VALUES (?, ?)"
        for isText in [true, false] {
            let statement = try statements.statement(insert)
            statement.bind(1, 1)
            if isText {
                statement.bind(2, String(repeating: "x", count: 101))
            } else {
                statement.bind(2, [UInt8](repeating: 7, count: 101))
            }
            #expect(throws: StoreError(.tooLarge, "")) { try statement.run() }
        }
        let outside = try statements.statement(insert)
        outside.bind(3, 1)
        #expect(throws: StoreError(.io, "")) { try outside.run() }
        #expect(try statements.integer("SELECT count(*) FROM t") == 0)
        // The next use knows nothing of it, and of no value of the last use either.
        let again = try statements.statement(insert)
        again.bind(1, 2)
        try again.run()
        #expect(try statements.integer("SELECT a FROM t WHERE b IS NULL") == 2)
    }

    @Test func oneThatIsRunningIsNotHandedOut() throws {
        let memory = try Memory()
        let statements = StatementCache(memory.connection)
        for value in 1...3 { try statements.run("INSERT INTO t (a) VALUES (?)", Int64(value)) }
        let sql = "SELECT a FROM t ORDER BY a"
        let outer = try statements.statement(sql)
        var seen: [Int64] = []
        try outer.forEachRow { row throws(StoreError) in
            seen.append(row.int64(0))
            seen += try statements.statement(sql).map { $0.int64(0) * 10 }
        }
        #expect(seen == [1, 10, 20, 30, 2, 10, 20, 30, 3, 10, 20, 30])
    }

    @Test func anErrorInALoopLeavesNothingRunning() throws {
        let memory = try Memory()
        let statements = StatementCache(memory.connection)
        for value in 1...3 { try statements.run("INSERT INTO t (a) VALUES (?)", Int64(value)) }
        let rows = try statements.statement("SELECT a FROM t")
        #expect(throws: StoreError(.corrupt, "")) {
            try rows.forEachRow { _ throws(StoreError) in throw StoreError(.corrupt, "") }
        }
        #expect(!rows.isRunning)
        #expect(try rows.first { $0.int64(0) } == 1)
        #expect(!rows.isRunning)
    }

    @Test func theCacheIsBounded() throws {
        let memory = try Memory()
        let statements = StatementCache(memory.connection)
        for number in 0..<Limits.cachedStatementsMax * 2 {
            #expect(try statements.integer("SELECT \(number)") == Int64(number))
            // Whatever is used all the time stays.
            #expect(try statements.integer("SELECT count(*) FROM t") == 0)
        }
        #expect(statements.count == Limits.cachedStatementsMax)
    }

    @Test func sqlWithANULCharacterIsRefused() throws {
        let memory = try Memory()
        let error = try #require(throws: StoreError.self) {
            try Statement(memory.connection, "SELECT 1\n, 2\0; DROP TABLE t")
        }
        #expect(error.code == .sqlRefused)
        #expect(error.message.contains("line 2, column 4"))
    }

    @Test func aReadLeavesNothingRunning() throws {
        try withLog { log in
            for index in 0..<50 { try log.append([try event("task/\(index)", "task.created")]) }
            try log.read { reader in
                // Left on a row, as by an error that nobody expected.
                _ = try reader.statements.statement("SELECT position FROM events").step()
            }
            try log.readDatabase { _, db in
                let connection = try #require(db.sqliteConnection)
                var next = sqlite3_next_stmt(connection, nil)
                while let handle = next {
                    #expect(sqlite3_stmt_busy(handle) == 0)
                    next = sqlite3_next_stmt(connection, handle)
                }
            }
        }
    }

    @Test func listsOfManyStreamsKeepFewStatements() throws {
        try withLog { log in
            let count = 300
            try log.append(try (0..<count).map { try event("task/\($0)", "task.created") })
            for index in 0..<count {
                var query = EventQuery()
                query.stream = try StreamName("task/\(index)")
                #expect(try EventCursor(log, query).nextEvents().count == 1)
                query.isReversed = true
                query.correlation = "none"
                #expect(try EventCursor(log, query).nextEvents().isEmpty)
            }
            let kept = try log.read { $0.statements.count }
            #expect(kept < 40)
        }
    }

    @Test func queriesKeepTheirIndexAndOrder() throws {
        try withLog { log in
            var query = ResolvedQuery(driver: .types([1, 2, 3]), isReversed: true)
            query.actors = [1]
            var stream = ResolvedQuery(driver: .stream(1), isReversed: false)
            stream.types = [1, 2]
            for (query, index) in [
                (query, "events_by_type"), (stream, "sqlite_autoindex_events_1"),
            ] {
                let plan = try log.read { reader in
                    try reader.statements.statement("EXPLAIN QUERY PLAN " + query.sql)
                        .map { $0.text(3) }.joined(separator: "\n")
                }
                #expect(plan.contains(index), "\(plan)")
                #expect(!plan.contains("SCAN events"), "\(plan)")
                #expect(!plan.contains("TEMP B-TREE FOR ORDER BY"), "\(plan)")
            }
        }
    }
}
