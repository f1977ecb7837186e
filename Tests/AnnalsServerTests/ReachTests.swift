import Annals
import AnnalsModel
import AnnalsTesting
import Foundation
import HTTPTypes
import Testing

@testable import AnnalsServer

/// What a token for some categories can learn by ids, causes, tags and cycles: nothing.
@Suite(.storesChecked) struct ReachTests {
    private let known = "0192d4e0-7f2c-7000-8000-000000000001"
    private let unknown = "0192d4e0-7f2c-7000-8000-000000000002"

    private func limited(
        _ served: ServedStore, _ rights: Set<AccessRight> = [.read, .append]
    ) throws -> HTTPFields {
        let access = try served.store.grantAccess(
            AccessGrant(
                name: "gauges", actor: try Actor("Plover"), rights: rights,
                categories: [try CategoryPattern("gauge")]),
            by: try Actor("maker"))
        return [.authorization: "Bearer \(access.token)"]
    }

    /// An event of a category that the token does not reach, with an id.
    private func hide(_ served: ServedStore) throws {
        var event = NewEvent(
            stream: try StreamName("task/secret"), type: try EventType("task.created"),
            actor: try Actor("Tern"), change: Change(data: ["title": "hidden"]))
        event.id = try UUID(given: known)
        try served.store.append(event)
    }

