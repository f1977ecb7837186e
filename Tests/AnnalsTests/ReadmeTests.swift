import Annals
import AnnalsTesting
import Foundation
import Testing

/// What the README shows is compiled and run here, and must be the same to the letter.
@Suite("README", .storesChecked)
struct ReadmeTests {
    @Test func theLibraryExampleRuns() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("annals.db")
        // snippet: library
        let plover = try Actor("Plover")
        let store = try Store.create(at: path, by: plover)

        // What services call instead of reading JSON files.
        try store.createTask(TaskDraft("Read the new format", id: "TIDE-1"), by: plover)
        try store.claim("TIDE-1", by: plover, reason: "free hands")
        try store.updateAgentStatus("Plover", by: plover) { agent in
            agent.status = "ACTIVE"
            agent.cycleCount = (agent.cycleCount ?? 0) + 1
        }
        try store.send(MessageDraft(to: "Heron", content: "TIDE-1 is mine."), by: plover)

        // Everything else is an event of your own.
        try store.append(
            NewEvent(
                stream: StreamName("gauge/Lyngholm"), type: EventType("gauge.cleaned"),
                actor: plover, change: Change(data: ["gap_minutes": 12]), reason: "seaweed"))

        let now = try store.tasks(of: "Plover")
        let before = try store.task("TIDE-1", at: .head(back: 4))
        let (_, rows) = try store.query("SELECT task_id, agent_id, status FROM agent_tasks")
        let history = EventQuery(stream: try StreamName("task/TIDE-1"))
        for event in try store.events(history).all() {
            print(event.position, event.actor, event.type, event.reason ?? "")
        }
        // end
        #expect(now.map(\.id) == ["TIDE-1"])
        #expect(before?.status == .pending)
        #expect(rows == [["TIDE-1", "Plover", "claimed"]])
        #expect(try store.inbox(of: "Heron").map(\.content) == ["TIDE-1 is mine."])
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
