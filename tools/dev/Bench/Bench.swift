import AnnalsLog
import AnnalsModel
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

    /// Removes a store and the files beside it.
    func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-lock"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }
}
