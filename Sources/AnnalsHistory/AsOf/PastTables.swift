import AnnalsLog
import AnnalsModel
import AnnalsProjections
import Dispatch
import GRDBSQLite

/// Builds the tables of some projections, as they were after an event, on a connection in memory.
///
/// The rows of each projection's nearest snapshot are put into its tables, and the events since are
/// applied to them: the work is in proportion to the state, never to the length of history.
final class PastTables {
    private let log: EventLog
    private let definitions: [ProjectionDefinition]
    private let database: MemoryDatabase
    private var fills: [ProjectionFill] = []
    /// Snapshots that were passed over.
    private(set) var damaged: [SnapshotStore.Damage] = []
    /// The position that the tables stand at.
    let position: Int64

    /// Opens the tables as they were after an event.
    ///
    /// - Parameters:
    ///   - definitions: The projections that are wanted.
    ///   - position: From 0 to the head.
    ///   - database: An empty database.
    ///   - check: Is called now and then; what it throws ends the work.
    init(
        _ definitions: [ProjectionDefinition], at position: Int64, of log: EventLog,
        in database: MemoryDatabase, check: () throws -> Void = {}
    ) throws {
        self.log = log
        self.definitions = definitions
        self.position = position
        self.database = database
        // Where the snapshots stand tells which events are missing before their rows are read.
        let expected = try log.read { reader in
            try definitions.map { definition in
                try SnapshotStore.entries(of: definition, through: position, reader).first?.position
                    ?? 0
            }
        }
        let ahead = zip(definitions, expected).map { definition, start in
            ProjectionFill(definition, into: database.connection, from: log, after: start)
        }
        var starts: [Int64] = []
        try withoutActuallyEscaping(check) { check in
            try Self.sideBySide {
                starts = try self.load(check)
            } and: {
                for fill in ahead { try fill.foldAhead(through: position) }
            }
        }
        for (index, fill) in ahead.enumerated() {
            let isUsable = fill.canFoldAhead && starts[index] == expected[index]
            fills.append(try isUsable ? fill : self.fill(definitions[index], after: starts[index]))
        }
        // As on the connections of a store; off while rows are copied in any order.
        try connection.execute("PRAGMA foreign_keys = ON", doing: "open a past state")
        try apply(check)
        try createViews()
    }

    /// The `sqlite3 *`, as long as this lives.
    var connection: OpaquePointer { database.connection }

    /// Gives the connection away, fit to be read and nothing else.
    @discardableResult
    func release() throws(StoreError) -> OpaquePointer {
        // Their statements must go before the connection does.
        fills = []
        try database.connection.execute("PRAGMA query_only = ON", doing: "open a past state")
        return database.release()
    }

    /// Makes the tables with the rows of the nearest snapshots that are intact.
    ///
    /// - Returns: Their positions; 0 where there is none.
    private func load(_ check: () throws -> Void) throws -> [Int64] {
        try log.read { reader in
            try connection.inTransaction(doing: "open a snapshot") {
                try definitions.map { definition in
                    let found = try SnapshotStore.nearest(
                        of: definition, through: position, reader,
                        onDamage: { damaged.append($0) })
                    let stored = found?.tables ?? StoredTables(definition)
                    try stored.make(on: connection, check: check)
                    return found?.position ?? 0
                }
            }
        }
    }

    private func fill(
        _ definition: ProjectionDefinition, after start: Int64
    ) throws(StoreError) -> ProjectionFill {
        let refused = try log.read { reader in
            try Self.refused(definition, through: start, reader)
        }
        return ProjectionFill(
            definition, into: connection, from: log, after: start, refused: refused)
    }

    private func apply(_ check: () throws -> Void) throws {
        try connection.inTransaction(doing: "open a past state") {
            for fill in fills {
                // Refusals are known to the applier, and nobody asks for their list here.
                while try fill.nextBatch(through: position, onFailure: { _ in }) { try check() }
                try fill.flush()
            }
        }
    }

    /// Runs two closures on two threads, if there are, and waits for both.
    private static func sideBySide(
        _ first: @escaping () throws -> Void, and second: @escaping () throws -> Void
    ) throws {
        var errors: [(any Error)?] = [nil, nil]
        errors.withUnsafeMutableBufferPointer { errors in
            // Each writes what is its own, and both end before this does.
            nonisolated(unsafe) let (work, errors) = ([first, second], errors)
            DispatchQueue.concurrentPerform(iterations: 2) { index in
                do {
                    try work[index]()
                } catch {
                    errors[index] = error
                }
            }
        }
        for case let error? in errors { throw error }
    }

    /// Streams of which a projection refused an event up to a position.
    static func refused(
        _ definition: ProjectionDefinition, through position: Int64, _ reader: LogReader
    ) throws(StoreError) -> Set<StreamName> {
        guard position > 0 else { return [] }
        let ids = try FailureTable(reader.statements).streams(
            refusedBy: definition.name, through: position)
        var streams: Set<StreamName> = []
        for id in ids { streams.insert(try reader.names.stream(id)) }
        return streams
    }

    private func createViews() throws(StoreError) {
        for definition in definitions {
            for view in definition.objects(.view) {
                try Statement(connection, view.sql).run()
            }
        }
    }
}
