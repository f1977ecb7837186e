import AnnalsLog
import AnnalsModel
import Crypto
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

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
    /// How far the tables were filled when it was opened; position 0 for a new one.
    private(set) var point: ReplayPoint
    private let path: String

    /// Position up to which the tables were filled when it was opened.
    var position: Int64 { point.position }
    /// Whether nothing was filled yet.
    var isNew: Bool { point.position == 0 }

    /// Opens what an earlier try left, or makes a new one with the projection's tables.
    ///
    /// - Parameter isNameless: Whether nobody can go on with it, so that what it takes to come
    ///   through the end of the process is left out.
    /// - Throws: `busy` if another process is filling it.
    init(
        _ definition: ProjectionDefinition, besideStore store: String, isNameless: Bool = false
    ) throws(StoreError) {
        let path = Self.path(definition, besideStore: store)
        self.path = path
        Self.openHere.withLock { $0[path, default: 0] += 1 }
        do {
            var configuration = Configuration()
            configuration.busyMode = .immediateError
            configuration.label = "annals.scratch"
            queue = try DatabaseQueue(path: path, configuration: configuration)
            chmod(path, 0o600)
            (connection, point) = try queue.writeWithoutTransaction { db in
                // A crash of the machine costs only the rebuild, so nothing waits for the disk.
                try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
                try db.execute(sql: "PRAGMA journal_mode = \(isNameless ? "MEMORY" : "WAL")")
                try db.execute(sql: "PRAGMA synchronous = OFF")
                try db.execute(sql: "PRAGMA cache_size = -65536")
                guard let handle = db.sqliteConnection else {
                    throw StoreError(.io, "the connection to the scratch file is closed")
                }
                if let point = try? Self.point(db) { return (handle, point) }
                try db.inTransaction {
                    try Self.start(definition, db, handle)
                    return .commit
                }
                return (handle, Self.beginning)
            }
            statements = StatementCache(connection)
        } catch {
            Self.forget(path)
            let wrapped = StoreError.wrapping(
                error, doing: "fill the projection \(definition.name) in \(path.terminalSafe)")
            guard wrapped.code == .busy else {
                // It would take room on a disk that has none.
                Self.removeUnused(path)
                throw wrapped
            }
            throw StoreError(
                .busy,
                "somebody else is filling the projection \(definition.name) right now: wait until"
                    + " that is done")
        }
    }

    private static let beginning = ReplayPoint(position: 0, erased: 0, identity: "")

    private static func point(_ db: Database) throws -> ReplayPoint? {
        let row = try Row.fetchOne(db, sql: "SELECT position, erased, identity FROM annals_rebuild")
        guard let row, row.count == 3,
            let position = Int64.fromDatabaseValue(row[0]), position >= 0,
            let erased = Int64.fromDatabaseValue(row[1]),
            let identity = String.fromDatabaseValue(row[2])
        else { return nil }
        return ReplayPoint(position: position, erased: erased, identity: identity)
    }

    private static func start(
        _ definition: ProjectionDefinition, _ db: Database, _ handle: OpaquePointer
    ) throws {
        // Rows that are written once, or changed by their keys, want no index on their way.
        let needsTablesAlone = definition.followsDocumentsAlone
        for object in definition.objects where object.kind == .table || !needsTablesAlone {
            try Statement(handle, object.sql).run()
        }
        try db.execute(
            sql: """
                CREATE TABLE annals_rebuild (
                    position INTEGER NOT NULL, erased INTEGER NOT NULL, identity TEXT NOT NULL);
                INSERT INTO annals_rebuild VALUES (0, 0, '');
                CREATE TABLE annals_failures (
                    projection TEXT, position INTEGER PRIMARY KEY, line INTEGER, message TEXT);
                """)
    }

    /// Empties the tables: what an earlier try left is of another history.
    func startAnew(_ definition: ProjectionDefinition) throws(StoreError) {
        statements.removeAll()
        do {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA foreign_keys = OFF")
                try db.inTransaction {
                    let objects = try Row.fetchAll(
                        db,
                        sql: """
                            SELECT type, name FROM sqlite_schema
                            WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_'
                            """)
                    for object in objects {
                        let (type, name): (String, String) = (object[0], object[1])
                        try db.execute(sql: "DROP \(type) \(quoted(name))")
                    }
                    try Self.start(definition, db, connection)
                    return .commit
                }
                try db.execute(sql: "PRAGMA foreign_keys = ON")
            }
        } catch {
            throw StoreError.wrapping(error, doing: "empty \(path.terminalSafe)")
        }
        point = Self.beginning
    }

    // MARK: Refused events

    /// Notes an event that the tables refused.
    func note(_ failure: RefusedEvent) throws(StoreError) {
        let row = try statements.statement(
            """
            INSERT OR REPLACE INTO annals_failures (projection, position, line, message)
            VALUES (?, ?, ?, ?)
            """)
        row.bind(1, failure.projection)
        row.bind(2, failure.position)
        row.bind(3, Int64(failure.line))
        row.bind(4, failure.message)
        try row.run()
    }

    /// Every refusal so far, by position.
    func failures() throws(StoreError) -> [RefusedEvent] {
        let rows = try statements.statement(
            "SELECT projection, position, line, message FROM annals_failures ORDER BY position")
        return try rows.map { row in
            RefusedEvent(
                projection: row.text(0), position: row.int64(1), line: Int(row.int64(2)),
                message: row.text(3))
        }
    }

    // MARK: Transactions

    /// Runs a closure in one transaction that ends by noting how far the tables are filled.
    func transaction(_ body: () throws -> ReplayPoint) throws(StoreError) {
        try within { () throws in
            let point = try body()
            let row = try statements.statement(
                "UPDATE annals_rebuild SET position = ?, erased = ?, identity = ?")
            row.bind(1, point.position)
            row.bind(2, point.erased)
            row.bind(3, point.identity)
            try row.run()
            try statements.run("COMMIT")
        }
    }

    /// Runs a closure in a transaction that is taken back.
    func provisionally(_ body: () throws -> Void) throws(StoreError) {
        try within(body)
    }

    private func within(_ body: () throws -> Void) throws(StoreError) {
        do {
            try queue.writeWithoutTransaction { _ in
                try statements.run("BEGIN")
                defer {
                    if sqlite3_get_autocommit(connection) == 0 { try? statements.run("ROLLBACK") }
                }
                try body()
            }
        } catch {
            throw StoreError.wrapping(error, doing: "fill \(path.terminalSafe)")
        }
    }

    // MARK: The end

    /// Closes the connection and leaves the file for the next try.
    func close() {
        statements.removeAll()
        try? queue.close()
        Self.forget(path)
    }

    /// Removes the file, while it is still locked, and closes the connection.
    func remove() {
        Self.unlinkAll(path)
        close()
    }

    /// Removes what tries that were killed left beside a store, of whatever projection.
    ///
    /// A file that some process is filling stays, and so does one that a later try goes on with.
    ///
    /// - Parameters:
    ///   - definitions: Those that may be filled yet: the store's own, and what is to be added.
    static func removeLeftovers(_ leftovers: [Leftover], but definitions: [ProjectionDefinition]) {
        let kept = Set(definitions.map { "\($0.name)-\(digest($0))" })
        for leftover in leftovers where !kept.contains(leftover.filled) {
            removeUnused(leftover.path)
        }
    }

    /// A file in which a definition was, or is, filled.
    struct Leftover {
        let path: String
        /// Name and digest of the definition.
        let filled: String
    }

    /// Every such file beside a store.
    static func leftovers(besideStore store: String) -> [Leftover] {
        let url = URL(fileURLWithPath: store)
        let folder = url.deletingLastPathComponent()
        let prefix = "\(url.lastPathComponent)-rebuild-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.compactMap { file in
            let rest = file.dropFirst(prefix.count)
            let digest = rest.suffix(digestCharacters)
            guard digest.count == digestCharacters, digest.allSatisfy(\.isHexDigit),
                rest.dropLast(digestCharacters).hasSuffix("-")
            else { return nil }
            return Leftover(
                path: folder.appendingPathComponent(file).path, filled: String(rest))
        }
    }

    /// Removes a file that no process is filling.
    private static func removeUnused(_ path: String) {
        // Under the lock, since closing a file drops the locks of this process on it.
        openHere.withLock { open in
            guard !open.keys.contains(where: { isSame($0, path) }), !isLockedElsewhere(path)
            else { return }
            unlinkAll(path)
        }
    }

    /// Paths that this process has open, or is about to, and how often.
    private static let openHere = Mutex<[String: Int]>([:])

    private static func forget(_ path: String) {
        openHere.withLock { open in
            let left = (open[path] ?? 1) - 1
            open[path] = left > 0 ? left : nil
        }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        var (one, other) = (stat(), stat())
        return stat(left, &one) == 0 && stat(right, &other) == 0 && one.st_dev == other.st_dev
            && one.st_ino == other.st_ino
    }

    /// Whether another process holds a lock of SQLite's on a file.
    private static func isLockedElsewhere(_ path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return true }
        defer { Foundation.close(descriptor) }
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_whence = Int16(SEEK_SET)
        return fcntl(descriptor, F_GETLK, &request) != 0 || request.l_type != Int16(F_UNLCK)
    }

    private static let digestCharacters = 12

    private static func digest(_ definition: ProjectionDefinition) -> String {
        SHA256.hash(data: Data(definition.source.utf8)).prefix(digestCharacters / 2)
            .map { String(format: "%02x", $0) }.joined()
    }

    private static func path(
        _ definition: ProjectionDefinition, besideStore store: String
    ) -> String {
        "\(store)-rebuild-\(definition.name)-\(digest(definition))"
    }

    private static func unlinkAll(_ path: String) {
        for suffix in ["-wal", "-shm", "-journal", ""] { unlink(path + suffix) }
    }
}
