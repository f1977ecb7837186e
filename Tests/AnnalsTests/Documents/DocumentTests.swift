import Annals
import AnnalsTesting
import Foundation
import Testing

/// Documents of a program's own, changed in place and as values of its own types.
@Suite(.storesChecked) struct DocumentTests {
    private struct Account: Codable, Equatable, Sendable {
        var cents: Int64
        var owner: String?
    }

    private struct Refusal: Error {}

    private let folder: TemporaryDirectory
    private let store: Store
    private let maria: Actor
    private let stream: StreamName
    private let credited: EventType

    init() throws {
        folder = try TemporaryDirectory()
        maria = try Actor("maria", kind: .human)
        store = try Store.create(at: folder.path("annals.db"), by: maria, projections: .none)
        stream = try StreamName("account/A-1")
        credited = try EventType("account.credited")
    }

    @Test func whatChangedIsAppended() throws {
        let made = try store.update(stream, type: credited, by: maria, reason: "gift") {
            $0 = ["cents": 5, "owner": "Bo", "tags": ["a"]]
        }
        #expect(made.version == 1)
        #expect(made.receipt?.position == 1)
        let changed = try store.update(stream, type: credited, by: maria) {
            $0["cents"] = 6
            $0["owner"] = nil
        }
        #expect(changed.document == ["cents": 6, "tags": ["a"]])
        #expect(changed.version == 2)
        let event = try store.event(at: 2)
        #expect(event.change == Change(data: ["cents": 6], unset: [JSONPointer(tokens: ["owner"])]))
        #expect(try store.event(at: 1).reason == "gift")
        let same = try store.update(stream, type: credited, by: maria) { $0["cents"] = 6 }
        #expect(same.receipt == nil)
        #expect(same.version == 2)
        #expect(try store.head() == 2)
        let other = try StreamName("account/A-2")
        let none = try store.update(other, type: credited, by: maria) { _ in }
        #expect(none == DocumentUpdate(document: nil, version: 0, receipt: nil))
    }

