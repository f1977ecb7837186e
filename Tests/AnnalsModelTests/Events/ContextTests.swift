import AnnalsModel
import Foundation
import Testing

@Suite("What events say about the act")
struct ContextTests {
    private func newEvent(_ more: String) throws -> NewEvent {
        let line = #"{"stream":"task/1","type":"task.created","actor":"A""# + more + "}"
        return try NewEvent(json: try JSONValue(parsing: line).asObject ?? [:])
    }

    @Test("A context comes last in the log, and loads again")
    func json() throws {
        let given = try newEvent(#","context":{"b":1.50,"a":null},"data":{"x":1}"#)
        #expect(given.context.compact == #"{"b":1.50,"a":null}"#)
        let event = Event(
            position: 1, stream: given.stream, version: 1, type: given.type, actor: given.actor,
            cycle: 0, recordedAt: Timestamp(microseconds: 0), change: given.change,
            context: given.context)
        #expect(event.json().compact.hasSuffix(#""data":{"x":1},"context":{"b":1.50,"a":null}}"#))
        #expect(try NewEvent(json: event.json()).context == given.context)
        #expect(try newEvent(#","context":{}"#).context.isEmpty)
        #expect(try newEvent(#","context":null"#).context.isEmpty)
        refusal(.invalidArgument) { try newEvent(#","context":[]"#) }
    }

    @Test("A context may be as deep as data")
    func depth() throws {
        var event = try newEvent("")
        var value = JSONValue.null
        for _ in 0..<Limits.jsonDepthMax - 1 { value = [value] }
        event.context = ["a": value]
        try event.validate()
        event.context = ["a": [value]]
        refusal(.invalidJSON) { try event.validate() }
    }

    @Test("A fact leaves a document as it is; only a context makes one")
    func facts() throws {
        for document in [nil, [:], ["a": 1]] as [JSONObject?] {
            var after = document
            try newEvent(#","context":{"tool":"x"}"#).apply(to: &after)
            #expect(after == document)
            try newEvent("").apply(to: &after)
            #expect(after == document ?? [:])
        }
        var after: JSONObject?
        try newEvent(#","context":{"tool":"x"},"unset":["/a"]"#).apply(to: &after)
        #expect(after == [:])
        try newEvent(#","context":{"tool":"x"},"data":{"b":2}"#).apply(to: &after)
        #expect(after == ["b": 2])
        try newEvent(#","context":{"tool":"x"},"deleted":true"#).apply(to: &after)
        #expect(after == nil)
        #expect(try newEvent(#","context":{"tool":"x"}"#).isFact)
        #expect(try !newEvent("").isFact)
    }

    @Test(
        "Conditions",
        arguments: [
            ("/session=abc", true), ("/session=ab", false), ("/session=\"abc\"", true),
            ("/port=80", true), ("/port=80.0", false), ("/text=80", true), ("/text=\"80\"", true),
            ("/port=\"80\"", false), ("/none=null", false), ("/nil=null", true), ("/nil=", false),
            ("/empty=", true), ("/list/1=b", true), ("/list=[\"a\", \"b\"]", true),
            ("/deep={\"y\":2,\"x\":1}", true), ("/a~1b=c=d", true), ("/session/x=1", false),
        ])
    func conditions(text: String, holds: Bool) throws {
        let context: JSONObject = [
            "session": "abc", "port": 80, "text": "80", "nil": nil, "empty": "",
            "list": ["a", "b"], "deep": ["x": 1, "y": 2], "a/b": "c=d",
        ]
        #expect(try ContextCondition(text).holds(in: context) == holds)
    }

    @Test("No conditions", arguments: ["", "/session", "session=1", "/a~2=1"])
    func badConditions(text: String) {
        #expect(throws: StoreError.self) { try ContextCondition(text) }
    }

    @Test("A cause may be named by its id")
    func causes() throws {
        let text = "0190A2B4-7C1E-7000-8000-0123456789AB"
        let id = try #require(UUID(uuidString: text))
        #expect(try Causation(text) == .event(id))
        #expect(Causation.event(id).description == text.lowercased())
        #expect(try newEvent(#","causation":"\#(text)""#).causation == .event(id))
        refusal(.invalidArgument) { try newEvent(#","causation":"0190A2B4""#) }
    }
}
