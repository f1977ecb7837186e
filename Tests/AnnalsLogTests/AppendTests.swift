import AnnalsModel
import Foundation
import Testing

@testable import AnnalsLog

@Suite("Appending")
struct AppendTests {
    @Test func anAppendGivesPositionsAndVersions() throws {
        try withLog { log in
            let receipts = try log.append([
                try event("task/A", "task.created", ["title": "one"]),
                try event("task/B", "task.created", ["title": "two"]),
                try event("task/A", "task.updated", ["status": "done"]),
            ])
            #expect(receipts.map(\.position) == [1, 2, 3])
            #expect(receipts.map(\.version) == [1, 1, 2])
            let document = try log.read { try $0.document(of: StreamName("task/A"), at: 3) }
            #expect(document == ["title": "one", "status": "done"])
            #expect(try log.read { try $0.document(of: StreamName("task/A"), at: 2) } == ["title": "one"])
            #expect(try EventCursor(log, EventQuery()).nextEvents().count == 3)
        }
    }

    @Test func aHigherCycleIsOpenedFirst() throws {
        try withLog { log in
            var first = try event("task/A", "task.created", [:])
            first.cycle = 3
            let receipts = try log.append([first])
            #expect(receipts.map(\.position) == [2])
            #expect(try log.read { try $0.event(at: 1).type.name } == "annals.cycle-opened")
            first.cycle = 2
            #expect(throws: StoreError(.cycleBehind, "")) { try log.append([first]) }
            first.cycle = 2000
            #expect(throws: StoreError(.cycleJump, "")) { try log.append([first]) }
            #expect(try log.read { try $0.head() } == 2)
        }
    }

    @Test func aRepeatedIdGivesTheFirstReceipt() throws {
        try withLog { log in
            var first = try event("task/A", "task.created", ["n": 1])
            first.id = UUID()
            let receipt = try log.append([first])[0]
            var again = try log.append([first, try event("task/A", "task.updated", ["n": 2])])
            #expect(again[0].wasKnown)
            #expect(again[1].position == 2)
            again[0].wasKnown = false
            #expect(again[0] == receipt)
            first.change = Change(data: ["n": 3])
            #expect(throws: StoreError(.idReused, "")) { try log.append([first]) }
        }
    }
}

func event(_ stream: String, _ type: String, _ data: JSONObject) throws -> NewEvent {
    NewEvent(
        stream: try StreamName(stream), type: try EventType(type), actor: try Actor("Agent-1"),
        change: Change(data: data))
}

func withLog(_ body: (EventLog) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("store.db").path
    try StoreFile.create(path, origin: nil) { _ in }
    let log = try EventLog(path: path, mode: .readWrite)
    defer { log.close() }
    try body(log)
}
