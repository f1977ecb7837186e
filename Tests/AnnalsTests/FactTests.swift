import Annals
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// Events that say something about an act alone leave every document and row as they are, live and
/// in every replay.
@Suite(.storesChecked) struct FactTests {
    private let folder: TemporaryDirectory
    private let store: Store
    private let actor: Actor

    init() throws {
        folder = try TemporaryDirectory()
        actor = try Actor("maria", kind: .human)
        store = try Store.create(at: folder.path("annals.db"), by: actor)
        _ = try store.addProjection(
            name: "calls",
            source: """
                CREATE TABLE calls (position INTEGER PRIMARY KEY, context TEXT) STRICT;
                -- on *:
                INSERT INTO calls VALUES (@position, @context);
                """, by: actor)
    }

    private func event(_ id: String, data: JSONObject = [:], tool: String? = nil) throws -> NewEvent
    {
        var event = NewEvent(
            stream: try StreamName("task/\(id)"), type: try EventType("task.updated"),
            actor: actor, change: Change(data: data))
        if let tool { event.context = ["tool": .string(tool)] }
        return event
    }

    private func rows(_ sql: String) throws -> [[JSONValue]] {
        var rows: [[JSONValue]] = []
        try store.query(sql) { rows.append($0) }
        return rows
    }

    private func fill() throws -> [Receipt] {
        try store.append([
            try event("A", tool: "one"),
            try event("B", data: ["title": "x"]),
            try event("B", tool: "two"),
            try event("C", data: ["title": "y"], tool: "three"),
        ])
    }

    @Test func projectionsSeeContextsLiveAndInReplays() throws {
        let first = try fill()[0].position
        let calls = "SELECT context FROM calls WHERE position >= \(first) ORDER BY position"
        let expected: [[JSONValue]] = [
            [#"{"tool":"one"}"#], [nil], [#"{"tool":"two"}"#], [#"{"tool":"three"}"#],
        ]
        #expect(try rows(calls) == expected)
        try store.rebuildProjection("calls")
        #expect(try rows(calls) == expected)
        #expect(try store.checkProjection("calls").isEmpty)
        var past: [[JSONValue]] = []
        try store.query(calls, at: .position(first + 1)) { past.append($0) }
        #expect(past == Array(expected.prefix(2)))
    }

    @Test func factsMakeAndRemoveNoRow() throws {
        _ = try fill()
        let tasks = "SELECT task_id, title FROM agent_tasks ORDER BY task_id"
        #expect(try rows(tasks) == [["B", "x"], ["C", "y"]])
        #expect(try store.document(StreamName("task/A")) == nil)
        for name in ["agent_tasks", "calls"] {
            #expect(try store.checkProjection(name).isEmpty)
            try store.rebuildProjection(name)
        }
        #expect(try rows(tasks) == [["B", "x"], ["C", "y"]])
        // A document that ended stays so.
        try store.append(
            NewEvent(
                stream: try StreamName("task/B"), type: try EventType("task.removed"),
                actor: actor, change: Change(deleted: true)))
        try store.append(try event("B", tool: "four"))
        #expect(try store.document(StreamName("task/B")) == nil)
        #expect(try rows(tasks) == [["C", "y"]])
        #expect(try store.checkProjection("agent_tasks").isEmpty)
    }

    @Test func historyPassesFactsOver() throws {
        let receipts = try fill()
        try store.append(try event("C", tool: "five"))
        let head = try store.head()
        for value in try store.blame(StreamName("task/C")) {
            #expect(value.event.position == receipts[3].position && value.confirmed == 0)
        }
        var differences = 0
        let range = try MomentRange("\(head - 1)..\(head)")
        try store.differences(in: range) { _ in differences += 1 }
        #expect(differences == 0)
        let summary = try store.previewRollback(to: .position(head - 1))
        #expect(summary.changed == 0)
        // Nor do they count as writing an empty document, or a whole one, again.
        try store.append([try event("D"), try event("D", tool: "six")])
        #expect(try store.blame(StreamName("task/D")).map(\.confirmed) == [0])
        _ = try store.addProjection(
            name: "wholes",
            source: """
                CREATE TABLE wholes (id TEXT PRIMARY KEY, body TEXT) STRICT;
                -- on task.*: merge into wholes key id document body
                """, by: actor)
        let columns = try store.blameRow(of: StreamName("task/C"), in: "wholes")
        #expect(columns.map(\.event.position) == [receipts[3].position])
        #expect(columns.map(\.confirmed) == [0])
    }
}
