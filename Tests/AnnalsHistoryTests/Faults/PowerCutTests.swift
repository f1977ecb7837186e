import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation
import Synchronization
import Testing

/// Wherever the power is cut, and whatever of the writes after the last sync is on the disk then:
/// every event that was acknowledged is in the store, exactly, none that was refused is, and no
/// batch is there by half; also where syncs, writes and cuts of files had failed before.
///
/// With `ANNALS_LONG_TESTS` there are thousands of cuts; else some, others in every run.
@Suite("Power cuts", .storesChecked)
struct PowerCutTests {
    private static let isLong = ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil

    // MARK: Appending

    @Test(arguments: Seeds.next(isLong ? 60 : 2))
    func loseNothingThatWasAcknowledged(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let bytes = try WritingVerb.store()
        let folder = try TemporaryDirectory()
        let faults = DiskFaults(recordingUnder: folder.path)
        let witness = Witness()
        let cuts = PowerCuts<Witness.Told>(seed: random.next())
        var log = try open(folder, bytes)
        cuts.begin(faults, in: folder, onceIn: Self.isLong ? 5 : 60) { witness.told }
        for _ in 0..<30 {
            switch random.number(0...11) {
            case 0:
                try log.emptyLog()
            case 1:
                log.close()
                log = try open(folder)
            case 2...5:
                let fault = random.element(of: DiskFault.all)
                let times = random.element(of: [1, 1, 2, 1_000])
                faults.plan(fault, atCall: random.number(1...8), times: times)
                let batch = try Batch(&random)
                witness.send(batch, to: log)
                faults.mend()
                // Whether it was stored or not: the same ids again are no other events.
                if random.once(in: 2) { witness.send(batch, to: log) }
            default:
                witness.send(try Batch(&random), to: log)
            }
        }
        log.close()
        let all = try cuts.end(faults)
        for cut in all { try check(cut) }
        #expect(all.count > (Self.isLong ? 40 : 0))
        #expect(witness.told.acknowledged.count > 10)
    }

