import AnnalsModel
import Foundation
import Testing

@Suite("Events as callers give them")
struct NewEventTests {
    private let smallest = #"{"stream":"task/1","type":"task.created","actor":"Agent-1"}"#

    @Test("All members")
    func allMembers() throws {
        let event = try newEvent(
            #"""
            {"stream":"task/DB_002","type":"task.updated","actor":"Ann","kind":"human","cycle":12,
             "occurred_at":"2025-01-31T08:30:00Z","reason":"because","correlation":"run-7",
             "causation":41,"id":"0190A2B4-7c1e-7000-8000-0123456789ab","data":{"a":1.50},
             "unset":["/b","/c~1d"],"deleted":false,"expect":3}
            """#)
        #expect(event.stream.description == "task/DB_002")
        #expect(event.type.name == "task.updated")
        #expect(try event.actor == Actor("Ann", kind: .human))
        #expect(event.cycle == 12)
        #expect(event.occurredAt?.rfc3339 == "2025-01-31T08:30:00.000000Z")
        #expect(event.reason == "because")
        #expect(event.correlation == "run-7")
        #expect(event.causation == .position(41))
        #expect(event.id == UUID(uuidString: "0190a2b4-7c1e-7000-8000-0123456789ab"))
        #expect(event.change.data.compact == #"{"a":1.50}"#)
        #expect(event.change.unset.map(\.tokens) == [["b"], ["c/d"]])
        #expect(event.expected == .exactly(3))
    }

    @Test("Null equals absence, and the members that only the store knows are passed over")
    func absence() throws {
        let event = try newEvent(
            #"""
            {"position":7,"version":"x","recorded_at":null,"erased":false,"stream":"task/1",
             "type":"task.created","actor":"A","kind":null,"cycle":null,"occurred_at":null,
             "reason":null,"correlation":null,"causation":null,"id":null,"data":null,
             "unset":null,"deleted":null,"expect":null}
            """#)
        #expect(try event.actor == Actor("A"))
        #expect(event.cycle == nil && event.occurredAt == nil && event.reason == nil)
        #expect(event.correlation == nil && event.causation == nil && event.id == nil)
        #expect(event.change == Change())
        #expect(event.expected == .any)
    }

    @Test("The actor is the line's, else the default one")
    func actors() throws {
        let human = try Actor("Ann", kind: .human)
        let json: JSONObject = ["stream": "task/1", "type": "task.done"]
        #expect(try NewEvent(json: json, defaultActor: human).actor == human)
        let error = refusal(.invalidArgument) { try NewEvent(json: json) }
        #expect(error?.message == "the event has no member \"actor\": say who does it")
        var named = json
        named["actor"] = "B"
        #expect(try NewEvent(json: named, defaultActor: human).actor == Actor("B"))
        named["actor"] = ""
        refusal(.invalidName) { try NewEvent(json: named, defaultActor: human) }
        var service = json
        service["kind"] = "service"
        #expect(
            try NewEvent(json: service, defaultActor: human).actor == Actor("Ann", kind: .service))
    }

    @Test(
        "Wrong members are named",
        arguments: [
            (#"{"colour":1}"#, StoreError.Code.invalidArgument, "\"colour\""),
            (#"{"stream":null}"#, .invalidArgument, "\"stream\""),
            (#"{"stream":1}"#, .invalidArgument, "\"stream\" has a wrong number: give a string"),
            (#"{"stream":"task"}"#, .invalidName, "\"task\""),
            (#"{"type":null}"#, .invalidArgument, "\"type\""),
            (#"{"type":"created"}"#, .invalidName, "\"created\""),
            (
                #"{"type":"agent.created"}"#, .invalidName,
                "\"agent.created\" is not of the stream \"task/1\""
            ),
            (#"{"actor":[]}"#, .invalidArgument, "\"actor\" has a wrong array"),
            (#"{"kind":"robot"}"#, .invalidArgument, "\"robot\""),
            (#"{"cycle":-1}"#, .invalidArgument, "-1"),
            (#"{"cycle":1.0}"#, .invalidArgument, "\"cycle\" has a wrong number: give an integer"),
            (#"{"cycle":"1"}"#, .invalidArgument, "\"cycle\" has a wrong string: give an integer"),
            (#"{"occurred_at":"yesterday"}"#, .invalidArgument, "\"yesterday\""),
            (#"{"reason":true}"#, .invalidArgument, "\"reason\" has a wrong boolean"),
            (#"{"correlation":""}"#, .invalidName, "correlation"),
            (#"{"correlation":"a\nb"}"#, .invalidName, "\"a\\nb\""),
            (#"{"causation":0}"#, .invalidArgument, "\"0\""),
            (#"{"causation":"1"}"#, .invalidArgument, "\"causation\" has a wrong string"),
            (#"{"id":"7"}"#, .invalidArgument, "\"7\" is no UUID"),
            (#"{"data":[]}"#, .invalidArgument, "\"data\" has a wrong array: give an object"),
            (#"{"unset":"/a"}"#, .invalidArgument, "\"unset\" has a wrong string"),
            (#"{"unset":[1]}"#, .invalidArgument, "\"unset\" has a wrong number"),
            (#"{"unset":["a"]}"#, .invalidPointer, "\"a\""),
            (#"{"unset":[""]}"#, .invalidPointer, "the whole document"),
            (#"{"deleted":1}"#, .invalidArgument, "\"deleted\" has a wrong number"),
            (#"{"deleted":true,"data":{"a":1}}"#, .invalidArgument, "deleted"),
            (#"{"expect":-1}"#, .invalidArgument, "\"-1\""),
            (#"{"expect":"some"}"#, .invalidArgument, "\"some\""),
            (#"{"expect":[]}"#, .invalidArgument, "\"expect\" has a wrong array"),
            (#"{"erased":true}"#, .invalidArgument, "erased"),
        ])
    func refusals(members: String, code: StoreError.Code, part: String) throws {
        var json = try #require(try JSONValue(parsing: smallest).asObject)
        json.merge(try #require(try JSONValue(parsing: members).asObject))
        let error = refusal(code) { try NewEvent(json: json) }
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test("Causations count back or name a position; expectations are words or numbers")
    func references() throws {
        var json = try #require(try JSONValue(parsing: smallest).asObject)
        json["causation"] = -2
        json["expect"] = "none"
        let event = try NewEvent(json: json)
        #expect(event.causation == .back(2))
        #expect(event.expected == .none)
        json["expect"] = "12"
        #expect(try NewEvent(json: json).expected == .exactly(12))
        json["deleted"] = true
        json["data"] = [:]
        #expect(try NewEvent(json: json).change == Change(deleted: true))
    }

    @Test("A line is one object, with data as deep as a document may be")
    func lines() throws {
        func line(depth: Int) -> String {
            let inner = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return String(smallest.dropLast()) + ",\"data\":{\"a\":\(inner)}}"
        }
        #expect(try newEvent(line(depth: 127)).change.data.count == 1)
        let error = refusal(.invalidJSON) { try newEvent(line(depth: 128)) }
        #expect(error?.message.contains("line 1, column") == true)
        let array = refusal(.invalidJSON) { try newEvent("[]") }
        #expect(array?.message == "the event is a JSON array: give one object a line")
        refusal(.invalidJSON) { try newEvent("") }
    }

    @Test("Errors say the number of the line")
    func lineNumbers() throws {
        func message(_ line: String) -> String? {
            refusal(line.hasPrefix("{}") ? .invalidArgument : .invalidJSON) {
                try Array(line.utf8).withUnsafeBufferPointer { try NewEvent(line: $0, number: 34) }
            }?.message
        }
        #expect(message("{}\r\n") == "line 34: the event has no member \"stream\": give it")
        #expect(message("[]") == "line 34: the event is a JSON array: give one object a line")
        #expect(
            message("{\"a\":1,\"a\":2}")
                == "the JSON text has a duplicate member \"a\" at line 34, column 8: "
                + "give each member once")
    }

    @Test("Events put together in code are checked too")
    func validation() throws {
        var event = NewEvent(
            stream: try StreamName("task/1"), type: try EventType("task.created"),
            actor: try Actor("A"))
        try event.validate()
        event.causation = .back(0)
        refusal(.invalidArgument) { try event.validate() }
        event.causation = .position(-3)
        refusal(.invalidArgument) { try event.validate() }
        event.causation = .back(1)
        event.expected = .exactly(-1)
        refusal(.invalidArgument) { try event.validate() }
        event.expected = .exactly(0)
        event.correlation = String(repeating: "c", count: 1_025)
        refusal(.invalidName) { try event.validate() }
        event.correlation = nil
        event.cycle = 0
        try event.validate()
    }

    private func newEvent(_ line: String) throws -> NewEvent {
        try Array(line.utf8).withUnsafeBufferPointer { try NewEvent(line: $0) }
    }
}
