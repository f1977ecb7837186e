import AnnalsLog
import AnnalsModel
import Crypto
import Foundation
import GRDB
import GRDBSQLite

/// A file beside the store in which one projection is filled anew, batch by batch, so that an
/// interrupted rebuild goes on where it stopped.
///
/// The name says store, projection and definition; another definition starts another file.
final class ScratchFile {
    /// GRDB's connection to it.
    let queue: DatabaseQueue
    /// The `sqlite3 *` behind it.
    let connection: OpaquePointer
    /// Statements of that connection.
    let statements: StatementCache
    /// Position up to which the tables were filled when it was opened; 0 for a new one.
    let position: Int64
    private let path: String

    /// Opens what an earlier try left, or makes a new one with the projection's tables.
    ///
    /// - Throws: `busy` if another process is filling it.
    init(_ definition: ProjectionDefinition, besideStore store: String) throws(StoreError) {
        let digest = SHA256.hash(data: Data(definition.source.utf8))
        let short = digest.prefix(6).map { String(format: "%02x", $0) }.joined()
        path = "\(store)-rebuild-\(definition.name)-\(short)"
        do {
            var configuration = Configuration()
            configuration.busyMode = .immediateError
            configuration.label = "annals.scratch"
            queue = try DatabaseQueue(path: path, configuration: configuration)
            (connection, position) = try queue.writeWithoutTransaction { db in
                // A crash of the machine costs only the rebuild, so nothing waits for the disk.
                try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
                try db.execute(sql: "PRAGMA journal_mode = WAL")
                try db.execute(sql: "PRAGMA synchronous = OFF")
                try db.execute(sql: "PRAGMA cache_size = -65536")
                guard let handle = db.sqliteConnection else {
                    throw StoreError(.io, "the connection to the scratch file is closed")
                }
                if let position = try? Int64.fetchOne(
                    db, sql: "SELECT position FROM annals_rebuild")
                {
                    return (handle, position)
                }
                try Self.start(definition, db, handle)
                return (handle, 0)
            }
            statements = StatementCache(connection)
        } catch {
            throw StoreError.wrapping(
                error, doing: "fill the projection \(definition.name) in \(path.terminalSafe)")
        }
        chmod(path, 0o600)
    }

    private static func start(
        _ definition: ProjectionDefinition, _ db: Database, _ handle: OpaquePointer
    ) throws {
        try db.inTransaction {
            try ProjectionStore.create(definition, handle)
            try db.execute(
                sql: """
                    CREATE TABLE annals_rebuild (position INTEGER NOT NULL);
                    INSERT INTO annals_rebuild VALUES (0);
                    CREATE TABLE annals_failures (
                        projection TEXT, position INTEGER PRIMARY KEY, line INTEGER, message TEXT);
                    """)
            return .commit
        }
    }

    /// Notes an event that the tables refused.
    func note(_ failure: ProjectionFailure) throws(StoreError) {
        let row = try statements.statement(
            """
            INSERT OR REPLACE INTO annals_failures (projection, position, line, message)
            VALUES (?, ?, ?, ?)
            """)
        failure.bind(row)
        try row.run()
    }

    /// Every refusal so far, by position.
    func failures() throws(StoreError) -> [ProjectionFailure] {
        let rows = try statements.statement(
            "SELECT projection, position, line, message FROM annals_failures ORDER BY position")
        var found: [ProjectionFailure] = []
        while try rows.step() {
            found.append(
                ProjectionFailure(
                    projection: rows.text(0), position: rows.int64(1), line: Int(rows.int64(2)),
                    message: rows.text(3)))
        }
        return found
    }

    /// Runs a closure in one transaction that ends by noting how far the tables are filled.
    func transaction(_ body: () throws -> Int64) throws(StoreError) {
        do {
            try queue.writeWithoutTransaction { db in
                try statements.run("BEGIN")
                defer {
                    if sqlite3_get_autocommit(connection) == 0 { try? statements.run("ROLLBACK") }
                }
                let position = try body()
                try statements.run("UPDATE annals_rebuild SET position = ?", position)
                try statements.run("COMMIT")
            }
        } catch {
            throw StoreError.wrapping(error, doing: "fill \(path.terminalSafe)")
        }
    }

    /// Closes the connection and leaves the file for the next try.
    func close() {
        statements.removeAll()
        try? queue.close()
    }

    /// Closes and removes it.
    func remove() {
        close()
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }
}
