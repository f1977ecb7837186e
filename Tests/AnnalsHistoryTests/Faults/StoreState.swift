import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import GRDB

/// What a store says of itself, but for times and ids, which are others in every run.
///
/// Snapshots are caches, of which some may be written and others later.
struct StoreState: Equatable {
    private(set) var events: [String] = []
    private(set) var tables: [String: [String]] = [:]
    private(set) var snapshots: Int64 = 0

    static func == (left: StoreState, right: StoreState) -> Bool {
        left.events == right.events && left.tables == right.tables
    }

    init(_ log: EventLog) throws {
        var query = EventQuery()
        query.includesAdministration = true
        let cursor = EventCursor(log, query)
        while let event = try cursor.nextEvent() {
            let isOwn = event.stream.category == StreamName.ownCategory
            events.append(
                "\(event.position) \(event.stream) \(event.version) \(event.type)"
                    + (isOwn ? "" : " \(event.change.data)"))
        }
        (tables, snapshots) = try log.readDatabase { reader, db in
            var tables: [String: [String]] = [:]
            for definition in try ProjectionStore.definitions(reader) {
                for table in definition.tables {
                    let rows = try Row.fetchAll(db, sql: "SELECT * FROM \"\(table.name)\"")
                    tables[table.name] = rows.map { "\($0.databaseValues)" }.sorted()
                }
            }
            let count = "SELECT count(*) FROM snapshots WHERE complete = 1"
            return (tables, try Int64.fetchOne(db, sql: count) ?? 0)
        }
    }

    /// Number of events that say something different from those of another state, or are not in it.
    func changedEvents(since other: StoreState) -> Int {
        Set(events).subtracting(other.events).count
    }
}
