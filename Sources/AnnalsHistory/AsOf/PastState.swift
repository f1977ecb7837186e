import AnnalsLog
import AnnalsModel
import AnnalsProjections
package import GRDB
import Synchronization

/// The tables of projections as they were after some event: a read-only database in memory.
package final class PastState: Sendable {
    /// The event after which they were so; 0 before the first.
    package let position: Int64
    /// Snapshots that were damaged and passed over.
    package let damaged: [SnapshotStore.Damage]
    private let queue: DatabaseQueue

    init(
        _ definitions: [ProjectionDefinition], at position: Int64, of log: EventLog
    ) throws(StoreError) {
        self.position = position
        let damage = Mutex<[SnapshotStore.Damage]>([])
        do {
            var configuration = Configuration()
            configuration.label = "annals.past"
            configuration.prepareDatabase { db in
                guard let handle = db.sqliteConnection else {
                    throw StoreError(.io, "the database of a past state is closed")
                }
                let tables = try PastTables(
                    definitions, at: position, of: log, in: MemoryDatabase(borrowing: handle))
                damage.withLock { $0 = tables.damaged }
                try tables.release()
            }
            queue = try DatabaseQueue(configuration: configuration)
        } catch {
            throw StoreError.wrapping(error, doing: "open the state at position \(position)")
        }
        damaged = damage.withLock { $0 }
    }

    /// Runs a closure on the database, which nothing can change.
    ///
    /// - Throws: What the closure throws, as it is.
    package func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        var thrown: (any Error)?
        do {
            return try queue.read { db in
                do {
                    return try body(db)
                } catch {
                    thrown = error
                    throw error
                }
            }
        } catch {
            if let thrown { throw thrown }
            throw StoreError.wrapping(error, doing: "read the state at position \(position)")
        }
    }
}
