import Annals
import AnnalsTesting
import Foundation
import Testing

/// What the README shows is compiled and run here, and must be the same to the letter.
@Suite("README")
struct ReadmeTests {
    @Test func theLibraryExampleRuns() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("annals.db")
        // snippet: library
        let maria = try Actor("maria", kind: .human)
        let store = try Store.create(at: path, by: maria)

        let task = try StreamName("task/DB_002")
        try store.append(
            NewEvent(
                stream: task, type: EventType("task.created"), actor: maria,
                change: Change(data: ["title": "Move the data", "status": "pending"])))
        let receipt = try store.append(
            NewEvent(
                stream: task, type: EventType("task.completed"), actor: Actor("Agent-3"),
                change: Change(data: ["status": "completed"]), reason: "all rows compared",
                expected: .exactly(1)))

        let before = try store.document(task, at: .position(receipt.position - 1))
        let (_, rows) = try store.query("SELECT title, status FROM agent_tasks")
        let history = EventQuery(stream: task)
        for event in try store.events(history).all() {
            print(event.position, event.actor, event.type, event.reason ?? "")
        }
        // end
        #expect(before?["status"] == "pending")
        #expect(rows == [["Move the data", "completed"]])
        #expect(try store.events(history).all().map(\.version) == [1, 2])
        store.close()
    }

    @Test func theReadmeShowsIt() throws {
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let lines = source.components(separatedBy: "\n")
        let start = try #require(lines.firstIndex { $0.hasSuffix("// snippet: library") })
        let end = try #require(lines.firstIndex { $0.hasSuffix("// end") })
        let snippet = lines[(start + 1)..<end].map { $0.dropFirst(8) }.joined(separator: "\n")
        let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("```swift\nimport Annals\n\n\(snippet)\n```"))
    }
}
