import Annals
import AnnalsTesting
import GRDB
import Testing

/// Each count of a store is what SQL of its own counts.
@Suite(.storesChecked) struct StatisticsTests {
    @Test func everyCountIsWhatItsWordsSay() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("annals.db")
        let tern = try Actor("Tern")
        let store = try Store.create(at: path, by: tern)
        defer { store.close() }
        for number in 1...40 {
            try store.createTask(
                TaskDraft("Sound the bar \(number)", id: "T-\(number % 7)-\(number)"), by: tern,
                correlation: number % 2 == 0 ? "spring" : "autumn")
        }
        try store.claim("T-1-1", by: Actor("Heron"))
        try store.claim("T-2-2", by: Actor("Heron", kind: .human))
        try store.nextCycle(by: tern)
        for name in ["a", "b", "c"] { try store.setTag(name, by: tern) }
        try store.removeTag("b", by: tern)

        let counted = try store.statistics().reduce(into: [String: Int64]()) { counts, entry in
            counts[entry.name] = entry.value.asInt64
        }
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        let independent = [
            "events": "SELECT count(*) FROM events",
            "cycle": "SELECT max(cycle) FROM events",
            "streams": "SELECT count(DISTINCT stream) FROM events",
            "event_types": "SELECT count(DISTINCT type) FROM events",
            "actors": "SELECT count(DISTINCT actor) FROM events",
            "correlations": "SELECT count(DISTINCT correlation) FROM events",
            "projections": "SELECT count(*) FROM projections",
            "projection_failures": "SELECT count(*) FROM projection_failures",
            "body_bytes": "SELECT sum(size) FROM events",
            "stored_bytes": "SELECT sum(length(body)) FROM events",
            "dictionaries": "SELECT count(*) FROM dictionaries",
            "dictionary_bytes": "SELECT coalesce(sum(length(bytes)), 0) FROM dictionaries",
            "stored_documents": "SELECT count(*) FROM documents",
            "stored_document_bytes": "SELECT coalesce(sum(length(body)), 0) FROM documents",
            "snapshots": "SELECT count(*) FROM snapshots WHERE complete",
            "snapshot_bytes": "SELECT coalesce(sum(length(body)), 0) FROM snapshot_chunks",
            "file_bytes": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        ]
        for (name, sql) in independent {
            let value = try queue.read { db in try Int64.fetchOne(db, sql: sql) }
            #expect(counted[name] == value, "\(name)")
        }
        #expect(counted["tags"] == 2)
        #expect(counted["actors"] == 3)
        #expect(try store.head() == counted["events"])
    }
}