    @Test func valuesOfATypeComeAndGo() throws {
        let first = Account(cents: .max, owner: "Bo")
        try store.append(encoding: first, to: stream, type: credited, by: maria)
        #expect(try store.document(stream, as: Account.self) == first)
        #expect(try store.document(StreamName("account/none"), as: Account.self) == nil)
        try store.update(stream, as: Account.self, type: credited, by: maria) {
            $0?.owner = nil
        }
        #expect(try store.document(stream) == ["cents": .number(JSONNumber(Int64.max))])
        #expect(try store.document(stream, as: Account.self, at: .position(1)) == first)
        let ended = try store.update(stream, as: Account.self, type: credited, by: maria) {
            $0 = nil
        }
        #expect(ended.document == nil && ended.version == 3)
        #expect(try store.document(stream) == nil)
        let again = try store.update(stream, as: Account.self, type: credited, by: maria) {
            #expect($0 == nil)
            $0 = Account(cents: 1)
        }
        #expect(again.version == 4)
        #expect(throws: EncodingError.self) {
            try store.append(encoding: [1], to: stream, type: credited, by: maria)
        }
    }

    @Test func whatTheTypeDoesNotReadStays() throws {
        try store.update(stream, type: credited, by: maria) {
            $0 =
                try JSONValue(parsing: #"{"cents":7.0,"rate":1.500,"plan":{"next":[1]}}"#)
                .asObject ?? [:]
        }
        let same = try store.update(stream, as: Account.self, type: credited, by: maria) { _ in }
        #expect(same.receipt == nil)
        #expect(same.document == Account(cents: 7))
        try store.update(stream, as: Account.self, type: credited, by: maria) { $0?.owner = "Cy" }
        #expect(
            try store.document(stream)?.description
                == #"{"cents":7.0,"rate":1.500,"plan":{"next":[1]},"owner":"Cy"}"#)
    }

    @Test func aDocumentWithoutATypeEnds() throws {
        let text = #"{"cents":7.0,"rate":1.500,"large":123456789012345678901234567890}"#
        try store.append(
            encoding: try #require(JSONValue(parsing: text).asObject), to: stream, type: credited,
            by: maria)
        #expect(try store.document(stream)?.description == text)
        let same = try store.update(stream, as: JSONObject.self, type: credited, by: maria) {
            #expect($0?.description == text)
        }
        #expect(same.receipt == nil)
        let ended = try store.update(stream, as: JSONObject.self, type: credited, by: maria) {
            $0 = nil
        }
        #expect(ended.document == nil && ended.version == 2)
        #expect(try store.event(at: 2).change == Change(deleted: true))
        #expect(try store.document(stream) == nil)
    }

    @Test func anEventSaysAllThatItCan() async throws {
        let (id, time) = (UUID(), try Timestamp(rfc3339: "2020-03-01T08:00:00Z"))
        let account = Account(cents: 5)
        let first = try await store.append(
            encoding: account, to: stream, type: credited, by: maria, occurredAt: time, id: id)
        let again = try await store.append(
            encoding: account, to: stream, type: credited, by: maria, occurredAt: time, id: id)
        #expect(first.position == 1 && again.position == 1)
        try await store.update(
            stream, type: credited, by: maria, causation: .event(id), occurredAt: time,
            context: ["tool": "till"]
        ) { $0["cents"] = 6 }
        try await store.update(
            stream, as: Account.self, type: credited, by: maria, causation: .position(2),
            occurredAt: time, context: ["tool": "till"]
        ) { $0?.cents = 7 }
        for position in [Int64(2), 3] {
            let event = try await store.event(at: position)
            #expect(event.causation == position - 1)
            #expect(event.occurredAt == time)
            #expect(event.context == ["tool": "till"])
        }
        var jump = AppendOptions()
        jump.allowsJump = true
        let refused = await #expect(throws: StoreError.self) {
            try await store.update(stream, type: credited, by: maria, cycle: 5_000) {
                $0["cents"] = 8
            }
        }
        #expect(refused?.code == .cycleJump)
        try await store.update(stream, type: credited, by: maria, cycle: 5_000, options: jump) {
            $0["cents"] = 8
        }
        #expect(try await store.cycle() == 5_000)
    }

    @Test func errorsOfTheClosureComeOut() throws {
        #expect(throws: Refusal.self) {
            try store.update(stream, type: credited, by: maria) { _ in throw Refusal() }
        }
        try store.update(stream, type: credited, by: maria) { $0["cents"] = "many" }
        #expect(throws: DecodingError.self) {
            try store.update(stream, as: Account.self, type: credited, by: maria) { _ in }
        }
        let wrong = #expect(throws: StoreError.self) {
            try store.update(stream, type: credited, by: maria, expected: .none) { $0["n"] = 1 }
        }
        #expect(wrong?.code == .versionConflict)
        let foreign = #expect(throws: StoreError.self) {
            try store.update(stream, type: EventType("task.made"), by: maria) { $0["n"] = 1 }
        }
        #expect(foreign?.code == .invalidName)
        let own = #expect(throws: StoreError.self) {
            try store.update(
                StreamName("annals/cycle"), type: EventType("annals.made"), by: maria
            ) { $0["n"] = 1 }
        }
        #expect(own?.code == .reserved)
        #expect(try store.head() == 1)
    }

    @Test func ofUpdatesAtTheSameTimeNoneIsLost() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<25 {
                        try store.update(stream, type: credited, by: maria) {
                            $0["cents"] = .number(JSONNumber(($0["cents"]?.asInt64 ?? 0) + 1))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.document(stream) == ["cents": 100])
        #expect(try await store.head() == 100)
    }

    @Test func argumentsAreBound() throws {
        func row(_ sql: String, _ arguments: QueryArguments) throws -> [JSONValue] {
            try store.query(sql, arguments: arguments).rows[0]
        }
        let quote = #"x' OR '1'='1"#
        #expect(
            try row("SELECT :a, @b, $c", ["a": .string(quote), "b": 2, "c": nil])
                == [.string(quote), 2, nil])
        #expect(try row("SELECT ?, ?2, ?", ["x", true, ["n": 1]]) == ["x", 1, #"{"n":1}"#])
        #expect(try row("SELECT typeof(:a)", ["a": .number(JSONNumber(Int64.max))]) == ["integer"])
        let long = try JSONValue(parsing: "3.14159265358979323846")
        #expect(try row("SELECT typeof(:a), :a", ["a": long]) == ["text", .string(long.compact)])
        #expect(try row("SELECT ?3, ?2", ["2": 2, "3": 3]) == [3, 2])
        let half = try JSONValue(parsing: "0.5")
        #expect(try row("SELECT typeof(:a)", ["a": half]) == ["real"])
        for (sql, arguments) in [
            ("SELECT :a", [:]), ("SELECT :a", ["b": 1]), ("SELECT :a", ["a": 1, "b": 1]),
            ("SELECT ?, ?", ["1": 1]), ("SELECT 1", ["1": 1]), ("SELECT ?3", ["1": 1, "3": 1]),
        ] as [(String, QueryArguments)] {
            let error = #expect(throws: StoreError.self, "\(sql)") {
                try store.query(sql, arguments: arguments)
            }
            #expect(error?.code == .sqlRefused)
        }
    }

    @Test func argumentsAreBoundInThePast() throws {
        let folder = try TemporaryDirectory()
        let store = try Store.create(at: folder.path("fleet.db"), by: maria)
        defer { store.close() }
        try store.createTask(TaskDraft("One", id: "T-1"), by: maria)
        try store.createTask(TaskDraft("Two", id: "T-2"), by: maria)
        for (moment, expected) in [(Moment.head(back: 1), 0), (.head, 1)] {
            var rows = 0
            try store.query(
                "SELECT title FROM agent_tasks WHERE task_id = ?", arguments: ["T-2"], at: moment
            ) { _ in rows += 1 }
            #expect(rows == expected)
        }
    }
}
