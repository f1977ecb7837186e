import AnnalsModel
import AnnalsTesting
import Synchronization
import Testing

@testable import AnnalsLog

/// What holds at the door of the log: who decides there sees its end, and what is stored is what
/// was sealed.
@Suite(.storesChecked) struct DoorTests {
    /// Whatever a test does to the file.
    private func damage(_ log: EventLog, _ sql: String) throws {
        try log.write { transaction in
            try transaction.statements.run(sql)
            transaction.touch()
        }
    }

    @Test func eventsAreDecidedAtTheEndOfTheLog() throws {
        try withLog { log in
            try log.append([try event("task/A", "task.created", ["n": 1])])
            let seen = Mutex<[Int64]>([])
            for _ in 1...3 {
                let receipts = try log.append { reader, head throws(StoreError) in
                    seen.withLock { $0.append(head) }
                    let name = try StreamName("task/A")
                    let n = try reader.document(of: name, at: head)?["n"]?.asInt64 ?? 0
                    var new = NewEvent(
                        stream: name, type: try EventType("task.counted"),
                        actor: try Actor("Agent-1"))
                    new.change = Change(data: ["n": .number(JSONNumber(n + 1))])
                    return [new]
                }
                #expect(receipts.count == 1)
            }
            #expect(seen.withLock { $0 } == [1, 2, 3])
            let document = try log.read { reader in
                try reader.document(of: try StreamName("task/A"), at: 4)
            }
            #expect(document == ["n": 4])
            #expect(try log.append { _, _ in [] }.isEmpty)
            #expect(try log.read { try $0.head() } == 4)
        }
    }

    @Test func whatADecisionThrowsComesOutAsItIs() async throws {
        struct OwnError: Error {}
        try withLog { log in
            let own = StoreError(.notFound, "a sentence of its own")
            let error = try #require(throws: StoreError.self) {
                try log.append { _, _ throws(StoreError) in throw own }
            }
            #expect(error.code == .notFound && error.message == own.message)
            #expect(try log.read { try $0.head() } == 0)
        }
        let folder = try TemporaryDirectory()
        try StoreFile.create(folder.path("store.db"), origin: nil) { _ in }
        let log = try EventLog(path: folder.path("store.db"), mode: .readWrite)
        defer { log.close() }
        await #expect(throws: OwnError.self) {
            try await log.append { _, _ in throw OwnError() }
        }
        #expect(try log.read { try $0.head() } == 0)
    }

    @Test func theStoresOwnEventOpensItsCycleOnce() throws {
        try withLog { log in
            let maria = try Actor("maria", kind: .human)
            let receipts = try log.append(.administration) { reader, _ throws(StoreError) in
                [try .cycleOpened(after: try reader.cycle(), by: maria, note: "first")]
            }
            #expect(receipts.map(\.position) == [1] && receipts.map(\.cycle) == [1])
            let cycles = try log.read { try AdministrationTables($0.statements).cycles() }
            #expect(cycles.map(\.number) == [1] && cycles.map(\.note) == ["first"])
        }
    }

    /// The end of a stream by the table `streams` and by its last event.
    @Test(
        .storesUnchecked("damaged on purpose"),
        arguments: [
            "UPDATE streams SET version = 3 WHERE key = 'A'",
            "UPDATE streams SET version = 1 WHERE key = 'A'",
            "UPDATE streams SET head = 1 WHERE key = 'A'",
            "UPDATE streams SET head = 2 WHERE key = 'A'",
            "UPDATE streams SET head = 7 WHERE key = 'A'",
        ])
    func aStreamEndsWithItsLastEvent(_ sql: String) throws {
        try withPath { path in
            try StoreFile.create(path, origin: nil) { _ in }
            let log = try EventLog(path: path, mode: .readWrite)
            for stream in ["task/A", "task/B", "task/A"] {
                try log.append([try event(stream, "task.created")])
            }
            try damage(log, sql)
            log.close()
            let again = try EventLog(path: path, mode: .readWrite)
            defer { again.close() }
            let error = try #require(throws: StoreError.self) {
                try again.append([try event("task/A", "task.moved")])
            }
            #expect(error.code == .corrupt && error.position != nil, "\(error.message)")
            // Others go on.
            #expect(try again.append([try event("task/B", "task.moved")])[0].position == 4)
        }
    }

    /// The end of the log by what was sealed and by what stands in the file.
    @Test(arguments: [
        "DELETE FROM events WHERE position = 2",
        "UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 2",
        "UPDATE events SET position = 9 WHERE position = 2",
    ])
    func theLogEndsWithWhatWasSealedLast(_ sql: String) throws {
        try withLog { log in
            try log.append([try event("task/A", "task.created")])
            let error = try #require(throws: StoreError.self) {
                try log.write { transaction in
                    _ = try transaction.append([try event("task/A", "task.moved")])
                    try transaction.statements.run(sql)
                }
            }
            #expect(error.code == .corrupt && error.position == 2, "\(error.message)")
            #expect(try log.append([try event("task/A", "task.moved")])[0].version == 2)
        }
    }

    /// Where the ends are written, there must be a row for each of them.
    @Test(arguments: ["DELETE FROM head", "DELETE FROM streams WHERE key = 'A'"])
    func endsAreWrittenToRowsThatAreThere(_ sql: String) throws {
        try withLog { log in
            try log.append([try event("task/A", "task.created")])
            #expect(throws: StoreError(.corrupt, "")) {
                try log.write { transaction in
                    _ = try transaction.append([try event("task/A", "task.moved")])
                    try transaction.statements.run(sql)
                }
            }
            #expect(try log.append([try event("task/A", "task.moved")])[0].version == 2)
        }
    }
}
