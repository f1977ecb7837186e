import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@Suite("Restore", .storesChecked)
struct RestoreTests {
    let maria: Actor

    init() throws {
        maria = try Actor("maria", kind: .human)
    }

    @Test(arguments: Seeds.next()) func aNewStoreEndsAtTheMoment(seed: UInt64) throws {
        var generator = try RandomHistory(seed: seed)
        let store = try EmptyStore()
        try store.fill(&generator, events: 700)
        let events = try store.events()
        let head = try store.head()
        for at in [0, 1, 255, 256, 300, head] {
            let path = store.folder.path("fork-\(at).db")
            var shares: [Double] = []
            let made = try store.history.restore(
                at: .position(at), to: path, by: maria, progress: { shares.append($0) })
            #expect(made.position == at)
            #expect(made.path == path)
            #expect(at == 0 || shares.last == 1)
            let fork = try EventLog(path: path, mode: .readWrite)
            defer { fork.close() }
            #expect(try all(fork) == Array(events.prefix(Int(at))), "seed \(seed)")
            for stream in generator.streams {
                let document = try fork.read { try $0.document(of: stream, at: at) }
                #expect(try document == store.document(stream, at: at), "seed \(seed)")
            }
            try goesOn(fork, after: at, generator.streams[0])
        }
    }

    private func all(_ log: EventLog) throws -> [Event] {
        var query = EventQuery()
        query.includesAdministration = true
        let cursor = EventCursor(log, query)
        var events: [Event] = []
        while let event = try cursor.nextEvent() { events.append(event) }
        return events
    }

    private func goesOn(_ fork: EventLog, after at: Int64, _ stream: StreamName) throws {
        let event = NewEvent(
            stream: stream, type: try EventType("\(stream.category).updated"), actor: maria,
            change: Change(data: ["forked": true]))
        #expect(try fork.append([event])[0].position == at + 1)
        let document = try fork.read { try $0.document(of: stream, at: at + 1) }
        #expect(document?["forked"] == true)
    }

    @Test func sameRootAnotherNameAndTheClockAsItWas() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["title": "one"])
        _ = try store.log.write { try $0.openCycle(4, by: maria, note: "four") }
        _ = try store.log.write { try $0.setTag("here", at: 1, by: maria) }
        let at = try store.head()
        let root = try store.log.read { try $0.statements.text("SELECT hex(root) FROM head") }
        _ = try store.log.write { try $0.openCycle(5, by: maria, note: "five") }
        _ = try store.log.write { try $0.setTag("here", at: at, by: maria) }
        _ = try store.log.write { try $0.setTag("later", at: at, by: maria) }
        try store.append("hidden/X", ["title": "never seen before"], by: "stranger")
        let path = store.folder.path("fork.db")
        let made = try store.history.restore(at: .position(at), to: path, by: maria)
        #expect(made.root.uppercased() == root)
        let fork = try EventLog(path: path, mode: .readOnly)
        defer { fork.close() }
        #expect(try fork.read { try $0.cycle() } == 4)
        #expect(try fork.read { try $0.position(of: .tag("here")) } == 1)
        #expect(throws: StoreError(.notFound, "")) {
            try fork.read { try $0.position(of: .tag("later")) }
        }
        let (old, new) = try (
            store.log.read { try $0.statements.text("SELECT origin FROM store") },
            fork.read { try $0.statements.text("SELECT origin FROM store") }
        )
        #expect(new == made.origin)
        let id = try fork.read { try $0.statements.text("SELECT lower(hex(id)) FROM store") }
        #expect(new == "\(old)/fork/\(id.prefix(8))")
        let from = try fork.read { reader in
            try reader.statements.text("SELECT hex(forked_from) || forked_at FROM store")
        }
        let parent = try store.log.read { try $0.statements.text("SELECT hex(id) FROM store") }
        #expect(from == "\(parent)\(at)")
        let bytes = try Data(contentsOf: URL(filePath: path))
        for later in ["never seen before", "stranger", "hidden", "five"] {
            #expect(bytes.range(of: Data(later.utf8)) == nil, "\(later) is in the new store")
        }
        #expect(try store.events().last?.type.name == "annals.restored")
    }

    @Test func neverOverwritesAndLeavesNothingBehind() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["title": "one"])
        let path = try store.folder.write("something", to: "there")
        #expect(throws: StoreError(.storeExists, "")) {
            try store.history.restore(at: .head, to: path, by: maria)
        }
        #expect(try store.folder.read("there") == Array("something".utf8))
        let none = store.folder.path("none.db")
        #expect(throws: StoreError(.beyondHead, "")) {
            try store.history.restore(at: .position(9), to: none, by: maria)
        }
        #expect(throws: StoreError(.interrupted, "")) {
            try store.history.restore(at: .head, to: none, by: maria) { _ in
                throw StoreError(.interrupted, "stopped")
            }
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: store.folder.path)
        #expect(left.filter { $0.hasPrefix("none") }.isEmpty)
        #expect(try store.head() == 1)
    }
}

extension StatementCache {
    /// The first column of the first row as text.
    fileprivate func text(_ sql: String) throws -> String {
        let row = try statement(sql)
        defer { row.reset() }
        return try row.step() ? row.text(0) : ""
    }
}
