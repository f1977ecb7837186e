import AnnalsJSON
import AnnalsModel
import AnnalsTesting
import Testing

@testable import Annals
@testable import AnnalsPage

/// What a report counts, and how it is shown.
@Suite(.storesChecked) struct ReportTests {
    private func counted<Result>(_ body: (ShownStore) throws -> Result) throws -> Result {
        let shown = try ShownStore()
        defer { shown.close() }
        let (tern, heron) = (try Actor("Tern"), try Actor("Heron"))
        try shown.store.complete("A", by: tern)
        var draft = MessageDraft(to: "Heron", "Plover", content: "Which datum?")
        draft.sentAt = "2026-11-26T10:00:00Z"
        let sent = try shown.store.send(draft, by: tern)
        let answered = try #require(sent.first { $0.to == "Heron" })
        try shown.store.markProcessed(answered.id, by: heron)
        try shown.store.rollback(
            to: .tag("before"), RollbackScope(category: "config"), by: tern, reason: "<wrong>")
        return try body(shown)
    }

    private func whole(_ store: Store) throws -> Report {
        try store.report(in: EventCountRange(after: 0, through: try store.head()))
    }

    @Test func everythingIsCounted() throws {
        try counted { shown in
            let report = try whole(shown.store)
            let head = try shown.store.head()
            #expect(report.actors.reduce(0) { $0 + $1.events } == head)
            #expect(report.hours.count == 24)
            #expect(report.hours.reduce(0) { $0 + $1.events } == head)
            #expect(report.cycles.reduce(0) { $0 + $1.events } == head)
            #expect(report.types.contains(.init(type: "task.claimed", events: 1)))
            #expect(!report.types.contains { $0.type.hasPrefix("annals.") })
            let task = try #require(report.tasks.first)
            #expect(report.tasks.count == 1 && task.id == "A" && task.agent == "Tern")
            #expect(task.began != nil && task.cycles == 1 && task.lead >= task.waited ?? 0)
            #expect(report.messages.map(\.messages) == [1, 1])
            #expect(report.messages.map(\.answered).sorted() == [0, 1])
            let rollback = try #require(report.rollbacks.first)
            #expect(rollback.streams == 1 && rollback.reason == "<wrong>" && rollback.to != nil)
        }
    }

    /// What was imported is recorded at once, whenever it happened.
    @Test func howLongItTookIsAsItHappened() throws {
        let shown = try ShownStore()
        defer { shown.close() }
        func set(_ id: String, _ status: String, at time: String) throws {
            var event = NewEvent(
                stream: try StreamName("task/\(id)"), type: try EventType("task.updated"),
                actor: try Actor("Tern"), change: Change(data: ["status": .string(status)]))
            event.occurredAt = try Timestamp(rfc3339: "2024-03-01T\(time)Z")
            try shown.store.append(event)
        }
        try set("claimed", "pending", at: "06:00:00")
        try set("claimed", "in_progress", at: "07:00:00")
        try set("claimed", "completed", at: "09:00:00")
        // What is said to have ended before it began took no time.
        try set("odd", "pending", at: "06:00:00")
        try set("odd", "completed", at: "05:00:00")
        let tasks = try whole(shown.store).tasks
        let claimed = try #require(tasks.first { $0.id == "claimed" })
        #expect(claimed.lead == 3 * 3_600_000 && claimed.waited == 3_600_000)
        #expect(try #require(tasks.first { $0.id == "odd" }).lead == 0)
        let board = try shown.page(.tasks) { try TasksContent(of: $0, in: $1) }.withoutTags
        #expect(board.contains("took 3 h") && !board.contains("took -"))
    }

    @Test func aStretchHasWhatHappenedInIt() throws {
        try counted { shown in
            let tag = try shown.store.position(of: .tag("before"))
            let early = try shown.store.report(in: EventCountRange(after: 0, through: tag))
            #expect(early.tasks.isEmpty && early.messages.isEmpty && early.rollbacks.isEmpty)
            #expect(early.hours.reduce(0) { $0 + $1.events } == tag)
            let none = try shown.store.report(in: EventCountRange(after: tag, through: tag))
            #expect(none.actors.isEmpty && none.types.isEmpty && none.cycles.isEmpty)
        }
    }

    @Test func theLastOfManyAreFollowed() throws {
        try counted { shown in
            try shown.store.createTask(TaskDraft("Next", id: "B"), by: try Actor("Tern"))
            var limits = ReportLimits()
            limits.documents = 1
            let range = EventCountRange(after: 0, through: try shown.store.head())
            let report = try shown.store.report(in: range, limits: limits)
            #expect(report.tasks.isEmpty && !report.hasAllTasks)
        }
    }

    @Test(arguments: ReportTable.allCases) func everyTableHasItsRows(table: ReportTable) throws {
        try counted { shown in
            let report = try whole(shown.store)
            let cells = table.cells(of: report)
            #expect(!cells.isEmpty)
            #expect(cells.allSatisfy { $0.count == table.columns.count })
            let text = try shown.page(.reports) { store, frame in
                try ReportsContent(of: store, in: frame)
            }
            #expect(text.contains("/reports?table=\(table.rawValue)&amp;format=csv"))
            #expect(text.contains("id=\"\(table.rawValue)-title\""))
        }
    }

    @Test func twoMomentsAreTheStretchBetweenThem() throws {
        try counted { shown in
            let text = try shown.page(.reports, versus: "tag:before") { store, frame in
                try ReportsContent(of: store, in: frame)
            }
            #expect(text.contains("From position") && text.contains("&amp;vs="))
            #expect(!text.contains("task.created"))
        }
    }

    @Test func aDocumentOfItsOwnFetchesNothing() throws {
        try counted { shown in
            let bytes = PageDocument.report(
                try whole(shown.store), of: "a<b>", at: Timestamp(microseconds: 0))
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.contains("<style>") && text.contains("<svg"))
            #expect(text.contains("a&lt;b&gt;"))
            #expect(text.contains("&lt;wrong&gt;") && text.contains("1970-01-01"))
            for mark in ["<script", " href=", " src=", "<link", "url(", "@import", "http://"] {
                #expect(!text.contains(mark), "\(mark)")
            }
        }
    }
}
