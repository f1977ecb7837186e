import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// Many events that are appended together are sealed on another thread while others are stored:
/// nothing of that may be seen in the file.
@Suite("Appending many", .storesChecked)
struct PipelineTests {
    /// What is stored of every event, but for what secrets and the clock say.
    private func rows(_ log: EventLog) throws -> [String] {
        try log.read { reader throws in
            let rows = try reader.statements.statement(
                """
                SELECT position, stream, version, type, actor, cycle, correlation, causation,
                    hex(id), size, dictionary, base, hex(substr(body, 5)) FROM events
                ORDER BY position
                """)
            return try rows.map { row in
                (0..<13).map { row.optionalText($0) ?? "-" }.joined(separator: "|")
            }
        }
    }

    private func documents(_ log: EventLog) throws -> [String] {
        try log.read { reader throws in
            let rows = try reader.statements.statement(
                "SELECT stream, version, length(body) FROM documents ORDER BY stream, version")
            return try rows.map { row in (0..<3).map(row.text).joined(separator: "|") }
        }
    }

    private func uuid(_ random: inout SeededRandom) -> UUID {
        let halves = (random.next(), random.next())
        return withUnsafeBytes(of: halves) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// Events of all sorts: many of few streams, new ones, cycles, causes, ids, some large.
    private func events(_ random: inout SeededRandom, _ count: Int) throws -> [NewEvent] {
        var events: [NewEvent] = []
        var cycle: Int64 = 1
        for index in 0..<count {
            let text = (0..<random.number(1...40)).map { _ in
                ["alpha", "beta", "gamma", "delta", "\u{e9}"][random.number(0...4)]
            }
            var event = try event(
                "task/T\(random.number(0...20))", "task.updated",
                [
                    "title": .string(text.joined(separator: " ")),
                    "n": .number(JSONNumber(Int64(index))),
                ])
            if random.once(in: 31) { cycle += Int64(random.number(1...3)) }
            event.cycle = random.once(in: 2) ? nil : cycle
            if event.cycle == nil { cycle = max(cycle, 1) }
            if random.once(in: 4) { event.id = uuid(&random) }
            if index > 0, random.once(in: 6) { event.causation = .back(1) }
            if let id = events.last?.id { event.causation = .event(id) }
            if random.once(in: 61) { event.change = Change(deleted: true) }
            if random.once(in: 81) {
                let noise = (0..<40_000).map { _ in String(random.number(0...9)) }
                event.change.data = ["large": .string(noise.joined())]
                event.change.deleted = false
            }
            events.append(event)
        }
        return events
    }

    @Test(arguments: Seeds.next(2))
    func manyAreStoredAsOneByOne(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let events = try events(&random, 700)
        try withLog { together throws in
            try withLog { apart throws in
                let receipts = try together.append(events)
                var others: [Receipt] = []
                for (index, var event) in events.enumerated() {
                    if case .back(let back) = event.causation {
                        event.causation = .position(others[index - back].position)
                    }
                    others += try apart.append([event])
                }
                #expect(receipts.map(\.position) == others.map(\.position))
                #expect(receipts.map(\.version) == others.map(\.version))
                #expect(receipts.map(\.cycle) == others.map(\.cycle))
                #expect(try rows(together) == rows(apart))
                #expect(try documents(together) == documents(apart))
            }
        }
    }

    @Test func idsOfTheSameBatchAreKnown() throws {
        try withLog { log throws in
            var events = try (0..<500).map { try number($0) }
            events[3].id = UUID()
            events[300].id = UUID()
            // One whose first is stored by then, and one whose first is still on its way.
            events[310] = events[300]
            events[499] = events[3]
            let receipts = try log.append(events)
            #expect(receipts[310].wasKnown && receipts[310].position == receipts[300].position)
            #expect(receipts[499].wasKnown && receipts[499].position == 4)
            #expect(try log.read { try $0.head() } == 498)
        }
    }

    /// The refusals of a batch, by the place of the event and what it breaks.
    @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 200, 498, 499])
    func theRefusedOneIsNamed(place: Int) throws {
        try withLog { log throws in
            try log.append([try event("task/B", "task.created")])
            var events = try (0..<500).map { try number($0) }
            events[place].expected = .exactly(7_000)
            let behind = try refusal(log, events)
            #expect(behind.error.code == .versionConflict && behind.index == place)
            events[place].expected = .any
            #expect(try log.read { try $0.head() } == 1)
            #expect(try log.append(events).map(\.version) == Array(1...500))
        }
    }

    /// The first one counts, although the second is refused when it is decided, which comes before
    /// the first is sealed.
    @Test func theFirstRefusedOneIsNamed() throws {
        try withLog { log throws in
            var events = try (0..<500).map { try number($0) }
            let large = String(repeating: "x", count: Limits.bodyBytesMax)
            events[200].change.data = ["large": .string(large)]
            events[202].expected = .exactly(7_000)
            let refused = try refusal(log, events)
            #expect(refused.error.code == .tooLarge && refused.index == 200)
            #expect(try log.read { try $0.head() } == 0)
        }
    }

    /// An id that is asked for while its event is on its way has all before it stored first, one of
    /// which may be refused then.
    @Test func theFirstRefusedOneIsNamedWhereAnIDIsAskedFor() throws {
        try withLog { log throws in
            for repeats in [true, false] {
                var events = try (0..<200).map { try number($0) }
                events[0].id = UUID()
                let large = String(repeating: "x", count: Limits.bodyBytesMax)
                events[1].change.data = ["large": .string(large)]
                if repeats {
                    events[2] = events[0]
                } else {
                    events[2].causation = events[0].id.map { .event($0) }
                }
                let refused = try refusal(log, events)
                #expect(refused.error.code == .tooLarge && refused.index == 1)
                #expect(try log.read { try $0.head() } == 0)
            }
        }
    }

    /// A stream that would have been made by an event that is refused is not there afterwards.
    @Test func aStreamThatIsMadeForNothingGoesAgain() throws {
        try withLog { log throws in
            var events = try ["A", "B", "A", "B"].map { try event("task/\($0)", "task.made") }
            events[0].expected = .exists
            let results = try log.append(each: events)
            #expect(results.map { (try? $0.get())?.version } == [nil, 1, 1, 2])
        }
    }

    private func number(_ number: Int) throws -> NewEvent {
        try event("task/A", "task.updated", ["n": .number(JSONNumber(Int64(number)))])
    }

    private func refusal(
        _ log: EventLog, _ events: [NewEvent]
    ) throws -> (error: StoreError, index: Int) {
        let error = try #require(throws: StoreError.self) { try log.append(events) }
        let refusal = try #require(error.cause as? BatchRefusal)
        return (error, refusal.index)
    }
}