    @Test func anIdOfAnotherCategoryTellsNothingOfItsEvent() async throws {
        let served = try ServedStore()
        defer { served.close() }
        try hide(served)
        let token = try limited(served)
        let event = #"{"stream":"gauge/L","type":"gauge.read","id":"\#(known)"}"#
        let answers = [
            try await served.ask(.post, "/v1/events", token, body: event),
            try await served.ask(
                .post, "/v1/events", token.with(.contentType, "application/x-ndjson"),
                body: event + "\n"),
            try await served.ask(
                .post, "/v1/streams/gauge/L/events", token.with(.idempotencyKey, known),
                body: #"{"type":"gauge.read"}"#),
            try await served.ask(
                .post, "/v1/events", token.with(.contentType, "application/cloudevents+json"),
                body: """
                    {"specversion":"1.0","id":"\(known)","source":"/x","type":"gauge.read",
                     "subject":"gauge/L"}
                    """),
            try await served.ask(
                .post, "/mcp", token,
                body: message(
                    #""name":"record","arguments":\#(event)"#)),
        ]
        for answer in answers {
            #expect(answer.text.contains("was given to another event"), "\(answer.text)")
            for word in ["position", "another stream", "task", "secret"] {
                #expect(!answer.text.contains(word), "\(answer.text)")
            }
        }
        // Who reaches it is told where it is.
        let all = try await served.store.grantAccess(
            AccessGrant(name: "all", actor: try Actor("Heron"), rights: [.append]),
            by: try Actor("maker"))
        let told = try await served.ask(
            .post, "/v1/events", [.authorization: "Bearer \(all.token)"], body: event)
        #expect(told.status == 422 && told.text.contains("another stream"), "\(told.text)")
    }

    @Test func aCauseOfAnotherCategoryIsNone() async throws {
        let served = try ServedStore()
        defer { served.close() }
        try hide(served)
        let token = try limited(served)
        func cause(_ id: String) async throws -> Answer {
            try await served.ask(
                .post, "/v1/events", token,
                body: #"{"stream":"gauge/L","type":"gauge.read","causation":"\#(id)"}"#)
        }
        let (hidden, absent) = (try await cause(known), try await cause(unknown))
        #expect(hidden.status == 400 && absent.status == 400)
        #expect(hidden.text.replacing(known, with: "") == absent.text.replacing(unknown, with: ""))
    }

    /// Nobody can take the id of a CloudEvent that comes to a category later.
    @Test func idsOfCloudEventsAreOfTheirCategory() async throws {
        let served = try ServedStore()
        defer { served.close() }
        func event(_ subject: String) -> String {
            """
            {"specversion":"1.0","id":"order-1","source":"/shop","type":"x.made",
             "subject":"\(subject)"}
            """
        }
        let type = HTTPFields([.init(name: .contentType, value: "application/cloudevents+json")])
        let squatted = try await served.ask(
            .post, "/v1/events", try limited(served).with(.contentType, type[.contentType] ?? ""),
            body: event("gauge/L"))
        #expect(squatted.status == 201, "\(squatted.text)")
        let all = try await served.store.grantAccess(
            AccessGrant(name: "all", actor: try Actor("Heron"), rights: [.append]),
            by: try Actor("maker"))
        let headers = type.with(.authorization, "Bearer \(all.token)")
        let first = try await served.ask(.post, "/v1/events", headers, body: event("order/1"))
        let second = try await served.ask(.post, "/v1/events", headers, body: event("order/1"))
        #expect(first.status == 201 && second.status == 201)
        #expect(!first.text.contains("known") && second.text.contains(#""known":true"#))
    }

    @Test func tagsAreNotReached() async throws {
        let served = try ServedStore()
        defer { served.close() }
        _ = try await served.ask(
            .post, "/v1/events", body: #"{"stream":"gauge/L","type":"gauge.read","data":{"x":1}}"#)
        _ = try await served.store.setTag("release", at: .head, by: try Actor("maker"))
        let token = try limited(served, [.read, .append, .rollback])
        for path in [
            "/v1/streams/gauge/L?at=tag:NAME", "/v1/streams/gauge/L/blame?at=tag:NAME",
            "/v1/events?in=tag:NAME..", "/v1/diff?in=start..tag:NAME",
        ] {
            let there = try await served.ask(.get, path.replacing("NAME", with: "release"), token)
            let none = try await served.ask(.get, path.replacing("NAME", with: "nothing"), token)
            #expect(there.status == 403 && there.text == none.text, "\(path) \(there.text)")
        }
        func plan(_ tag: String) async throws -> Answer {
            try await served.ask(.post, "/v1/rollbacks", token, body: #"{"to":"tag:\#(tag)"}"#)
        }
        let (there, none) = (try await plan("release"), try await plan("nothing"))
        #expect(there.status == 403 && there.text == none.text, "\(there.text)")
        for arguments in [
            #""name":"state","arguments":{"stream":"gauge/L","at":"tag:release"}"#,
            #""name":"log","arguments":{"in":"tag:release.."}"#,
        ] {
            let answer = try await served.ask(.post, "/mcp", token, body: message(arguments))
            #expect(answer.text.contains("which is not reached"), "\(answer.text)")
        }
        // Who reaches all may name them.
        let answer = try await served.ask(.get, "/v1/streams/gauge/L?at=cycle:0", token)
        #expect(answer.status == 200)
    }

    @Test func cyclesAreNotReached() async throws {
        let served = try ServedStore()
        defer { served.close() }
        _ = try await served.store.nextCycle(note: "a note", by: try Actor("maker"))
        let token = try limited(served)
        for (method, more) in [
            ("resources/list", ""), ("resources/read", #""uri":"annals://cycle/1""#),
        ] {
            let answer = try await served.ask(
                .post, "/mcp", token, body: message(more, method: method))
            #expect(!answer.text.contains("opened_at") && !answer.text.contains(#""Cycle 1""#))
        }
    }

    /// A rollback within reach says the same of an actor that acts elsewhere and of none.
    @Test func namesOfRollbacksAreNotReached() async throws {
        let served = try ServedStore()
        defer { served.close() }
        try await served.store.createTask(
            TaskDraft("hidden", id: "secret"), by: try Actor("Tern"), correlation: "run-1")
        _ = try await served.ask(
            .post, "/v1/events", body: #"{"stream":"gauge/L","type":"gauge.read","data":{"x":1}}"#)
        let token = try limited(served, [.read, .rollback])
        for (member, hidden) in [("actor", "Tern"), ("correlation", "run-1")] {
            for to in ["start", "cycle:99", "9999"] {
                func answers(_ name: String) async throws -> [String] {
                    let scope = #""to":"\#(to)","category":"gauge","\#(member)":"\#(name)""#
                    let asked = [
                        try await served.ask(
                            .get, "/rollback?to=\(to)&category=gauge&\(member)=\(name)", token),
                        try await served.ask(.post, "/v1/rollbacks", token, body: "{\(scope)}"),
                        try await served.ask(
                            .post, "/v1/rollbacks", token,
                            body: #"{\#(scope),"dry_run":false,"reason":"x"}"#),
                        try await served.ask(
                            .post, "/mcp", token,
                            body: message(
                                #""name":"rollback_preview","arguments":{\#(scope)}"#)),
                    ]
                    return asked.map { "\($0.status) \($0.text.replacing(name, with: "NAME"))" }
                }
                let (there, none) = (try await answers(hidden), try await answers("Nobody"))
                #expect(there == none)
                #expect(there.dropLast().allSatisfy { $0.hasPrefix("40") }, "\(there)")
            }
        }
        // What is within reach is previewed.
        let mine = try await served.ask(
            .post, "/v1/rollbacks", token, body: #"{"to":"start","category":"gauge"}"#)
        #expect(mine.status == 200, "\(mine.text)")
    }

    private func message(_ params: String, method: String = "tools/call") -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{\#(params)}}"#
    }

    /// A header on which it hinges whether something is changed is taken, or refused.
    @Test func conditionsAreNotPassedOver() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let event = #"{"stream":"gauge/L","type":"gauge.read"}"#
        for (path, header, value, body) in [
            ("/v1/events", HTTPField.Name.ifMatch, "\"9\"", event),
            ("/v1/events", .ifNoneMatch, "*", event),
            ("/v1/tasks", .idempotencyKey, unknown, #"{"title":"Read the gauge"}"#),
            ("/v1/cycles", .ifMatch, "\"1\"", "{}"),
        ] {
            let head = try await served.store.head()
            let answer = try await served.ask(.post, path, [header: value], body: body)
            #expect(answer.status == 400, "\(path) \(answer.text)")
            #expect(answer.text.contains(header.rawName), "\(answer.text)")
            #expect(try await served.store.head() == head)
        }
    }

    @Test func anEncodedBodyIsRefusedAsSuch() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let answer = try await served.ask(
            .post, "/v1/events", [.contentEncoding: "gzip"], body: "\u{1F}")
        #expect(answer.status == 415 && answer.headers[.acceptEncoding] == "identity")
        #expect(answer.text.contains("gzip"), "\(answer.text)")
    }
}