    /// One sync of the log comes between the writes of a transaction and the answers to all whose
    /// events are in it.
    @Test(arguments: [1, 300])
    func nobodyIsAnsweredBeforeTheSync(size: Int) async throws {
        let folder = try TemporaryDirectory()
        let faults = DiskFaults(recordingUnder: folder.path)
        let log = try open(folder, try WritingVerb.store())
        defer { log.close() }
        let wal = folder.path("store.db-wal")
        func batch(_ writer: Int) throws -> [NewEvent] {
            try (0..<size).map { number in
                NewEvent(
                    stream: try StreamName("task/W\(writer)"),
                    type: try EventType("task.updated"), actor: try Actor("Agent-1"),
                    change: Change(data: ["n": .number(JSONNumber(Int64(number)))]))
            }
        }
        // The first one begins the log, which syncs it once more.
        try log.append(try batch(0))
        for _ in 0..<10 {
            let before = faults.syncs(wal).count
            try log.append(try batch(0))
            let after = faults.syncs(wal)
            #expect(after.count == before + 1 && after.isDurable)
        }
        // Many at once share syncs, and each of them comes after the append began.
        let before = faults.syncs(wal).count
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 1...8 {
                let events = try batch(writer)
                group.addTask {
                    for _ in 0..<5 {
                        let begun = faults.syncs(wal).count
                        _ = try await log.append { _, _ in events }
                        #expect(faults.syncs(wal).count > begun)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(faults.syncs(wal).count - before <= 40 && faults.syncs(wal).isDurable)
    }

    /// Events that are there together or not at all.
    private struct Batch {
        let events: [NewEvent]

        init(_ random: inout SeededRandom) throws {
            let count = random.element(of: [1, 1, 3, 12])
            let number = Int64(random.next() >> 12)
            events = try (0..<count).map { index in
                let words = (0..<random.number(1...90)).map { _ in
                    String(random.next() % 1_000_000, radix: 36)
                }
                return NewEvent(
                    stream: try StreamName("task/T\(random.number(0...6))"),
                    type: try EventType("task.updated"), actor: try Actor("Agent-1"),
                    change: Change(data: [
                        "title": .string(words.joined(separator: " ")),
                        "batch": .number(JSONNumber(number)),
                        "of": .number(JSONNumber(Int64(count))),
                    ]), id: UUID())
            }
        }
    }

    /// Keeps what a writer was told.
    private final class Witness: Sendable {
        struct Told: Sendable {
            /// Where an event is, by its id, and what it says.
            var acknowledged: [UUID: (position: Int64, data: JSONObject)] = [:]
            /// Events that are certainly not stored.
            var refused: Set<UUID> = []
        }

        private let state = Mutex(Told())

        var told: Told { state.withLock { $0 } }

        func send(_ batch: Batch, to log: EventLog) {
            let ids = batch.events.compactMap(\.id)
            // From now on they may be stored.
            state.withLock { $0.refused.subtract(ids) }
            do {
                let receipts = try log.append(batch.events)
                state.withLock { told in
                    for (event, receipt) in zip(batch.events, receipts) {
                        guard let id = event.id else { continue }
                        told.acknowledged[id] = (receipt.position, event.change.data)
                    }
                }
            } catch {
                #expect([.io, .outcomeUnknown].contains(error.code), "\(error)")
                guard error.code != .outcomeUnknown else { return }
                state.withLock { told in
                    told.refused.formUnion(ids.filter { told.acknowledged[$0] == nil })
                }
            }
        }
    }

    private func check(_ cut: PowerCuts<Witness.Told>.Cut) throws {
        let folder = try TemporaryDirectory()
        try cut.left.leave(in: folder)
        let place: Comment = "a cut before call \(cut.call)"
        let log = try open(folder)
        defer { log.close() }
        var found: [UUID: (position: Int64, data: JSONObject)] = [:]
        var batches: [String: (found: Int, of: String)] = [:]
        let cursor = EventCursor(log, EventQuery())
        while let event = try cursor.nextEvent() {
            guard let id = event.id else { continue }
            found[id] = (event.position, event.change.data)
            let of = event.change.data["of"]?.compact ?? ""
            batches[event.change.data["batch"]?.compact ?? "", default: (0, of)].found += 1
        }
        for (id, told) in cut.known.acknowledged {
            let isThere = found[id].map { $0.position == told.position && $0.data == told.data }
            #expect(isThere == true, "acknowledged at \(told.position): \(place.rawValue)")
        }
        #expect(cut.known.refused.isDisjoint(with: found.keys), place)
        for batch in batches.values { #expect("\(batch.found)" == batch.of, place) }
        try log.append(try WritingVerb.events(41...42))
    }

    private func open(
        _ folder: TemporaryDirectory, _ bytes: [UInt8]? = nil
    ) throws -> EventLog {
        if let bytes { try folder.write(bytes, to: "store.db") }
        return try EventLog(path: folder.path("store.db"), mode: .readWrite) {
            InlineProjections()
        }
    }

    // MARK: Other verbs

    @Test(arguments: WritingVerb.all, Seeds.next(isLong ? 8 : 1))
    func leaveEveryVerbDoneOrNot(_ verb: WritingVerb, seed: UInt64) throws {
        let folder = try TemporaryDirectory()
        let faults = DiskFaults(recordingUnder: folder.path)
        let log = try open(folder, try WritingVerb.store())
        try verb.prepare(log, folder)
        let before = try StoreState(log)
        let cuts = PowerCuts<Void>(seed: seed)
        cuts.begin(faults, in: folder, onceIn: Self.isLong ? 3 : 100) {}
        try verb.run(log, folder)
        let after = try StoreState(log)
        log.close()
        for cut in try cuts.end(faults) { try check(cut, verb, before, after) }
    }

    private func check(
        _ cut: PowerCuts<Void>.Cut, _ verb: WritingVerb, _ before: StoreState, _ after: StoreState
    ) throws {
        let folder = try TemporaryDirectory()
        try cut.left.leave(in: folder)
        let place: Comment = "a cut before call \(cut.call)"
        let log = try open(folder)
        defer { log.close() }
        let now = try StoreState(log)
        let isBetween = verb.hasSteps && now.changedEvents(since: after) == 0
        #expect(now == before || now == after || isBetween, place)
        let hasCopy = WritingVerb.copies.contains { cut.left.files[$0] != nil }
        var isCopied = false
        if now != after || before == after {
            do {
                try verb.run(log, folder)
            } catch let error as StoreError where error.code == .storeExists && hasCopy {
                // It came so far: the other store is there, and what says so here may be lost.
                isCopied = true
            }
        }
        let last = try StoreState(log)
        #expect(last == after || isCopied && last == now, place)
        #expect(try History(log: log).asOf(.head).damaged.isEmpty, place)
    }
}
