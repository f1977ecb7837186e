import Annals
import AnnalsTesting
import GRDB

/// Looks for anything that must not be in a store after `hammer`.
struct HammerCheck {
    /// Number of events in the log.
    let events: Int64
    /// What is wrong, a sentence each.
    let findings: [String]

    init(path: String, acknowledged: [Acknowledgement]) throws {
        let store = try Store(opening: path, mode: .readOnly)
        defer { store.close() }
        events = try store.head()
        findings =
            try Self.wholeness(store, events) + Self.density(store)
            + Self.loss(store, acknowledged)
    }

    /// Reads every event, which checks each body.
    private static func wholeness(_ store: Store, _ head: Int64) throws -> [String] {
        var query = EventQuery()
        query.includesAdministration = true
        let events = store.events(query)
        var last: Event?
        var findings: [String] = []
        while let event = try events.next() {
            if event.position != (last?.position ?? 0) + 1 {
                findings.append("Position \(event.position) does not follow on the one before.")
            }
            if let last, event.recordedAt < last.recordedAt || event.cycle < last.cycle {
                findings.append("The clock goes back at position \(event.position).")
            }
            last = event
        }
        if last?.position ?? 0 != head {
            findings.append("The log ends at \(last?.position ?? 0), its head says \(head).")
        }
        return findings
    }

    private static func density(_ store: Store) throws -> [String] {
        try store.read { db in
            let gaps = try String.fetchAll(
                db,
                sql: """
                    SELECT s.category || '/' || s.key FROM streams AS s
                    LEFT JOIN events AS e ON e.stream = s.id
                    GROUP BY s.id
                    HAVING count(e.position) <> s.version OR max(e.version) IS NOT s.version
                        OR max(e.position) IS NOT s.head
                    """)
            let integrity = try String.fetchAll(db, sql: "PRAGMA integrity_check")
            return gaps.map { "The versions of \($0) are not dense." }
                + integrity.filter { $0 != "ok" }.map { "SQLite says: \($0)" }
        }
    }

    private static func loss(
        _ store: Store, _ acknowledged: [Acknowledgement]
    ) throws -> [String] {
        try store.read { db in
            let stored = try Row.fetchAll(
                db, sql: "SELECT hex(id) AS id, position FROM events WHERE id IS NOT NULL")
            let positions = Dictionary(
                stored.map { ($0["id"] as String, $0["position"] as Int64) },
                uniquingKeysWith: { first, _ in first })
            return acknowledged.compactMap { note in
                let position = positions[note.id.filter { $0 != "-" }]
                guard position != note.position else {
                    return nil
                }
                return "Event \(note.id) was acknowledged at \(note.position) and is "
                    + (position.map { "at \($0)." } ?? "lost.")
            }
        }
    }
}
