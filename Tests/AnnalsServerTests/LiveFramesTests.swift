import Annals
import AnnalsModel
import AnnalsTesting
import NIOCore
import Testing

@testable import AnnalsServer

/// The last events, written once for all who follow.
@Suite(.storesChecked) struct LiveFramesTests {
    private func append(_ count: Int, to store: Store, bytes: Int = 1) async throws {
        let actor = try Actor("Tern")
        let text = JSONValue.string(String(repeating: "x", count: bytes))
        var events: [NewEvent] = []
        for number in 0..<count {
            events.append(
                NewEvent(
                    stream: try StreamName("gauge/\(number % 3)"),
                    type: try EventType("gauge.read"),
                    actor: actor, change: Change(data: ["n": text])))
        }
        try await store.append(events)
    }

    private func positions(_ frames: ArraySlice<LiveFrames.Frame>?) throws -> [Int64] {
        try #require(frames).map(\.event.position)
    }

    @Test func rangesAreHeldAsTheLogHasThem() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let frames = LiveFrames(served.store)
        let start = try await served.store.head()
        try await append(5, to: served.store)
        let head = start + 5
        #expect(
            try positions(await frames.frames(after: start, through: head))
                == Array(start + 1...head))
        #expect(
            try positions(await frames.frames(after: head - 2, through: head)) == [head - 1, head])
        // What comes is added, and one who is further back reads alone.
        try await append(2, to: served.store)
        #expect(
            try positions(await frames.frames(after: head, through: head + 2)) == [
                head + 1, head + 2,
            ])
        #expect(await frames.frames(after: start - 1, through: head + 2) == nil)
        let all = try #require(await frames.joined(after: start, through: head + 2))
        let text = String(buffer: all)
        let ids = text.split(separator: "\n").filter { $0.hasPrefix("id: ") }
        #expect(ids.count == 7 && ids.last?.hasSuffix("-\(head + 2)") == true)
        frames.forget()
        #expect(try positions(await frames.frames(after: head, through: head + 1)) == [head + 1])
    }

    @Test func onlyTheLastAreHeld() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let frames = LiveFrames(served.store)
        let start = try await served.store.head()
        try await append(12, to: served.store, bytes: 1 << 20)
        #expect(await frames.frames(after: start, through: start + 12) == nil)
        #expect(
            try positions(await frames.frames(after: start + 10, through: start + 12)).count == 2)
        try await append(2_001, to: served.store)
        #expect(await frames.frames(after: start + 12, through: start + 12 + 2_001) == nil)
    }

    /// What is told from the frames is what the log gives for the same question.
    @Test func questionsAreAnsweredAsByTheLog() async throws {
        let served = try ServedStore()
        defer { served.close() }
        try await append(6, to: served.store)
        let store = served.store
        let task = try StreamName("task/A")
        let queries = [
            EventQuery(), EventQuery(includesAdministration: true), EventQuery(stream: task),
            EventQuery(category: "gauge"), EventQuery(category: "annals"),
            EventQuery(type: try EventType("gauge.read")), EventQuery(actor: "Tern"),
            EventQuery(actor: "Heron", includesAdministration: true),
            EventQuery(category: "task", type: try EventType("gauge.read")),
            EventQuery(correlation: "none"),
            EventQuery(stream: try StreamName("annals/projections")),
        ]
        let head = try await store.head()
        for query in queries {
            let frames = LiveFrames(store)
            let held = try #require(await frames.frames(after: 0, through: head))
            var wanted: [Int64] = []
            let events = store.events(query)
            while let event = try events.next() { wanted.append(event.position) }
            #expect(held.filter { query.admits($0.event) }.map(\.event.position) == wanted)
        }
    }
}
