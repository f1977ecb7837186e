import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// A restored store says itself which of its bodies the store that it comes from had lost.
@Suite("Inherited erasures", .storesChecked)
struct InheritedErasureTests {
    let maria: Actor

    init() throws {
        maria = try Actor("maria", kind: .human)
    }

    private func erase(_ position: Int64, in log: EventLog) throws {
        _ = try History(log: log).erase(
            .position(position), includingCauses: false, by: maria, reason: "asked")
    }

    private func restore(_ log: EventLog, at position: Int64, to path: String) throws -> EventLog {
        let made = try History(log: log).restore(at: .position(position), to: path, by: maria)
        #expect(made.position == position)
        return try EventLog(path: path, mode: .readWrite)
    }

    private func findings(_ log: EventLog) throws -> [VerificationFinding] {
        var found: [VerificationFinding] = []
        var watch = LogVerification.Watch()
        watch.onFinding = { found.append($0) }
        _ = try Verification(of: log, .everything, watch).run()
        return found
    }

    private func inherited(_ log: EventLog) throws -> [JSONObject] {
        try log.read { reader in
            let head = try reader.head()
            return try (1...head).map { try reader.event(at: $0) }
                .filter { $0.type.name == "annals.erasures-inherited" }.map(\.change.data)
        }
    }

    @Test func isSaidWhereTheEventLiesAfterTheMoment() throws {
        let store = try ProjectedStore()
        let first = try store.append("note/A", ["text": "the first"])
        let second = try store.append("note/A", ["text": "the second"])
        let third = try store.append("note/B", ["text": "the third"])
        try erase(first, in: store.log)
        try erase(third, in: store.log)

        // Before any erasure was said.
        let one = try restore(store.log, at: third, to: store.folder.path("one.db"))
        defer { one.close() }
        #expect(try one.read { try $0.head() } == third + 1)
        let said = try inherited(one)
        #expect(said.count == 1)
        #expect(said.first?["position"]?.asInt64 == third)
        #expect(
            said.first?["positions"]?.compact == "[[\(first),\(first)],[\(third),\(third)]]")
        #expect(try one.read { try !$0.event(at: second).isErased })
        #expect(try findings(one).isEmpty)

        // A store that is restored from that one has the event already.
        let two = try restore(one, at: third + 1, to: store.folder.path("two.db"))
        defer { two.close() }
        #expect(try two.read { try $0.head() } == third + 1)
        #expect(try findings(two).isEmpty)

        // It is cut off: what was known there is said once more.
        let three = try restore(one, at: third, to: store.folder.path("three.db"))
        defer { three.close() }
        #expect(try inherited(three).count == 1)
        #expect(try findings(three).isEmpty)

        // At the end of the old store nothing is left to be said.
        let head = try store.head()
        let four = try restore(store.log, at: head, to: store.folder.path("four.db"))
        defer { four.close() }
        #expect(try four.read { try $0.head() } == head)
        #expect(try inherited(four).isEmpty)
        try erase(second, in: four)
        #expect(try findings(four).isEmpty)
    }

    /// An erasure in a restored store reaches the epochs that came with it.
    @Test func leavesNoSecretOfAnEarlierEpoch() throws {
        let store = try ProjectedStore()
        for number in Int64(0)..<4 {
            try store.append("note/A", ["number": .number(JSONNumber(number))])
        }
        let head = try store.head()
        let fork = try restore(store.log, at: head, to: store.folder.path("fork.db"))
        defer { fork.close() }
        let receipt = try fork.append([
            NewEvent(
                stream: try StreamName("note/A"), type: try EventType("note.updated"),
                actor: maria, change: Change(data: ["text": "of the fork"]))
        ])
        try erase(receipt[0].position, in: fork)
        #expect(try findings(fork).isEmpty)
        let first = try fork.read { reader in
            try reader.statements.integer(
                "SELECT min(from_version) FROM secrets JOIN streams ON id = stream WHERE key = 'A'")
        }
        #expect(first == 6)
    }

    @Test(.storesUnchecked("damaged on purpose")) func isNotBelievedElsewhere() throws {
        let store = try ProjectedStore()
        let first = try store.append("note/A", ["text": "the first"])
        _ = try store.log.write { transaction in
            try transaction.administer(
                "erasures", "erasures-inherited", by: try Actor("mallory"),
                data: ["position": 1, "positions": [[1, 1]]])
        }
        #expect(
            try findings(store.log).contains { $0.kind == .erasure && $0.position == first + 1 })
    }
}
