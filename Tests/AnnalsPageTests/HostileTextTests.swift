import Annals
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsPage

/// A store full of what would like to be markup.
@Suite(.storesChecked) struct HostileTextTests {
    private static let script = "<script>alert(1)</script>\"'>\u{202E}\u{1B}[31m"

    /// Every place of it, by name.
    private func pages(of shown: ShownStore) throws -> [String: String] {
        let stream = try StreamName("config/<img src=x onerror=alert(1)>")
        let actor = try Actor("<b onclick=alert(1)>\"'")
        try shown.store.setConfiguration(
            stream.id,
            to: [
                Self.script: .string(Self.script),
                "list": [["<i>": .string("a\n\(Self.script)\n")]],
                "big": try JSONValue(parsing: "123456789012345678901234567890.10"),
            ], by: actor, reason: Self.script, correlation: "<u>", context: ["<s>": "<s>"])
        try shown.store.setConfiguration(
            stream.id, to: [Self.script: "b"], by: actor, reason: "\u{2066}<p>")
        try shown.store.setTag("<tag>", by: actor)
        try shown.store.createTask(TaskDraft(Self.script, id: "<task>"), by: actor)
        let head = try shown.store.head()
        let last = try shown.last(of: stream)
        return [
            "timeline": try shown.page(.timeline, [PageMember("search", Self.script)]) {
                try TimelineContent(EventFilter(), of: $0, in: $1)
            },
            "event": try shown.page(.event(last)) { try EventContent(last, of: $0, in: $1) },
            "document": try shown.page(.document(stream), versus: "seq:\(last - 1)") {
                try DocumentContent(stream, before: nil, of: $0, in: $1)
            },
            "documents": try shown.page(.documents) {
                try DocumentsContent("config", after: nil, of: $0, in: $1)
            },
            "table": try shown.page(.table("configuration"), versus: "seq:\(last - 1)") {
                try TableContent("configuration", offset: 0, of: $0, in: $1)
            },
            "compare": try shown.page(.compare, versus: "seq:1") {
                try CompareContent(nil, of: $0, in: $1)
            },
            "offers": try shown.page(.compare, at: "seq:\(head)") {
                try CompareContent(nil, of: $0, in: $1)
            },
            "actors": try shown.page(.actors) { try ActorsContent(of: $0, in: $1) },
            "actor": try shown.page(.actor(actor.name)) {
                try ActorContent(actor.name, before: nil, of: $0, in: $1)
            },
            "tasks": try shown.page(.tasks) { try TasksContent(of: $0, in: $1) },
            "rollback": try shown.page(.rollback) { store, frame in
                let wish = try RollbackWish(
                    to: .position(1), RollbackScope(actor: actor.name),
                    for: PageVisitor(grant: nil, formKey: ""))
                return try RollbackContent(wish, of: store, in: frame)
            },
        ]
    }

    @Test func nothingStoredBecomesMarkup() throws {
        let shown = try ShownStore()
        defer { shown.close() }
        let pages = try pages(of: shown)
        let elements = Set(
            """
            html head meta title link script body a header div span nav ul li section svg g rect \
            line form label input output button main h1 h2 h3 p table thead tbody tr th td time b \
            code pre details summary dl dt dd kbd footer datalist option blockquote del ins \
            strong text
            """.split(separator: " ").map(String.init))
        for (name, text) in pages {
            for tag in text.matches(of: /<([^\s>\/!][^\s>\/]*)/) {
                #expect(elements.contains(String(tag.output.1)), "\(name): \(tag.output.0)")
            }
            #expect(text.matches(of: /<script/).count == 1, "\(name)")
            let bare = text.replacing(/="[^"]*"/, with: "")
            #expect(!bare.contains(/<[^>]*\s(on[a-z]+|style)/), "\(name)")
            // What is shown has no character that turns or steers; forms may send it back.
            let visible = text.replacing(/(value|id)="[^"]*"/, with: "")
            #expect(!visible.contains("\u{202E}") && !visible.contains("\u{1B}"), "\(name)")
        }
        #expect(pages["document"]?.contains("U+202E") == true)
        #expect(pages["document"]?.contains("&lt;script&gt;alert(1)&lt;/script&gt;") == true)
        #expect(pages["event"]?.contains("123456789012345678901234567890.10") == true)
    }

    @Test func aVisitorOfSomeCategoriesSeesNothingOfOthers() throws {
        let shown = try ShownStore()
        defer { shown.close() }
        let visitor = try shown.visitor(["task"], may: [.read, .rollback])
        let timeline = try shown.page(.timeline, for: visitor) {
            try TimelineContent(EventFilter(), of: $0, in: $1)
        }
        let compare = try shown.page(.compare, versus: "seq:1", for: visitor) {
            try CompareContent(nil, of: $0, in: $1)
        }
        let documents = try shown.page(.documents, for: visitor) {
            try DocumentsContent(nil, after: nil, of: $0, in: $1)
        }
        for text in [timeline, compare, documents] {
            #expect(!text.contains("config") && !text.contains("Heron"))
            #expect(!text.contains("tag before"))
            #expect(!text.contains("/tables") && !text.contains("\"/actors\""))
        }
        #expect(timeline.contains("task/A"))
        let stream = try StreamName("config/f.json")
        let last = try shown.last(of: stream)
        #expect(throws: StoreError.self) {
            try shown.page(.event(last), for: visitor) { try EventContent(last, of: $0, in: $1) }
        }
        #expect(throws: StoreError.self) {
            try shown.page(.document(stream), for: visitor) {
                try DocumentContent(stream, before: nil, of: $0, in: $1)
            }
        }
        #expect(throws: StoreError.self) {
            try shown.page(.actors, for: visitor) { try ActorsContent(of: $0, in: $1) }
        }
        #expect(throws: StoreError.self) {
            try shown.page(.integrity, for: visitor) { try IntegrityContent(of: $0, in: $1) }
        }
        #expect(throws: StoreError.self) {
            try RollbackWish(to: .head, .everything, for: visitor)
        }
        #expect(throws: StoreError.self) {
            try RollbackWish(to: .head, RollbackScope(stream: stream), for: visitor)
        }
    }
}
