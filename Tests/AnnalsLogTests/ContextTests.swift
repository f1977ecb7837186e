import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// Contexts are kept and found, and change no document; causes may be named by their ids.
@Suite(.storesChecked) struct ContextTests {
    private func event(
        _ stream: String, data: JSONObject = [:], context: JSONObject = [:]
    ) throws -> NewEvent {
        var event = try AnnalsLogTests.event(stream, "task.called", data)
        event.context = context
        return event
    }

    private func positions(_ log: EventLog, _ query: EventQuery) throws -> [Int64] {
        var positions: [Int64] = []
        let cursor = EventCursor(log, query)
        while let event = try cursor.nextEvent() { positions.append(event.position) }
        return positions
    }

    @Test func aFactMakesNoDocument() throws {
        try withLog { log throws in
            let stream = try StreamName("task/A")
            func document() throws -> JSONObject? {
                try log.read { reader in try reader.document(of: stream, at: reader.head()) }
            }
            let fact = try event("task/A", context: ["tool": "x"])
            try log.append([fact])
            #expect(try document() == nil)
            try log.append([try event("task/A", data: ["a": 1], context: ["tool": "y"])])
            try log.append([fact])
            #expect(try document() == ["a": 1])
            let stored = try log.read { try $0.event(at: 3) }
            #expect(stored.context == ["tool": "x"] && stored.change.isEmpty)
        }
    }

    @Test func contextsAreFoundAndSearched() throws {
        try withLog { log throws in
            try log.append([
                try event("task/A", context: ["session": "abc", "n": 1]),
                try event("task/B", data: ["session": "abc", "context": "abc"]),
                try event("task/A", data: ["x": 1], context: ["session": "abc", "n": 2]),
                try event("task/A", context: ["session": "Other"]),
            ])
            var query = EventQuery()
            query.context = [try ContextCondition("/session=abc")]
            #expect(try positions(log, query) == [1, 3])
            query.isReversed = true
            #expect(try positions(log, query) == [3, 1])
            query.context.append(try ContextCondition("/n=2"))
            #expect(try positions(log, query) == [3])
            query.search = "no such text"
            #expect(try positions(log, query) == [])
            query = EventQuery()
            query.search = "other"
            #expect(try positions(log, query) == [4])
            query = EventQuery(stream: try StreamName("task/A"))
            query.context = [try ContextCondition("/session=Other")]
            let follower = try EventFollower(log, query)
            #expect(try follower.nextEvents { false }.map(\.position) == [4])
        }
    }

    @Test func theContextIsPartOfWhatAnIdStandsFor() throws {
        try withLog { log throws in
            var fact = try event("task/A", context: ["tool": "x"])
            fact.id = UUID()
            try log.append([fact])
            #expect(try log.append([fact])[0].wasKnown)
            fact.context = ["tool": "y"]
            let error = #expect(throws: StoreError(.idReused, "")) { try log.append([fact]) }
            #expect(error?.message.contains("another context") == true)
        }
    }

    @Test func whatIsTooDeepIsRefused() throws {
        try withLog { log throws in
            var value = JSONValue.null
            for _ in 0..<Limits.jsonDepthMax { value = [value] }
            let deep = try event("task/A", context: ["a": value])
            #expect(throws: StoreError(.invalidJSON, "")) { try log.append([deep]) }
            #expect(try log.read { try $0.head() } == 0)
        }
    }

    @Test func aCauseIsNamedByItsId() throws {
        try withLog { log throws in
            let (first, second) = (UUID(), UUID())
            var cause = try event("task/A", data: ["a": 1])
            cause.id = first
            var effect = try event("task/B", data: ["a": 1])
            effect.id = second
            effect.causation = .event(first)
            // In one batch, from a later one, and after a cycle was opened in between.
            try log.append([cause, effect])
            #expect(try log.read { try $0.event(at: 2).causation } == 1)
            var later = try event("task/C")
            later.cycle = 1
            later.causation = .event(second)
            try log.append([later])
            #expect(try log.read { try $0.event(at: 4).causation } == 2)
            // The same event again, its cause by position or by id, is the same event.
            for causation in [Causation.event(first), .position(1)] {
                effect.causation = causation
                #expect(try log.append([effect])[0].wasKnown)
            }
            effect.causation = .event(second)
            #expect(throws: StoreError(.idReused, "")) { try log.append([effect]) }
            let unknown = UUID()
            later.causation = .event(unknown)
            let error = #expect(throws: StoreError(.invalidArgument, "")) {
                try log.append([later])
            }
            #expect(error?.message.contains(unknown.uuidString.lowercased()) == true)
            // An event that comes after in the batch has not happened yet.
            cause.id = unknown
            #expect(throws: StoreError(.invalidArgument, "")) { try log.append([later, cause]) }
        }
    }

    @Test func sqlSeesContexts() throws {
        try withLog { log throws in
            try log.append([
                try event("task/A", context: ["z": 1, "a": "b"]), try event("task/A"),
            ])
            let query = try ReadOnlyQuery(path: log.path)
            var rows: [[JSONValue]] = []
            try query.run(
                """
                SELECT event_context(1), event_context(2), event_context(9),
                    json_extract(event_context(1), '$.a'), event_data(1)
                """, seconds: 5
            ) { rows.append($0) }
            #expect(rows == [[#"{"z":1,"a":"b"}"#, nil, nil, "b", "{}"]])
        }
    }
}
