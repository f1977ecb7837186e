import Annals
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsPage

/// What each place shows of a small store.
@Suite(.storesChecked) struct PlaceTests {
    private func shown<Result>(_ body: (ShownStore) throws -> Result) throws -> Result {
        let shown = try ShownStore()
        defer { shown.close() }
        return try body(shown)
    }

    @Test func timeline() throws {
        try shown { shown in
            let all = try shown.page(.timeline) { store, frame in
                try TimelineContent(EventFilter(), of: store, in: frame)
            }
            #expect(all.contains("match the chart") && all.contains("free hands"))
            #expect(all.contains("<rect") && all.contains("type=\"range\""))
            #expect(!all.contains("You are looking at the past"))
            let past = try shown.page(.timeline, at: "tag:before") { store, frame in
                try TimelineContent(EventFilter(), of: store, in: frame)
            }
            #expect(
                past.contains("You are looking at the past") && !past.contains("match the chart"))
            var filter = EventFilter()
            filter.actor = "Heron"
            let heron = try shown.page(.timeline) { store, frame in
                try TimelineContent(filter, of: store, in: frame)
            }
            #expect(heron.contains("match the chart") && !heron.contains("free hands"))
        }
    }

    @Test func theTimelineGoesOnByPosition() throws {
        try shown { shown in
            let actor = try Actor("Tern")
            for number in 1...EventRows.pageEvents + 5 {
                try shown.store.setConfiguration(
                    "n", to: .number(JSONNumber(Int64(number))), by: actor)
            }
            let first = try shown.page(.timeline) { store, frame in
                try TimelineContent(EventFilter(), of: store, in: frame)
            }
            #expect(first.contains("Older events"))
            #expect(first.matches(of: /data-event/).count == EventRows.pageEvents)
            var filter = EventFilter()
            filter.before = 20
            let second = try shown.page(.timeline) { store, frame in
                try TimelineContent(filter, of: store, in: frame)
            }
            #expect(second.contains("Newest events") && !second.contains("Older events"))
        }
    }

    @Test func event() throws {
        try shown { shown in
            let last = try shown.last(of: try StreamName("config/f.json"))
            let text = try shown.page(.event(last)) { store, frame in
                try EventContent(last, of: store, in: frame)
            }
            #expect(text.contains("/datum") && text.contains("<del>") && text.contains("<ins>"))
            #expect(
                text.contains("match the chart")
                    && text.contains("Bring back all of it as it was before"))
            #expect(text.contains("No event names it as a cause"))
        }
    }

    @Test func causesAndEffectsAreATree() throws {
        try shown { shown in
            let (actor, type) = (try Actor("Tern"), try EventType("gauge.read"))
            let stream = try StreamName("gauge/L")
            let cause = try shown.store.append(
                NewEvent(stream: stream, type: type, actor: actor, reason: "first")
            ).position
            let middle = try shown.store.append(
                NewEvent(stream: stream, type: type, actor: actor, causation: .position(cause))
            ).position
            _ = try shown.store.append(
                NewEvent(
                    stream: stream, type: type, actor: actor, reason: "last",
                    causation: .position(middle)))
            let text = try shown.page(.event(middle)) { store, frame in
                try EventContent(middle, of: store, in: frame)
            }
            #expect(text.contains("first") && text.contains("last"))
            #expect(text.contains("(this one)"))
        }
    }

    @Test func document() throws {
        try shown { shown in
            let stream = try StreamName("config/f.json")
            let text = try shown.page(.document(stream), versus: "tag:before") { store, frame in
                try DocumentContent(stream, before: nil, of: store, in: frame)
            }
            #expect(text.contains("id=\"/datum\"") && text.contains("9007199254740993"))
            #expect(text.contains("Heron") && text.contains("2 of 2"))
            #expect(text.contains("From position") && text.withoutTags.contains("\"chart\""))
            let past = try shown.page(.document(stream), at: "cycle:1") { store, frame in
                try DocumentContent(stream, before: nil, of: store, in: frame)
            }
            #expect(past.contains("As it was then") && past.contains("1 of 2"))
            let before = try shown.page(.document(stream), at: "1") { store, frame in
                try DocumentContent(stream, before: nil, of: store, in: frame)
            }
            #expect(before.contains("has no document at position 1"))
            #expect(throws: StoreError.self) {
                try shown.page(.document(stream)) { store, frame in
                    try DocumentContent(
                        try StreamName("config/none"), before: nil, of: store, in: frame)
                }
            }
        }
    }

    @Test func capturedFilesHaveTheirLinesBlamed() throws {
        try shown { shown in
            try shown.folder.write("one\n<b>two</b>\n", to: "fleet/notes.md")
            _ = try shown.store.importWorkspace(shown.folder.path("fleet"))
            let stream = try StreamName("file/notes.md")
            let text = try shown.page(.document(stream)) { store, frame in
                try DocumentContent(stream, before: nil, of: store, in: frame)
            }
            #expect(text.contains("id=\"L2\"") && text.contains("&lt;b&gt;two&lt;/b&gt;"))
            let files = try shown.page(.files) { store, frame in
                try FilesContent("", of: store, in: frame)
            }
            #expect(files.contains("notes.md"))
            let past = try shown.page(.files, at: "tag:before") { store, frame in
                try FilesContent("", of: store, in: frame)
            }
            #expect(!past.contains("notes.md"))
        }
    }

    @Test func tables() throws {
        try shown { shown in
            let list = try shown.page(.tables) { store, frame in
                try TablesContent(of: store, in: frame)
            }
            #expect(list.contains("/tables/agent_tasks"))
            let rows = try shown.page(.table("configuration"), versus: "tag:before") {
                store, frame in
                try TableContent("configuration", offset: 0, of: store, in: frame)
            }
            #expect(rows.contains("~ changed") && rows.contains("1 row differs"))
            let past = try shown.page(.table("agent_tasks"), at: "1", versus: "head") {
                store, frame in
                try TableContent("agent_tasks", offset: 0, of: store, in: frame)
            }
            #expect(past.contains("No row.") && past.contains("Only at the other moment"))
            #expect(throws: StoreError.self) {
                try shown.page(.table("agent_task")) { store, frame in
                    try TableContent("agent_task", offset: 0, of: store, in: frame)
                }
            }
        }
    }

    @Test func comparison() throws {
        try shown { shown in
            let text = try shown.page(.compare, versus: "tag:before") { store, frame in
                try CompareContent(nil, of: store, in: frame)
            }
            #expect(text.contains("config/f.json") && text.contains("/datum"))
            #expect(!text.contains("task/A") && text.withoutTags.contains("match the chart"))
            #expect(text.contains("Tables that differ") && text.contains("/tables/configuration"))
            let none = try shown.page(.compare) { store, frame in
                try CompareContent(nil, of: store, in: frame)
            }
            #expect(none.contains("since cycle 2 began"))
        }
    }

    @Test func people() throws {
        try shown { shown in
            let all = try shown.page(.actors) { store, frame in
                try ActorsContent(of: store, in: frame)
            }
            #expect(all.contains("/actors/Tern") && all.contains("human"))
            let tern = try shown.page(.actor("Tern")) { store, frame in
                try ActorContent("Tern", before: nil, of: store, in: frame)
            }
            #expect(tern.contains("free hands") && tern.contains("When it is busy"))
            #expect(tern.contains("Its tasks"))
            let maker = try shown.page(.actor("maker")) { store, frame in
                try ActorContent("maker", before: nil, of: store, in: frame)
            }
            #expect(maker.contains("annals.tag-set"))
            #expect(throws: StoreError.self) {
                try shown.page(.actor("Nobody")) { store, frame in
                    try ActorContent("Nobody", before: nil, of: store, in: frame)
                }
            }
        }
    }

    @Test func board() throws {
        try shown { shown in
            let now = try shown.page(.tasks) { store, frame in
                try TasksContent(of: store, in: frame)
            }
            #expect(now.contains("Mend the gauge") && now.contains("(1)"))
            let past = try shown.page(.tasks, at: "1") { store, frame in
                try TasksContent(of: store, in: frame)
            }
            #expect(past.contains("no task then"))
        }
    }

    /// What differs from the other moment, for statuses of whatever length.
    @Test func boardBesideAnotherMoment() throws {
        try shown { shown in
            let tern = try Actor("Tern")
            let stream = try StreamName("task/L")
            func set(_ data: JSONObject) throws {
                try shown.store.append(
                    NewEvent(
                        stream: stream, type: try EventType("task.updated"), actor: tern,
                        change: Change(data: data)))
            }
            let long = JSONValue.string(String(repeating: "s", count: 1_000))
            try set(["status": long, "title": "Long"])
            let before = try shown.store.head()
            func board() throws -> String {
                let text = try shown.page(.tasks, versus: "\(before)") { store, frame in
                    try TasksContent(of: store, in: frame)
                }
                return text.withoutTags
            }
            try set(["title": "Longer"])
            #expect(try board().contains("~ changed") && !(try board().contains("~ was")))
            try set(["status": "blocked"])
            #expect(try board().contains("~ was sss"))
        }
    }

    @Test func rollback() throws {
        try shown { shown in
            let visitor = try shown.visitor()
            let stream = try StreamName("config/f.json")
            let wish = try RollbackWish(
                to: .tag("before"), RollbackScope(stream: stream), for: visitor)
            let text = try shown.page(.rollback) { store, frame in
                try RollbackContent(wish, of: store, in: frame)
            }
            #expect(text.contains("1 document would change") && text.contains("/datum"))
            let heard = text.withoutTags
            #expect(heard.contains("Taken back is what was done by Heron (1 event)."))
            #expect(heard.contains("Heron in #\(try shown.last(of: stream)) match the chart"))
            #expect(text.contains("name=\"form_key\" value=\"KEY\""))
            #expect(text.contains("method=\"post\""))
            let nothing = try shown.page(.rollback) { store, frame in
                try RollbackContent(
                    try RollbackWish(to: .head, .everything, for: visitor), of: store, in: frame)
            }
            #expect(nothing.contains("Nothing is left") && !nothing.contains("method=\"post\""))
        }
    }

    @Test func integrity() throws {
        try shown { shown in
            let text = try shown.page(.integrity) { store, frame in
                try IntegrityContent(of: store, in: frame)
            }
            #expect(text.contains("Name of the log") && text.contains("✓ ok"))
        }
    }

    @Test func questions() throws {
        try shown { shown in
            let sql = "SELECT task_id, '</textarea><b>' AS x FROM agent_tasks"
            let text = try shown.page(.query) { store, frame in
                try QueryContent(sql, seconds: 5, of: store, in: frame)
            }
            #expect(text.contains("1 row.") && text.contains("&lt;/textarea&gt;"))
            #expect(!text.contains("<b>"))
            let past = try shown.page(.query, at: "1") { store, frame in
                try QueryContent(sql, seconds: 5, of: store, in: frame)
            }
            #expect(past.contains("0 rows."))
            let wrong = try shown.page(.query) { store, frame in
                try QueryContent("DELETE FROM agent_tasks", seconds: 5, of: store, in: frame)
            }
            #expect(wrong.contains("role=\"alert\""))
        }
    }

    @Test func reports() throws {
        try shown { shown in
            _ = try shown.store.complete("A", by: try Actor("Tern"))
            let text = try shown.page(.reports) { store, frame in
                try ReportsContent(of: store, in: frame)
            }
            #expect(text.contains("task.claimed") && text.contains("Events by cycle"))
            #expect(text.contains("/doc/task/A") && text.contains("Nothing."))
        }
    }
}
