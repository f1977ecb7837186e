import AnnalsIntegrity
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// The one door through which an event becomes rows.
@Suite(.storesChecked) struct StoringTests {
    /// A log with names of every kind, two cycles and bodies that serve as bases.
    private func fill(_ log: EventLog) throws {
        var options = AppendOptions()
        options.allowsJump = true
        for round in Int64(1)...3 {
            var first = try event("task/A", "task.created", ["n": .number(JSONNumber(round))])
            first.correlation = "run-\(round)"
            first.occurredAt = Timestamp(microseconds: -1)
            first.id = UUID()
            var second = try event(
                "file/B", "file.written",
                ["text": .string(String(repeating: "some words \(round) ", count: 100))])
            second.cycle = round * 2_000
            second.causation = .back(1)
            try log.append([first, second], options)
        }
    }

    private func sealed(_ log: EventLog) throws -> [SealedEvent] {
        try log.read { reader in
            var events: [SealedEvent] = []
            try EventTable(reader.statements).forEach(after: 0, through: try reader.head()) {
                row throws(StoreError) in
                events.append(try reader.sealed(row))
            }
            return events
        }
    }

    private func secrets(_ log: EventLog, _ stream: StreamName) throws -> [EpochSecret] {
        try log.read { reader in
            guard let (id, _) = try reader.end(of: stream) else { return [] }
            return try reader.bodies.secrets(of: id)
        }
    }

    private func store(_ events: [SealedEvent], of source: EventLog, in log: EventLog) throws {
        try log.write { transaction in
            for event in events {
                let secrets = try secrets(source, event.stream)
                try transaction.store(event) { () throws(StoreError) in secrets }
            }
        }
    }

    private func head(_ log: EventLog) throws -> TreeTable.Head {
        try log.read { reader in try TreeTable(reader.statements).head() }
    }

    @Test func anotherStoreGetsTheSameEventsAndLeaves() throws {
        try withLog { source in
            try fill(source)
            let events = try sealed(source)
            #expect(events.count == 9)
            try withLog { copy in
                try store(Array(events.prefix(4)), of: source, in: copy)
                try store(Array(events.dropFirst(4)), of: source, in: copy)
                #expect(try head(copy).frontier == head(source).frontier)
                #expect(try head(copy).storedBytes == head(source).storedBytes)
                #expect(try copy.read { try $0.cycle() } == 6_000)
                for event in events {
                    #expect(
                        try copy.read { try $0.event(at: event.position) }
                            == source.read { try $0.event(at: event.position) })
                }
            }
        }
    }

    @Test func whatIsErasedStaysADigest() throws {
        try withLog { source in
            try fill(source)
            let erased = try source.read { try $0.head() }
            let before = try sealed(source)[Int(erased) - 1]
            let statement = ErasureStatement(
                scope: .position(erased), actor: try Actor("maria", kind: .human), reason: "asked")
            _ = try source.write { transaction in
                let place = try EventTable(transaction.statements).place(at: erased)
                return try transaction.erase([try #require(place)], statement)
            }
            let events = try sealed(source)
            let last = events[Int(erased) - 1]
            #expect(last.body == nil && last.digest == before.digest)
            try withLog { copy in
                try copy.withTransaction { target in
                    try source.readDatabase { reader, _ in
                        try SecretTable(reader.statements).copySalts(
                            through: erased, to: SecretTable(target.statements))
                    }
                    target.touch()
                }
                try store(events, of: source, in: copy)
                #expect(try copy.read { try $0.event(at: last.position).isErased })
                #expect(try head(copy).frontier == head(source).frontier)
                #expect(try head(copy).bodyBytes == head(source).bodyBytes)
            }
        }
    }

    @Test func onlyTheNextEventIsStored() throws {
        try withLog { source in
            try fill(source)
            let events = try sealed(source)
            // The third of them opens a cycle, the fourth is the second of its stream.
            #expect(events[1].opensCycle && events[3].version == 2)
            let before = Timestamp(microseconds: events[2].recordedAt.microseconds - 1)
            let strangers = [
                events[3].changed(position: 5), events[3].changed(position: 3),
                events[3].changed(version: 3), events[3].changed(version: 1),
                events[3].changed(cycle: 1_999), events[3].changed(cycle: 2_001),
                events[3].changed(recordedAt: before), events[4],
            ]
            for stranger in strangers {
                try withLog { copy in
                    try store(Array(events.prefix(3)), of: source, in: copy)
                    #expect(throws: StoreError(.corrupt, "")) {
                        try store([stranger], of: source, in: copy)
                    }
                    #expect(try head(copy).frontier.size == 3)
                    try store([events[3]], of: source, in: copy)
                }
            }
            try withLog { copy in
                #expect(throws: StoreError(.corrupt, "")) {
                    try store([events[0].changed(cycle: 1)], of: source, in: copy)
                }
            }
        }
    }

    @Test func idsOfNamesThatWereUndoneAreGivenAgain() throws {
        struct Undone: Error {}
        try withLog { log in
            try log.append([try event("task/A", "task.created")])
            for _ in 1...2 {
                #expect(throws: Undone.self) {
                    try log.withTransaction { transaction in
                        var new = try event("task/B", "task.undone")
                        new.correlation = "undone"
                        _ = try transaction.append([new])
                        throw Undone()
                    }
                }
            }
            var new = try event("task/C", "task.moved")
            new.correlation = "kept"
            try log.append([new])
            try log.read { reader throws in
                for table in ["event_types", "correlations", "streams"] {
                    let count = try reader.statements.integer("SELECT count(*) FROM \(table)")
                    let last = try reader.statements.integer("SELECT max(id) FROM \(table)")
                    #expect(count == last, "\(table)")
                }
                #expect(try reader.event(at: 2).type.name == "task.moved")
                #expect(try reader.event(at: 2).correlation == "kept")
            }
        }
    }
}

extension SealedEvent {
    /// The same event with some of it changed.
    fileprivate func changed(
        position: Int64? = nil, version: Int64? = nil, cycle: Int64? = nil,
        recordedAt: Timestamp? = nil
    ) -> SealedEvent {
        SealedEvent(
            position: position ?? self.position, stream: stream, version: version ?? self.version,
            type: type, actor: actor, cycle: cycle ?? self.cycle,
            recordedAt: recordedAt ?? self.recordedAt, occurredAt: occurredAt,
            correlation: correlation, causation: causation, id: id,
            content: content)
    }
}
