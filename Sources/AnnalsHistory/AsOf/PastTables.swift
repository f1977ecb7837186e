import AnnalsLog
import AnnalsModel
import AnnalsProjections
import GRDBSQLite

/// Builds the tables of some projections, as they were after an event, on a connection in memory.
///
/// The rows of each projection's nearest snapshot are put into its tables, and the events since are
/// applied to them: the work is in proportion to the state, never to the length of history.
final class PastTables {
    /// What one projection's tables are made of.
    private struct Part {
        let definition: ProjectionDefinition
        /// Streams of which an event was refused by the time of the snapshot.
        let refused: Set<StreamName>
        /// Position of the snapshot; 0 if there is none.
        let start: Int64
        let stored: StoredTables
        var fill: ProjectionFill?
    }

    private let log: EventLog
    private let database: MemoryDatabase
    private var parts: [Part] = []
    /// Snapshots that were passed over.
    private(set) var damaged: [SnapshotStore.Damage] = []
    /// The position that the tables stand at.
    private(set) var position: Int64

    /// Opens the tables as they were after an event.
    ///
    /// - Parameters:
    ///   - definitions: The projections that are wanted.
    ///   - position: From 0 to the head.
    ///   - database: An empty database.
    init(
        _ definitions: [ProjectionDefinition], at position: Int64, of log: EventLog,
        in database: MemoryDatabase
    ) throws {
        self.log = log
        self.position = position
        self.database = database
        let connection = database.connection
        parts = try log.read { reader in
            try definitions.map { definition in
                let found = try SnapshotStore.nearest(
                    of: definition, through: position, reader, onDamage: { damaged.append($0) })
                let start = found?.position ?? 0
                return Part(
                    definition: definition,
                    refused: try Self.refused(definition, through: start, reader), start: start,
                    stored: found?.tables ?? StoredTables(definition))
            }
        }
        try connection.inTransaction(doing: "open a snapshot") {
            for part in parts { try part.stored.make(on: connection) }
        }
        // As on the connections of a store; off while rows are copied in any order.
        try connection.execute("PRAGMA foreign_keys = ON", doing: "open a past state")
        for index in parts.indices {
            parts[index].fill = ProjectionFill(
                parts[index].definition, into: connection, from: log, after: parts[index].start,
                refused: parts[index].refused)
        }
        try apply(through: position)
        try createViews()
    }

    /// The `sqlite3 *`, as long as this lives.
    var connection: OpaquePointer { database.connection }

    /// Gives the connection away, fit to be read and nothing else.
    @discardableResult
    func release() throws(StoreError) -> OpaquePointer {
        // Their statements must go before the connection does.
        parts = []
        try database.connection.execute("PRAGMA query_only = ON", doing: "open a past state")
        return database.release()
    }

    /// Applies the events up to a later position.
    func advance(to position: Int64) throws {
        try apply(through: position)
        self.position = position
    }

    private func apply(through position: Int64) throws {
        try connection.inTransaction(doing: "open a past state") {
            for part in parts {
                guard let fill = part.fill else { continue }
                // Refusals are known to the applier, and nobody asks for their list here.
                while try fill.nextBatch(through: position, onFailure: { _ in }) {}
                try fill.flush()
            }
        }
    }

    /// Streams of which a projection refused an event up to a position.
    static func refused(
        _ definition: ProjectionDefinition, through position: Int64, _ reader: LogReader
    ) throws(StoreError) -> Set<StreamName> {
        guard position > 0 else { return [] }
        let rows = try reader.statements.statement(
            """
            SELECT DISTINCT e.stream FROM projection_failures AS f
            JOIN events AS e ON e.position = f.position
            WHERE f.projection = ? AND f.position <= ?
            """)
        rows.bind(1, definition.name)
        rows.bind(2, position)
        var ids: [Int64] = []
        while try rows.step() { ids.append(rows.int64(0)) }
        var streams: Set<StreamName> = []
        for id in ids { streams.insert(try reader.names.stream(id)) }
        return streams
    }

    private func createViews() throws(StoreError) {
        for part in parts {
            for view in part.definition.objects(.view) {
                try Statement(connection, view.sql).run()
            }
        }
    }
}
