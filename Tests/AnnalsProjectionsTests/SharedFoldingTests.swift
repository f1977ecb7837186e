import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsProjections

/// Projections that are filled together read the log once.
@Suite(.storesChecked) struct SharedFoldingTests {
    private let folder: TemporaryDirectory
    private let log: EventLog
    private let store: ProjectionStore
    private let actor: Actor

    init() throws {
        let made = try TestLog(hasTables: true)
        (folder, log) = (made.folder, made.log)
        store = ProjectionStore(log: log)
        actor = try Actor("tester", kind: .human)
        for name in ["cards", "notes"] {
            let source = """
                CREATE TABLE \(name) (id TEXT PRIMARY KEY, title TEXT, extra TEXT) STRICT;
                -- on \(name.dropLast()).*: merge into \(name) key id rest extra
                """
            _ = try store.add(name: name, source: source, by: actor)
        }
        let events = try (0..<100).map { number in
            NewEvent(
                stream: try StreamName(["card/", "note/"][number % 2] + "\(number % 10)"),
                type: try EventType(["card.changed", "note.changed"][number % 2]), actor: actor,
                change: Change(data: ["title": .string("t\(number)")]))
        }
        try log.append(events)
    }

    private func definitions() throws -> [ProjectionDefinition] {
        try log.read { try ProjectionStore.definitions($0) }
    }

    /// The first one's progress tells of the reading; the second has nothing left to read.
    @Test func theLogIsReadOnce() throws {
        defer { log.close() }
        var seen: [String: [Int64]] = [:]
        let done = try store.rebuild(["cards", "notes"]) { name in
            var watch = ProjectionStore.Watch()
            watch.progress = { position, _ in seen[name, default: []].append(position) }
            return watch
        }
        let head = try log.read { try $0.head() }
        #expect(done == ["cards", "notes"])
        #expect(seen == ["cards": [head, head], "notes": [head]])
        #expect(try store.check("cards").isEmpty)
        #expect(try store.check("notes").isEmpty)
    }

    @Test func whatWasErasedMeanwhileIsReadAgain() throws {
        defer { log.close() }
        let definitions = try definitions()
        let shared = try #require(
            try SharedFolding(definitions, log, ProjectionStore.Watch()))
        #expect(shared.take(definitions[0], erased: shared.erased + 1) == nil)
        #expect(shared.take(definitions[1], erased: shared.erased) != nil)
        // Each is given away once: what is filled again is read again.
        #expect(shared.take(definitions[1], erased: shared.erased) == nil)
    }

    @Test func nothingIsSharedWhereOneIsAlone() throws {
        defer { log.close() }
        let alone = Array(try definitions().prefix(1))
        #expect(try SharedFolding(alone, log, ProjectionStore.Watch()) == nil)
    }

    @Test func whatStopsGoesOnLater() throws {
        defer { log.close() }
        var watch = ProjectionStore.Watch()
        watch.isCancelled = { true }
        let stopping = watch
        #expect(throws: StoreError.self) {
            try store.rebuild(["cards", "notes"]) { _ in stopping }
        }
        #expect(try store.rebuild(["cards", "notes"]) { _ in .init() } == ["cards", "notes"])
        #expect(
            try store.check(["cards", "notes"]) { _ in .init() } == ["cards": [], "notes": []])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.contains("-rebuild-") })
    }
}
