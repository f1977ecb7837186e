import Annals
import AnnalsTesting
import Foundation
import Testing

/// Events in the form that programs of many kinds exchange.
@Suite(.storesChecked) struct CloudEventTests {
    private func json(_ text: String) throws -> JSONObject {
        try #require(try JSONValue(parsing: text).asObject)
    }

    /// What goes out and comes back says the same.
    @Test func nothingIsLostOnTheWay() throws {
        let folder = try TemporaryDirectory()
        let store = try Store.create(at: folder.path("a.db"), by: try Actor("maker"))
        defer { store.close() }
        var event = NewEvent(
            stream: try StreamName("gauge/Höfn/1"), type: try EventType("gauge.read"),
            actor: try Actor("Máría", kind: .human),
            change: Change(
                data: ["depth": .number(JSONNumber(9_007_199_254_740_993)), "unit": "m"],
                unset: [try JSONPointer("/old~1name")]))
        event.reason = "two\nlines"
        event.correlation = "tide 7"
        event.id = UUID()
        event.context = ["session": ["id": "x"]]
        var end = NewEvent(
            stream: event.stream, type: try EventType("gauge.removed"), actor: event.actor,
            change: Change(deleted: true))
        end.reason = "plain"
        let receipts = try store.append([event, end])
        let id = try store.identity().id
        for receipt in receipts {
            let stored = try store.event(at: receipt.position)
            let out = CloudEvent(stored, of: id)
            for name in out.json.keys {
                #expect(name.wholeMatch(of: /[a-z0-9]{1,20}|data/) != nil)
            }
            let text = JSONValue.object(out.json).compact
            let back = try CloudEvent(json: json(text)).newEvent(by: try Actor("other"))
            #expect(back.stream == stored.stream && back.type == stored.type)
            #expect(back.actor == stored.actor && back.change == stored.change)
            #expect(back.reason == stored.reason && back.context == stored.context)
            #expect(back.correlation == stored.correlation && back.cycle == stored.cycle)
            if let known = stored.id { #expect(back.id == known) }
            #expect(back.occurredAt == stored.recordedAt)
        }
    }

    @Test(arguments: [
        (
            #""type":"com.example.BookAcquired","subject":"/books/42""#, "books/42",
            "books.book-acquired"
        ),
        (#""type":"task.done","subject":"task/A""#, "task/A", "task.done"),
        (#""type":"x","subject":"no stream""#, "cloudevents/no stream", "cloudevents.x"),
        (#""type":"a:42""#, "cloudevents//sensor", "cloudevents.received"),
    ]) func othersFindTheirPlace(attributes: String, stream: String, type: String) throws {
        let event = try CloudEvent(
            json: json(#"{"specversion":"1.0","id":"1","source":"/sensor",\#(attributes)}"#))
        let new = try event.newEvent(by: try Actor("maker"))
        #expect(new.stream.description == stream && new.type.name == type)
        #expect(new.context["cloudevent"]?.asObject?["source"] == "/sensor")
        // The same event is the same again, and another source's is another.
        let again = try event.newEvent(by: try Actor("maker"))
        #expect(new.id == again.id)
        var other = event.json
        other["source"] = "/other"
        #expect(try CloudEvent(json: other).newEvent(by: try Actor("maker")).id != new.id)
    }

    @Test(arguments: [
        #"{"specversion":"0.3","id":"1","source":"s","type":"t"}"#,
        #"{"specversion":"1.0","id":"","source":"s","type":"t"}"#,
        #"{"specversion":"1.0","id":"1","type":"t"}"#,
        #"{"specversion":"1.0","id":"1","source":"s","type":"t","Bad":"x"}"#,
        #"{"specversion":"1.0","id":"1","source":"s","type":"t","data":1,"data_base64":"AA=="}"#,
    ]) func whatIsNoneIsRefused(text: String) throws {
        #expect(throws: StoreError.self) { try CloudEvent(json: json(text)) }
    }

    @Test func dataOfAnyKindIsKept() throws {
        let base = #"{"specversion":"1.0","id":"1","source":"s","type":"a.b","subject":"a/b""#
        let actor = try Actor("maker")
        let number = try CloudEvent(json: json(base + #","data":1e400}"#)).newEvent(by: actor)
        #expect(JSONValue.object(number.change.data).compact == #"{"value":1e400}"#)
        let bytes = try CloudEvent(json: json(base + #","data_base64":"AA=="}"#))
        #expect(try bytes.newEvent(by: actor).change.data == ["data_base64": "AA=="])
        #expect(throws: StoreError.self) {
            try CloudEvent(json: json(base + #","time":"now"}"#)).newEvent(by: actor)
        }
    }
}
