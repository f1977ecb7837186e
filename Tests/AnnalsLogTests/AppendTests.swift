import AnnalsModel
import AnnalsTesting
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import AnnalsLog

@Suite("Appending", .storesChecked)
struct AppendTests {
    @Test func anAppendGivesPositionsAndVersions() throws {
        try withLog { log throws in
            let receipts = try log.append([
                try event("task/A", "task.created", ["title": "one"]),
                try event("task/B", "task.created", ["title": "two"]),
                try event("task/A", "task.updated", ["status": "done"]),
            ])
            #expect(receipts.map(\.position) == [1, 2, 3])
            #expect(receipts.map(\.version) == [1, 1, 2])
            let document = try log.read { try $0.document(of: StreamName("task/A"), at: 3) }
            #expect(document == ["title": "one", "status": "done"])
            #expect(
                try log.read { try $0.document(of: StreamName("task/A"), at: 2) } == [
                    "title": "one"
                ])
            #expect(try EventCursor(log, EventQuery()).nextEvents().count == 3)
        }
    }

    @Test func aHigherCycleIsOpenedFirst() throws {
        try withLog { log throws in
            var first = try event("task/A", "task.created", [:])
            first.cycle = 3
            let receipts = try log.append([first])
            #expect(receipts.map(\.position) == [2])
            #expect(try log.read { try $0.event(at: 1).type.name } == "annals.cycle-opened")
            first.cycle = 2
            #expect(throws: StoreError(.cycleBehind, "")) { try log.append([first]) }
            first.cycle = 2000
            #expect(throws: StoreError(.cycleJump, "")) { try log.append([first]) }
            #expect(try log.read { try $0.head() } == 2)
        }
    }

    @Test func aRepeatedIdGivesTheFirstReceipt() throws {
        try withLog { log throws in
            var first = try event("task/A", "task.created", ["n": 1])
            first.id = UUID()
            let receipt = try log.append([first])[0]
            var again = try log.append([first, try event("task/A", "task.updated", ["n": 2])])
            #expect(again[0].wasKnown)
            #expect(again[1].position == 2)
            again[0].wasKnown = false
            #expect(again[0] == receipt)
            first.change = Change(data: ["n": 3])
            #expect(throws: StoreError(.idReused, "")) { try log.append([first]) }
        }
    }

    @Test func expectedVersions() throws {
        try withLog { log throws in
            var first = try event("task/A", "task.created", ["n": 1])
            first.expected = .exists
            #expect(throws: conflict) { try log.append([first]) }
            first.expected = .exactly(1)
            #expect(throws: conflict) { try log.append([first]) }
            first.expected = .none
            try #expect(log.append([first])[0].version == 1)
            #expect(throws: conflict) { try log.append([first]) }
            first.expected = .exactly(1)
            try #expect(log.append([first])[0].version == 2)
            first.expected = .exists
            try #expect(log.append([first])[0].version == 3)
            first.expected = .any
            try #expect(log.append([first])[0].version == 4)
        }
    }

    @Test func aBatchIsAllOrNothing() throws {
        try withLog { log throws in
            var second = try event("task/B", "task.created")
            second.expected = .exists
            let batch = [try event("task/A", "task.created", ["n": 1]), second]
            #expect(throws: conflict) { try log.append(batch) }
            try log.read { reader throws in
                #expect(try reader.head() == 0)
                #expect(try reader.end(of: StreamName("task/A")) == nil)
                #expect(try reader.statements.integer("SELECT count(*) FROM actors") == 0)
                #expect(try reader.statements.integer("SELECT count(*) FROM secrets") == 0)
            }
            // The ids that the undone batch had given are given again.
            try log.append([try event("task/B", "task.created", ["n": 2])])
            let named = try log.read { try $0.event(at: 1).stream.description }
            #expect(named == "task/B")
        }
    }

    @Test func whatACallerMayNotAppend() throws {
        try withLog { log throws in
            let type = try event("task/A", "message.sent")
            #expect(throws: StoreError(.invalidArgument, "")) { try log.append([type]) }
            let own = try event("annals/tags", "annals.tag-set")
            #expect(throws: StoreError(.reserved, "")) { try log.append([own]) }
            var both = try event("task/A", "task.removed", ["a": 1])
            both.change.deleted = true
            #expect(throws: (any Error).self) { try log.append([both]) }
            var cause = try event("task/A", "task.created")
            cause.causation = .position(7)
            #expect(throws: StoreError(.invalidArgument, "")) { try log.append([cause]) }
            cause.causation = .back(1)
            #expect(throws: StoreError(.invalidArgument, "")) { try log.append([cause]) }
            // Nor what its own line in a log could not say.
            for correlation in ["", "a\nb", "\u{1B}", String(repeating: "x", count: 1_025)] {
                var named = try event("task/A", "task.created")
                named.correlation = correlation
                #expect(throws: StoreError.self) { try log.append([named]) }
            }
            #expect(try log.read { try $0.head() } == 0)
        }
    }

    @Test func causationReachesBackOverCycles() throws {
        try withLog { log throws in
            var second = try event("task/A", "task.updated")
            second.cycle = 1
            second.causation = .back(1)
            let receipts = try log.append([try event("task/A", "task.created"), second])
            #expect(receipts.map(\.position) == [1, 3])
            #expect(try log.read { try $0.event(at: 3).causation } == 1)
            #expect(try log.read { try $0.event(at: 2).cycle } == 1)
        }
    }

    @Test func aJobThatFailsLeavesTheOthersOfItsCommit() throws {
        try withLog { log throws in
            let good = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: 40) { index in
                let refused = index % 4 == 0
                do {
                    var one = try event("task/T\(index)", "task.created", ["n": 1])
                    if refused { one.expected = .exists }
                    _ = try log.append([one])
                    good.withLock { $0 += 1 }
                    #expect(!refused)
                } catch {
                    #expect(refused)
                }
            }
            #expect(good.withLock { $0 } == 30)
            #expect(try log.read { try $0.head() } == 30)
        }
    }

    private var conflict: StoreError { StoreError(.versionConflict, "") }
}
