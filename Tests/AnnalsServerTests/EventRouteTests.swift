import Annals
import AnnalsModel
import AnnalsTesting
import Foundation
import HTTPTypes
import Testing

@testable import AnnalsServer

/// Events over HTTP: appended, listed, traced.
@Suite(.storesChecked) struct EventRouteTests {
    private let event = #"{"stream":"gauge/L","type":"gauge.read","data":{"h":9007199254740993}}"#

    @Test func anEventIsAppendedAsItIsWritten() async throws {
        let served = try ServedStore(isEmpty: true)
        defer { served.close() }
        let head = try await served.store.head()
        let answer = try await served.ask(.post, "/v1/events", body: event)
        #expect(answer.status == 201)
        let receipt = try #require(answer.json["receipts"]?.asArray?.first?.asObject)
        #expect(receipt["position"]?.asInt64 == head + 1)
        #expect(try answer.json["head"]?.asInt64 == head + 1)
        let read = try await served.ask(.get, "/v1/events/\(head + 1)")
        #expect(read.text.contains(#""data":{"h":9007199254740993}"#))
        #expect(try read.json["actor"] == "keeper")
        #expect(try read.json["kind"] == "human")
    }

    @Test func severalAreStoredTogetherOrNotAtAll() async throws {
        let served = try ServedStore(isEmpty: true)
        defer { served.close() }
        let head = try await served.store.head()
        let refused = try await served.ask(
            .post, "/v1/events",
            body: #"{"events":[\#(event),{"stream":"gauge/L","type":"gauge.read","expect":9}]}"#)
        #expect(refused.status == 409 && refused.code == "version_conflict")
        #expect(try refused.json["index"] == 1)
        let wrong = try await served.ask(
            .post, "/v1/events", body: #"{"events":[\#(event),{"stream":"gauge/L"}]}"#)
        #expect(wrong.status == 400)
        #expect(try wrong.json["index"] == 1)
        #expect(try await served.store.head() == head)
        let stored = try await served.ask(
            .post, "/v1/events", body: #"{"events":[\#(event),\#(event)]}"#)
        #expect(try stored.json["receipts"]?.asArray?.count == 2)
    }

    @Test func cloudEventsComeAndGo() async throws {
        let served = try ServedStore(isEmpty: true)
        defer { served.close() }
        let one = #"""
            {"specversion":"1.0","id":"7","source":"/buoy","type":"wave.measured",
             "subject":"wave/7",
             "data":{"height":1.40}}
            """#
        let type: HTTPFields = [.contentType: "application/cloudevents+json; charset=utf-8"]
        let first = try await served.ask(.post, "/v1/events", type, body: one)
        #expect(first.status == 201, "\(first.text)")
        let again = try await served.ask(
            .post, "/v1/events", [.contentType: "application/cloudevents-batch+json"],
            body: "[\(one)]")
        let known = try again.json["receipts"]?.asArray?.first?.asObject?["known"]
        #expect(again.status == 201 && known == true, "\(again.text)")
        var binary: HTTPFields = [.contentType: "text/plain"]
        for (name, value) in [
            ("ce-specversion", "1.0"), ("ce-id", "8"), ("ce-source", "/buoy"),
            ("ce-type", "wave.named"), ("ce-subject", "wave/H%C3%B6fn"),
        ] { binary[try #require(HTTPField.Name(name))] = value }
        let named = try await served.ask(.post, "/v1/events", binary, body: "calm")
        #expect(named.status == 201, "\(named.text)")
        let line = one.replacing("\n", with: " ").replacing(#""id":"7""#, with: #""id":"9""#)
        let lines = try await served.ask(
            .post, "/v1/events", [.contentType: "application/x-ndjson"], body: line + "\n")
        #expect(try lines.lines.first?["position"] != nil, "\(lines.text)")
        let list = try await served.ask(
            .get, "/v1/events?category=wave", [.accept: "application/cloudevents+json"])
        #expect(list.headers[.contentType] == "application/cloudevents-batch+json")
        let events = try #require(try JSONValue(parsing: list.text).asArray)
        #expect(events.count == 3 && list.text.contains(#""height":1.40"#), "\(list.text)")
        let position = try #require(try first.json["head"]?.asInt64)
        let event = try await served.ask(
            .get, "/v1/events/\(position)", [.accept: "application/cloudevents+json"])
        #expect(event.headers[.contentType] == "application/cloudevents+json")
        #expect(try event.json["subject"] == "wave/7")
        for bad in ["[]", "[1]", #"{"specversion":"1.0"}"#] {
            let refused = try await served.ask(
                .post, "/v1/events", [.contentType: "application/cloudevents-batch+json"], body: bad
            )
            #expect(refused.status == 400, "\(bad)")
        }
    }

    @Test func aKeyMakesARepetitionOne() async throws {
        let served = try ServedStore(isEmpty: true)
        defer { served.close() }
        let key = HTTPField.Name("Idempotency-Key")!
        let headers: HTTPFields = [key: "0190163d-8694-739b-aea5-966c26f8ad91"]
        let first = try await served.ask(.post, "/v1/events", headers, body: event)
        let again = try await served.ask(.post, "/v1/events", headers, body: event)
        let receipts = try [first, again].map { try #require($0.json["receipts"]?.asArray?.first) }
        #expect(receipts[0].asObject?["position"] == receipts[1].asObject?["position"])
        #expect(receipts[1].asObject?["known"] == true)
        let other = try await served.ask(
            .post, "/v1/events", headers, body: #"{"stream":"gauge/L","type":"gauge.other"}"#)
        #expect(other.status == 422 && other.code == "id_reused")
        let bad = try await served.ask(.post, "/v1/events", [key: "seven"], body: event)
        #expect(bad.status == 400)
    }

    @Test func eachLineIsAnswered() async throws {
        let served = try ServedStore(isEmpty: true)
        defer { served.close() }
        let answer = try await served.ask(
            .post, "/v1/events", [.contentType: "application/x-ndjson"],
            body: "\(event)\n\n{\"stream\"\n\(event)")
        let lines = try answer.lines
        #expect(lines.map { $0["line"]?.asInt64 } == [1, 3, 4])
        #expect(lines[1]["code"] == "invalid_json")
        #expect(lines[2]["version"] == 2)
    }

    @Test func theLogComesInPages() async throws {
        let served = try ServedStore()
        defer { served.close() }
        var path = "/v1/events?limit=2"
        var positions: [Int64] = []
        var pages = 0
        while true {
            let answer = try await served.ask(.get, path)
            let events = try #require(answer.json["events"]?.asArray)
            positions += events.compactMap { $0.asObject?["position"]?.asInt64 }
            pages += 1
            guard let next = try answer.json["next"]?.asString else {
                #expect(answer.headers[HTTPField.Name("Link")!] == nil)
                break
            }
            let link = try #require(answer.headers[HTTPField.Name("Link")!])
            #expect(link == "</v1/events?limit=2&after=\(next)>; rel=\"next\"")
            path = "/v1/events?limit=2&after=\(next)"
        }
        let all = try served.store.events().all().map(\.position)
        #expect(positions == all && pages == (all.count + 1) / 2)
        let lines = try await served.ask(.get, "/v1/events", [.accept: "application/x-ndjson"])
        #expect(try lines.lines.map { $0["position"]?.asInt64 } == all)
        let last = try await served.ask(.get, "/v1/events?limit=1&order=descending")
        let newest = try last.json["events"]?.asArray?.first?.asObject?["position"]?.asInt64
        #expect(newest == all.last)
    }

    @Test(arguments: [
        ("stream=task/A", 2), ("category=config", 2), ("type=task.claimed", 1), ("actor=Heron", 1),
        ("search=gauge", 1), ("pointer=/datum", 2), ("in=..start", 0), ("actor=nobody", 0),
    ]) func eventsAreChosen(query: String, count: Int) async throws {
        let served = try ServedStore()
        defer { served.close() }
        let answer = try await served.ask(.get, "/v1/events?\(query)")
        #expect(try answer.json["events"]?.asArray?.count == count, "\(answer.text)")
    }

    @Test func causesAndConsequences() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let head = try await served.store.head()
        _ = try await served.ask(
            .post, "/v1/events",
            body: #"{"stream":"gauge/L","type":"gauge.read","causation":\#(head)}"#)
        let traced = try await served.ask(.get, "/v1/events/\(head)/trace")
        let depths = try traced.json["events"]?.asArray?.map { $0.asObject?["depth"]?.asInt64 }
        #expect(depths == [0, 1])
        #expect(try traced.json["truncated"] == false)
        #expect(try await served.ask(.get, "/v1/events/9999/trace").status == 404)
    }
}
