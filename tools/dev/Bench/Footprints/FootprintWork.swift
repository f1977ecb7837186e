import Annals
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation

/// Work that a process of its own does, for its memory and its bytes.
enum FootprintWork: String, CaseIterable {
    case appendLog = "append-log"
    case appendTables = "append-tables"
    case rebuild
    case check
    case verifyLog = "verify-log"
    case verify
    case search
    case queryAt = "query-at"
    case restore

    /// Whether it begins with a store that is there, or makes one.
    var needsHistory: Bool { self != .appendLog && self != .appendTables }

    /// Does it.
    ///
    /// - Parameters:
    ///   - path: The store that is there; else where one is made.
    ///   - events: Number of events to append.
    func run(_ path: String, events: Int, seed: UInt64) throws -> Footprint {
        let allocator = AllocationSum()
        var head = events
        let before = try ProcessUse()
        let time = try Measurement.of {
            if needsHistory {
                let store = try Store(opening: path)
                defer { store.close() }
                head = Int(try store.head())
                try allocator.add { try read(store, beside: path, seed: seed) }
            } else {
                try append(path, events: events, seed: seed, allocator)
            }
        }
        let after = try ProcessUse()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
        return Footprint(
            name: rawValue, events: head, seconds: time.seconds, cpuSeconds: time.cpuSeconds,
            peakBytes: after.peakBytes, writtenBytes: after.writtenBytes - before.writtenBytes,
            fileBytes: size ?? 0,
            allocations: Allocations.areCounted ? Double(allocator.calls) / Double(head) : nil)
    }

    /// Events come one batch at a time, so that none but the store keeps any; what makes them is
    /// in the seconds, and not in the allocations.
    private func append(
        _ path: String, events: Int, seed: UInt64, _ allocator: AllocationSum
    ) throws {
        let target: BenchTarget
        if self == .appendLog {
            try StoreFile.create(path, origin: nil) { _ in }
            target = BenchTarget(try EventLog(path: path, mode: .readWrite))
        } else {
            target = BenchTarget(try Store.create(at: path, by: Actor("bench", kind: .human)))
        }
        defer { target.close() }
        var workload = Workload(seed: seed, events: events, live: SharedHistory.steadyRows)
        var batch: [NewEvent] = []
        while true {
            batch.removeAll(keepingCapacity: true)
            while batch.count < 1000, let event = workload.next() { batch.append(event) }
            guard !batch.isEmpty else { return }
            try allocator.add { try target.append(batch) }
        }
    }

    private func read(_ store: Store, beside path: String, seed: UInt64) throws {
        switch self {
        case .appendLog, .appendTables:
            break
        case .rebuild, .check, .verifyLog, .verify, .search:
            try StoreWork(rawValue: rawValue)?.run(on: store)
        case .queryAt:
            let moments = try PastMoments(store, seed: seed)
            for moment in moments.random { try moments.ask(at: moment) }
        case .restore:
            let copy = path + ".restored"
            try store.restore(
                at: .position(try store.head()), to: copy, by: Actor("bench", kind: .human))
            try FileManager.default.removeItem(atPath: copy)
        }
    }
}

/// Calls of the allocator during several pieces of work.
private final class AllocationSum {
    private(set) var calls: Int64 = 0

    func add(_ work: () throws -> Void) rethrows {
        calls += try Allocations.during(work)
    }
}
