import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Rollback", .storesChecked)
struct RollbackTests {
    let maria: Actor
    let task: StreamName

    init() throws {
        maria = try Actor("maria", kind: .human)
        task = try StreamName("task/A")
    }

    @Test func bringsEverythingBack() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["title": "one", "n": 1])
        try store.append("task/B", ["title": "two"])
        let to = try store.append("file/a.json", ["text": "old"])
        try store.append("task/A", ["title": "changed"], unset: ["/n"])
        try store.append("task/B", deleted: true)
        try store.append("task/C", ["title": "new"])
        let head = try store.append("file/a.json", ["text": "new"])
        let preview = try store.history.rollbackPreview(to: .position(to), .everything)
        #expect(try store.head() == head)
        #expect(preview.changed == 3)
        let done = try store.history.rollback(
            to: .position(to), .everything, by: maria, reason: "a test")
        #expect(done.changed == 3)
        #expect((done.deleted, done.recreated, done.events) == (1, 1, 3))
        let now = try store.head()
        #expect(try store.document(task, at: now) == ["title": "one", "n": 1])
        #expect(try store.document(StreamName("task/B"), at: now) == ["title": "two"])
        #expect(try store.document(StreamName("task/C"), at: now) == nil)
        #expect(try store.document(StreamName("file/a.json"), at: now) == ["text": "new"])
        let appended = try store.events().filter { $0.position > head }
        #expect(
            appended.map(\.type.name) == [
                "annals.tag-set", "task.rolled-back", "task.rolled-back", "task.rolled-back",
                "annals.rolled-back",
            ])
        #expect(appended.allSatisfy { $0.actor == maria && $0.reason == "a test" })
        #expect(try store.history.position(of: .tag(#require(done.tag))) == head)
        #expect(appended.last?.position == done.position)
        // A second time there is nothing left to do.
        let again = try store.history.rollback(
            to: .position(to), .everything, by: maria, reason: "again")
        #expect(again.position == nil)
        #expect(try store.head() == now)
    }

    @Test func anOutsidersLaterValueStaysAndIsListed() throws {
        let store = try EmptyStore()
        let to = try store.append("task/A", ["title": "one", "n": 1, "at": ["x": 1]])
        let wrong = try store.append(
            "task/A", ["title": "bad", "n": 2, "at": ["x": 2, "y": 2]], by: "Agent-9")
        let outsider = try store.append("task/A", ["n": 3, "other": true])
        try store.append("task/A", ["at": ["x": 9]])
        var steps: [RollbackStep] = []
        _ = try store.history.rollbackPreview(
            to: .position(to), RollbackScope(actor: "Agent-9"), onStep: { steps.append($0) })
        #expect(steps.map(\.events) == [1])
        #expect(
            steps[0].conflicts == [
                RollbackConflict(
                    pointer: try JSONPointer("/n"), value: 3, position: wrong, outsider: outsider,
                    actor: try Actor("Agent-1")),
                RollbackConflict(
                    pointer: try JSONPointer("/at/x"), value: 9, position: wrong,
                    outsider: outsider + 1, actor: try Actor("Agent-1")),
            ])
        _ = try store.history.rollback(
            to: .position(to), RollbackScope(actor: "Agent-9"), by: maria, reason: "bad")
        #expect(
            try store.document(task, at: store.head()) == [
                "title": "one", "n": 3, "at": ["x": 9], "other": true,
            ])
    }

    @Test func anOutsidersEndOfADocumentStays() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["n": 1])
        try store.append("task/A", ["n": 2], correlation: "run-7")
        try store.append("task/A", deleted: true)
        var steps: [RollbackStep] = []
        let summary = try store.history.rollbackPreview(
            to: .position(1), RollbackScope(correlation: "run-7"), onStep: { steps.append($0) })
        #expect(summary.changed == 0)
        #expect(steps[0].conflicts.map(\.pointer.isRoot) == [true])
    }

    @Test func refusesWhatItCannotMean() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["n": 1])
        let head = try store.append("task/A", ["n": 2])
        func refused(
            _ code: StoreError.Code, to: String = "1", _ scope: RollbackScope = .everything,
            reason: String = "why", expecting: Int64? = nil
        ) {
            #expect(throws: StoreError(code, "")) {
                try store.history.rollback(
                    to: Moment(to), scope, by: maria, reason: reason, expectedHead: expecting)
            }
        }
        refused(.invalidArgument, reason: " ")
        refused(.reserved, RollbackScope(category: "annals"))
        refused(.reserved, RollbackScope(stream: try StreamName("annals/tags")))
        refused(.beyondHead, to: "9")
        refused(.notFound, to: "tag:none")
        refused(.notFound, RollbackScope(stream: try StreamName("task/none")))
        refused(.notFound, RollbackScope(actor: "nobody"))
        refused(.notFound, RollbackScope(category: "nothing"))
        refused(.notFound, RollbackScope(correlation: "none"))
        refused(.beyondHead, expecting: head + 1)
        #expect(try store.head() == head)
    }

    @Test func refusesIfTheScopeMovedSinceThePreview() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["n": 1])
        let seen = try store.append("task/A", ["n": 2])
        try store.append("note/X", ["n": 1])
        let scope = RollbackScope(category: "task")
        // What came to other streams is no matter.
        let done = try store.history.rollback(
            to: .position(1), scope, by: maria, reason: "one", expectedHead: seen)
        #expect(done.changed == 1)
        let head = try store.append("task/B", ["n": 1])
        #expect(throws: StoreError(.versionConflict, "")) {
            try store.history.rollback(
                to: .position(1), scope, by: maria, reason: "two", expectedHead: head - 1)
        }
        #expect(try store.head() == head)
    }
}
