import Annals
import AnnalsHooks
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// What the store cannot take waits, and is stored once.
@Suite(.storesChecked) struct HookSpoolTests {
    private let folder: TemporaryDirectory
    private let path: String

    init() throws {
        folder = try TemporaryDirectory()
        path = folder.path("annals.db")
    }

    private func call(_ number: Int) throws -> HookCall {
        try HookCall(
            .claudeCode,
            reading: Array(
                #"{"session_id":"S","hook_event_name":"Notification","n":\#(number)}"#.utf8))
    }

    private func numbers() throws -> [Int64] {
        let store = try Store(opening: path, mode: .readOnly)
        defer { store.close() }
        var numbers: [Int64] = []
        let events = store.events(EventQuery(category: "session"))
        while let event = try events.next() {
            numbers.append(event.context["payload"]?.asObject?["n"]?.asInt64 ?? -1)
        }
        return numbers
    }

    @Test func aStoreThatIsNotThereYet() throws {
        let door = HookDoor(ofStore: path)
        for number in 1...5 { #expect(try door.take(call(number)) == .waits) }
        #expect(door.spool.counts().waiting == 5)
        #expect(throws: StoreError(.storeMissing, "")) { _ = try door.drain() }
        try Store.create(at: path, by: Actor("maker")).close()
        #expect(try door.drain() == HookDrain(stored: 5))
        #expect(try door.drain() == HookDrain())
        #expect(try numbers() == [1, 2, 3, 4, 5])
        #expect(door.spool.counts().waiting == 0)
        var status = stat()
        #expect(stat(door.spool.folder, &status) == 0 && status.st_mode & 0o777 == 0o700)
    }

    @Test func aCallThatIsStoredAlreadyIsNotStoredAgain() throws {
        try Store.create(at: path, by: Actor("maker")).close()
        let door = HookDoor(ofStore: path)
        let call = try call(1)
        // Killed after it was stored and before it was removed.
        _ = try door.spool.add(call)
        #expect(door.take(call) == .stored)
        #expect(try door.drain() == HookDrain(known: 1))
        #expect(try numbers() == [1])
    }

    @Test func severalAtOnceStoreEachOnce() async throws {
        let door = HookDoor(ofStore: path)
        for number in 1...300 { _ = try door.spool.add(call(number)) }
        try Store.create(at: path, by: Actor("maker")).close()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { _ = try HookDoor(ofStore: door.path).drain() }
            }
            try await group.waitForAll()
        }
        #expect(try numbers() == Array(1...300))
    }

    @Test func whatIsNoCallIsPutAside() throws {
        try Store.create(at: path, by: Actor("maker")).close()
        let door = HookDoor(ofStore: path)
        let name = try door.spool.add(call(1))
        try Data("half a ca".utf8).write(to: URL(filePath: "\(door.spool.folder)/\(name)"))
        _ = try door.spool.add(call(2))
        #expect(try door.drain() == HookDrain(stored: 1, refused: 1))
        #expect(try numbers() == [2])
        let trouble = "\(door.spool.folder)/\(HookSpool.troubleName)"
        #expect(try String(contentsOfFile: trouble, encoding: .utf8).contains("put aside"))
    }
}
