import AnnalsIntegrity
import AnnalsLog
import AnnalsModel
import Foundation
import GRDB
import GRDBSQLite

/// Makes the beginning of one store a store of its own.
struct Fork {
    /// The old store.
    let log: EventLog
    /// Position of the last event of the new one.
    let position: Int64

    /// Events that are copied in one transaction.
    private static let eventsAtOnce: Int64 = 4_096
    /// Streams that are copied in one transaction.
    private static let streamsAtOnce: Int64 = 4_096

    /// Fills a store that has no events yet.
    ///
    /// - Parameters:
    ///   - draft: Path of the new store.
    ///   - progress: Gets the share of the events that is done, 0 to 1.
    /// - Returns: The new store's origin and root; its path is the draft's.
    func fill(
        _ draft: String, progress: (Double) throws -> Void
    ) throws -> RestoredStore {
        let queue = try StoreConnection.writer(draft)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction { db in
            guard let handle = db.sqliteConnection else {
                throw StoreError(.io, "the connection to \(draft.terminalSafe) is closed")
            }
            // GRDB ends the process if a transaction is left open.
            defer {
                if sqlite3_get_autocommit(handle) == 0 {
                    sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
                }
            }
            let target = StatementCache(handle)
            defer { target.removeAll() }
            let writer = ForkWriter(target)
            try copyEvents(writer, target, progress)
            try copyStreams(target)
            return try transaction(target) {
                try writer.finish()
                let origin = try rename(target, writer)
                return RestoredStore(
                    path: draft, position: position, origin: origin, root: writer.frontier.root.hex)
            }
        }
    }

    private func copyEvents(
        _ writer: ForkWriter, _ target: StatementCache, _ progress: (Double) throws -> Void
    ) throws {
        var done: Int64 = 0
        while done < position {
            let end = min(done + Self.eventsAtOnce, position)
            try transaction(target) {
                try log.read { reader in
                    let rows = try reader.statements.statement(
                        """
                        SELECT \(StoredEvent.columns) FROM events
                        WHERE position > ?1 AND position <= ?2 ORDER BY position
                        """)
                    rows.bind(1, done)
                    rows.bind(2, end)
                    defer { rows.reset() }
                    while try rows.step() { try writer.copy(try StoredEvent(rows), from: reader) }
                }
            }
            guard writer.frontier.size == end else {
                throw StoreError(
                    .corrupt,
                    "some event up to position \(end) is missing: restore the store from a backup",
                    position: writer.frontier.size + 1)
            }
            done = end
            try progress(Double(done) / Double(position))
        }
        try checkRoot(writer)
    }

    /// At the end of the old store its head says what the root must be.
    private func checkRoot(_ writer: ForkWriter) throws {
        let root = try log.read { reader in
            let head = try reader.statements.statement("SELECT size, root FROM head")
            defer { head.reset() }
            return try head.step() && head.int64(0) == position ? head.bytes(1) : nil
        }
        guard root == nil || root == writer.frontier.root.bytes else {
            throw StoreError(
                .corrupt,
                "the events up to position \(position) are not those that were"
                    + " appended: restore the store from a backup")
        }
    }

    private func copyStreams(_ target: StatementCache) throws {
        var after: Int64? = 0
        while let start = after {
            try transaction(target) {
                after = try log.read { reader in
                    try names(reader, target).copyStreams(after: start, limit: Self.streamsAtOnce)
                }
            }
        }
        try transaction(target) {
            try log.read { reader in
                let names = names(reader, target)
                try names.copyNames()
                try names.copyClockAndSalts()
                try names.copyTags()
                try names.copyDefinitions()
            }
        }
    }

    private func names(_ reader: LogReader, _ target: StatementCache) -> ForkNames {
        ForkNames(source: reader, target: target, position: position)
    }

    /// Says in the new store where it comes from.
    ///
    /// - Returns: Its origin.
    private func rename(
        _ target: StatementCache, _ writer: ForkWriter
    ) throws(StoreError) -> String {
        let (id, origin) = try log.read { reader in
            let row = try reader.statements.statement("SELECT id, origin FROM store")
            defer { row.reset() }
            guard try row.step() else {
                throw StoreError(
                    .corrupt, "the table store is empty: restore the store from a backup")
            }
            return (row.bytes(0), row.text(1))
        }
        let own = try target.statement("SELECT lower(hex(id)) FROM store")
        _ = try own.step()
        let name = "\(origin)/fork/\(own.text(0).prefix(8))"
        own.reset()
        let update = try target.statement(
            "UPDATE store SET origin = ?, forked_from = ?, forked_at = ?, forked_root = ?")
        update.bind(1, name)
        update.bind(2, id)
        update.bind(3, position)
        update.bind(4, writer.frontier.root.bytes)
        try update.run()
        return name
    }

    private func transaction<Value>(
        _ target: StatementCache, _ body: () throws -> Value
    ) throws -> Value {
        try target.run("BEGIN IMMEDIATE")
        let value = try body()
        try target.run("COMMIT")
        return value
    }
}
