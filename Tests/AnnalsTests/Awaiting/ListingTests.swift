import Annals
import AnnalsLog
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// Long lists, gone through on a thread and in tasks.
@Suite(.storesChecked) struct ListingTests {
    private let folder: TemporaryDirectory
    private let store: Store
    private let actor: Actor

    init() throws {
        folder = try TemporaryDirectory()
        actor = try Actor("maria", kind: .human)
        store = try Store.create(at: folder.path("annals.db"), by: actor, projections: .fleet)
        let events = try (0..<1_300).map { n in
            NewEvent(
                stream: try StreamName("task/T\(n)"), type: try EventType("task.created"),
                actor: actor, change: Change(data: ["title": .string("t\(n)")]))
        }
        try store.append(events)
    }

    private var names: [String] { (0..<1_300).map { "task/T\($0)" }.sorted() }

    @Test func everyStreamOnce() async throws {
        #expect(try store.streams().all().map(\.name.description) == names)
        var awaited: [String] = []
        for try await stream in store.streams(category: "task") {
            awaited.append(stream.name.description)
        }
        #expect(awaited == names)
        #expect(try store.streams(category: "agent").next() == nil)
    }

    /// No transaction is held between two pages, so what comes meanwhile is met.
    @Test func whatComesMeanwhileIsMet() throws {
        let streams = store.streams()
        #expect(try streams.next()?.name.description == "task/T0")
        try store.append(
            NewEvent(
                stream: try StreamName("task/Z"), type: try EventType("task.created"),
                actor: actor, change: Change(data: ["title": "last"])))
        #expect(try streams.all().last?.name.description == "task/Z")
    }

    @Test func tasksShareAList() async throws {
        let streams = store.streams()
        let taken = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var names: [String] = []
                    for try await stream in streams { names.append(stream.name.description) }
                    return names
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(taken.sorted() == names)
    }

    @Test func pagesAndElementsTogetherAreTheWhole() throws {
        let streams = store.streams()
        var found = [try #require(try streams.next())]
        while case let page = try streams.nextPage(), !page.isEmpty { found += page }
        #expect(found.map(\.name.description) == names)
        #expect(try streams.next() == nil)
    }

    @Test func rowsOfAQuery() async throws {
        var titles: [String] = []
        let sql = "SELECT task_id, title FROM agent_tasks WHERE title < :end ORDER BY task_id"
        for try await row in store.rows(sql, arguments: ["end": "t2"], seconds: 3_600) {
            #expect(row.columns == ["task_id", "title"])
            #expect(row["none"] == nil)
            titles.append(try #require(row["title"]?.asString))
        }
        #expect(titles == (0..<1_300).map { "t\($0)" }.filter { $0 < "t2" }.sorted())
    }

    @Test func rowsOfAMoment() async throws {
        var counts: [JSONValue] = []
        let moment = Moment.position(try await store.head() - 300)
        let counting = "SELECT count(*) AS n FROM agent_tasks"
        for try await row in store.rows(counting, at: moment, seconds: 3_600) {
            counts.append(row["n"] ?? .null)
        }
        #expect(counts == [1_000])
        let late = store.rows("SELECT 1", at: .position(1_000_000))
        #expect(throws: StoreError.self) { try late.next() }
    }

    @Test func rowsThatAreRefused() throws {
        for sql in ["DELETE FROM agent_tasks", "SELEC 1", "SELECT :a"] {
            let error = #expect(throws: StoreError.self) { try store.rows(sql).next() }
            #expect(error?.code == .sqlRefused)
        }
        let endless = """
            WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c
            """
        let error = #expect(throws: StoreError.self) {
            try store.rows(endless, seconds: 0.05).next()
        }
        #expect(error?.code == .timeLimit)
    }

    /// A list that is begun and left lying does not keep the write-ahead log from being emptied.
    @Test func aListThatIsLeftLyingIsClosedInTime() throws {
        let rows = store.rows("SELECT * FROM event_log", seconds: 0.05)
        #expect(try rows.next() != nil)
        let other = try DatabaseQueue(path: folder.path("annals.db"))
        let end = ContinuousClock.now + .seconds(20)
        var isBusy = true
        while isBusy, ContinuousClock.now < end {
            Thread.sleep(forTimeInterval: 0.02)
            isBusy = try other.writeWithoutTransaction { db in
                try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 1
            }
        }
        #expect(!isBusy)
        while true {
            do {
                guard try rows.next() != nil else { break }
            } catch {
                #expect(error.code == .timeLimit)
                return
            }
        }
        Issue.record("the rows went on after their time")
    }
}
