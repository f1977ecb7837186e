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
    var rounds: Int
    /// Where stores are made; it goes away at the end.
    let folder: TemporaryDirectory
    /// File with a real history, one event a line.
    var realHistory: String?
    /// Whether allocations are counted, in one run more of each side.
    var isCounted = true
    /// Whether programs are measured beside that are no part of Annals.
    var peers: Peers?
    /// A store with `events` events.
    let history = SharedHistory()
    /// The same with a state that stops growing.
    let steadyHistory = SharedHistory(live: SharedHistory.steadyRows)
    /// What has been found.
    var results = BenchResults()

    /// Runs a contest and keeps what comes of it.
    func hold(_ contest: Contest) throws {
        results.add(try contest.run(rounds: rounds, isCounted: isCounted))
    }

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

    /// Makes a store with the built-in projections.
    func makeStore() throws -> Store {
        try Store.create(at: newPath(), by: Actor("bench", kind: .human))
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

    /// Bytes of a store's file, which is closed.
    func fileBytes(_ path: String) throws -> Int64 {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64 ?? 0
    }
}

/// What has been found so far; printed as it comes, unless it all becomes one JSON object.
final class BenchResults {
    private(set) var contests: [ContestResult] = []
    private(set) var footprints: [Footprint] = []
    private(set) var growth: [GrowthCurve] = []
    private(set) var leftOut: [String] = []
    /// Gets each finding as text.
    var show: (String) -> Void = { _ in }

    func add(_ contest: ContestResult) {
        contests.append(contest)
        show("\n" + contest.text)
    }

    func add(_ footprint: Footprint) {
        if footprints.isEmpty { show("\nProcesses of their own") }
        footprints.append(footprint)
        show(footprint.text)
    }

    func add(_ curve: GrowthCurve) {
        growth.append(curve)
        show("\n" + curve.text)
    }

    /// Says what was wanted and could not be measured.
    func leaveOut(_ sentence: String) {
        leftOut.append(sentence)
        show("\n" + sentence)
    }
}
