import Annals
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsPage

/// Fields of documents that are as long as somebody made them: a place stays a page.
@Suite(.storesChecked) struct LongTextTests {
    private static let characters = 300_000
    /// What a place of a small store has at most.
    private static let pageBytes = 200_000
    private let long = JSONValue.string(String(repeating: "l", count: characters))

    /// A store whose documents have long fields.
    private func shown() throws -> ShownStore {
        let shown = try ShownStore()
        let tern = try Actor("Tern")
        func set(_ stream: String, _ data: JSONObject) throws {
            let name = try StreamName(stream)
            try shown.store.append(
                NewEvent(
                    stream: name, type: try EventType("\(name.category).created"), actor: tern,
                    change: Change(data: data)))
        }
        try set(
            "task/L",
            ["title": long, "status": long, "priority": long, "assigned_to": long, "agent": long])
        try set("agent/Tern", ["team": long, "status": long, "captain": long])
        try set("message/L", ["from_agent": long, "to_agent": long, "content": long])
        try set("file/L", ["mode": long, "kind": "file", "size": 1])
        return shown
    }

    @Test func placesStaySmall() throws {
        let shown = try shown()
        defer { shown.close() }
        let pages = [
            "tasks": try shown.page(.tasks, versus: "1") { try TasksContent(of: $0, in: $1) },
            "actors": try shown.page(.actors) { try ActorsContent(of: $0, in: $1) },
            "actor": try shown.page(.actor("Tern")) {
                try ActorContent("Tern", before: nil, of: $0, in: $1)
            },
            "files": try shown.page(.files) { try FilesContent("", of: $0, in: $1) },
            "reports": try shown.page(.reports) { try ReportsContent(of: $0, in: $1) },
            "timeline": try shown.page(.timeline) {
                try TimelineContent(EventFilter(), of: $0, in: $1)
            },
        ]
        for (name, text) in pages {
            #expect(text.utf8.count < Self.pageBytes, "\(name): \(text.utf8.count)")
            #expect(!text.contains("href=\"/actors/ll"), "\(name)")
        }
        #expect(pages["tasks"]?.contains("lll…") == true)
    }

    /// Each line of a document is named by its pointer: not where that is long.
    @Test func namesOfLinesStayShort() throws {
        let shown = try shown()
        defer { shown.close() }
        let tern = try Actor("Tern")
        let name = String(repeating: "n", count: Self.characters)
        let list = JSONValue.array((0..<100).map { [.number(JSONNumber(Int64($0)))] })
        try shown.store.setConfiguration("L", to: [name: list, "short": 1], by: tern)
        let stream = try StreamName("config/L")
        let text = try shown.page(.document(stream), versus: "1") {
            try DocumentContent(stream, before: nil, of: $0, in: $1)
        }
        #expect(text.utf8.count < 3 * Self.characters, "\(text.utf8.count)")
        #expect(text.contains("id=\"/short\"") && !text.contains("id=\"/nn"))
        let before = try shown.store.head() - 1
        let wish = try RollbackWish(
            to: .position(before), .everything, for: PageVisitor(grant: nil, formKey: ""))
        let preview = try shown.page(.rollback) {
            try RollbackContent(wish, of: $0, in: $1)
        }
        #expect(preview.utf8.count < 3 * Self.characters, "\(preview.utf8.count)")
    }

    @Test func aPointerIsNamedByItsBeginning() throws {
        #expect(JSONPointer(tokens: []).place == "the whole")
        #expect(JSONPointer(tokens: ["a~", "b/c"]).place == "/a~0/b~1c")
        let deep = JSONPointer(tokens: Array(repeating: "step", count: 1_000))
        #expect(deep.anchor == nil && deep.place.hasPrefix("/step/step"))
        #expect(deep.place.hasSuffix("…") && deep.place.count == 301)
    }
}
