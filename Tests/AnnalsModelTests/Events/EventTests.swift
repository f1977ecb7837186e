import AnnalsModel
import Foundation
import Testing

@Suite("Stored events")
struct EventTests {
    private func event() throws -> Event {
        Event(
            position: 7, stream: try StreamName("task/é"), version: 2,
            type: try EventType("task.updated"), actor: try Actor("Ann", kind: .human), cycle: 3,
            recordedAt: Timestamp(microseconds: 1), occurredAt: Timestamp(microseconds: -1),
            correlation: "run", causation: 5,
            id: UUID(uuidString: "0190A2B4-7C1E-7000-8000-0123456789AB"),
            change: Change(
                data: ["b": 1, "a": nil], unset: [JSONPointer(tokens: ["x/y", "z"])]),
            reason: "why")
    }

    @Test("All members, in the order of the log")
    func allMembers() throws {
        #expect(
            try event().json().compact
                == #"{"position":7,"stream":"task/é","version":2,"type":"task.updated","#
                + #""actor":"Ann","kind":"human","cycle":3,"#
                + #""recorded_at":"1970-01-01T00:00:00.000001Z","#
                + #""occurred_at":"1969-12-31T23:59:59.999999Z","reason":"why","#
                + #""correlation":"run","causation":5,"#
                + #""id":"0190a2b4-7c1e-7000-8000-0123456789ab","#
                + #""data":{"b":1,"a":null},"unset":["/x~1y/z"]}"#)
    }

    @Test("Absent members are left out; an end and an erasure are said")
    func fewMembers() throws {
        var event = Event(
            position: 1, stream: try StreamName("task/1"), version: 1,
            type: try EventType("task.deleted"), actor: try Actor("A"), cycle: 0,
            recordedAt: Timestamp(microseconds: 0), change: Change(deleted: true))
        let head =
            #"{"position":1,"stream":"task/1","version":1,"type":"task.deleted","actor":"A","#
            + #""kind":"agent","cycle":0,"recorded_at":"1970-01-01T00:00:00.000000Z","#
        #expect(event.json().compact == head + #""deleted":true}"#)
        event.change = Change()
        event.isErased = true
        #expect(event.json().compact == head + #""erased":true}"#)
        refusal(.invalidArgument) { try NewEvent(json: event.json()) }
    }

    @Test("What log writes can be loaded again")
    func loading() throws {
        let event = try event()
        let again = try NewEvent(json: event.json())
        #expect(again.stream == event.stream && again.type == event.type)
        #expect(again.actor == event.actor && again.change == event.change)
        #expect(again.cycle == event.cycle && again.occurredAt == event.occurredAt)
        #expect(again.reason == event.reason && again.correlation == event.correlation)
        #expect(again.causation == .position(5) && again.id == event.id)
    }

    @Test("Events are equal if every part is, texts by their bytes")
    func equality() throws {
        let original = try event()
        #expect(original == original)
        let edits: [(inout Event) throws -> Void] = [
            { $0.position = 8 }, { $0.stream = try StreamName("task/e\u{301}") },
            { $0.version = 1 }, { $0.type = try EventType("task.done") },
            { $0.actor = try Actor("Ann") }, { $0.cycle = 4 },
            { $0.recordedAt = Timestamp(microseconds: 2) }, { $0.occurredAt = nil },
            { $0.correlation = nil }, { $0.correlation = "ruN" }, { $0.causation = nil },
            { $0.id = nil }, { $0.change.deleted = true }, { $0.reason = nil },
            { $0.context = ["tool": "x"] }, { $0.isErased = true },
        ]
        for edit in edits {
            var other = original
            try edit(&other)
            #expect(other != original)
        }
        var first = original
        var second = original
        first.reason = nil
        second.reason = nil
        #expect(first == second)
        first.reason = "é"
        second.reason = "e\u{301}"
        #expect(first != second)
    }

    @Test("Receipts hold what an append answers")
    func receipts() {
        let time = Timestamp(microseconds: 5)
        let receipt = Receipt(position: 1, version: 1, cycle: 0, recordedAt: time)
        #expect(!receipt.wasKnown && !receipt.isErased)
        #expect(
            receipt
                != Receipt(position: 1, version: 1, cycle: 0, recordedAt: time, wasKnown: true))
    }

    @Test(
        "Expected versions: words and numbers",
        arguments: [
            ("any", ExpectedVersion.any, [true, true, true]),
            ("none", .none, [true, false, false]), ("exists", .exists, [false, true, true]),
            ("0", .exactly(0), [true, false, false]), ("2", .exactly(2), [false, false, true]),
        ])
    func expectations(text: String, expected: ExpectedVersion, accepted: [Bool]) throws {
        #expect(try ExpectedVersion(text) == expected)
        #expect(expected.description == text)
        #expect([0, 1, 2].map { expected.accepts(version: $0) } == accepted)
    }

    @Test("No expected version", arguments: ["", "-1", "Any", "1.0", "99999999999999999999"])
    func badExpectations(text: String) {
        refusal(.invalidArgument) { try ExpectedVersion(text) }
    }

    @Test("Causations as text")
    func causations() throws {
        #expect(try Causation("12") == .position(12))
        #expect(try Causation("-3") == .back(3))
        #expect(Causation.position(12).description == "12")
        #expect(Causation.back(3).description == "-3")
        for text in ["0", "-0", "", "x", "1.5", "-9223372036854775808"] {
            refusal(.invalidArgument) { try Causation(text) }
        }
    }
}
