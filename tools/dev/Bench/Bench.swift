import Annals
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation

/// What every benchmark is given.
struct Bench {
    /// Seed of the workload.
    let seed: UInt64
    /// Events of the larger benchmarks.
    let events: Int
    /// How often each side runs.
    let rounds: Int
    /// Where stores are made; it goes away at the end.
    let folder: TemporaryDirectory
    /// File with a real history, one event a line.
    var realHistory: String?
    /// A store with `events` events.
    let history = SharedHistory()

    /// The workload's events.
    func workload(_ count: Int) -> [NewEvent] {
        Array(Workload(seed: seed, events: count))
    }

    /// A path in the folder that nothing is at.
    func newPath() -> String {
        folder.path("\(UUID().uuidString).db")
    }

    /// Makes a log without any projection.
    func makeLog() throws -> EventLog {
        let path = newPath()
        try StoreFile.create(path, origin: nil) { _ in }
        return try EventLog(path: path, mode: .readWrite)
    }

    /// Makes a log with the built-in projections.
    func makeLogWithTables() throws -> EventLog {
        let path = newPath()
        try Store.create(at: path, by: Actor("bench", kind: .human)).close()
        return try EventLog(path: path, mode: .readWrite) { InlineProjections() }
    }

    /// Appends events in batches of a size.
    func append(_ events: [NewEvent], batch: Int, to log: EventLog) throws {
        for start in stride(from: 0, to: events.count, by: batch) {
            _ = try log.append(Array(events[start..<min(start + batch, events.count)]))
        }
    }

    /// The rows that Annals stores for events, for the bare store to write.
    func bareSource(_ events: [NewEvent]) throws -> BareSource {
        let log = try makeLog()
        try append(events, batch: 1000, to: log)
        log.close()
        defer { remove(log.path) }
        return try BareSource(store: log.path)
    }

    /// The same with what the built-in projections write to their tables.
    func bareSourceWithTables(_ events: [NewEvent]) throws -> BareSource {
        let log = try makeLogWithTables()
        let recorder = try TableRecorder(
            log,
            tables: [
                "agent_workspaces", "agent_tasks", "agent_messages", "configuration",
                "project_analysis",
            ])
        try append(events, batch: 1000, to: log)
        let rows = try recorder.changes(log)
        log.close()
        defer { remove(log.path) }
        let source = try BareSource(store: log.path)
        source.add(rows)
        return source
    }

    /// Removes a store and the files beside it.
    func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-lock"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    /// A side that writes the rows of a source with the bare store, in events a second.
    func bareSide(
        _ name: String, _ source: BareSource, batch: Int, cpu: Figures? = nil
    ) -> Contest.Side {
        Contest.Side(name: name) {
            let path = newPath()
            defer { remove(path) }
            let store = try BareStore(path: path, source: source)
            let time = try Measurement.of {
                for _ in stride(from: 0, to: source.count, by: batch) {
                    try store.append(batch)
                }
            }
            cpu?.values.append(time.cpuSeconds / Double(source.count) * 1e6)
            return Double(source.count) / time.seconds
        }
    }

    /// A side that appends events to a new log in batches, in events a second.
    func annalsSide(
        _ name: String, _ events: [NewEvent], batch: Int, cpu: Figures? = nil,
        _ make: @escaping () throws -> EventLog
    ) -> Contest.Side {
        Contest.Side(name: name) {
            let log = try make()
            defer { remove(log.path) }
            defer { log.close() }
            let time = try Measurement.of { try append(events, batch: batch, to: log) }
            cpu?.values.append(time.cpuSeconds / Double(events.count) * 1e6)
            return Double(events.count) / time.seconds
        }
    }
}
