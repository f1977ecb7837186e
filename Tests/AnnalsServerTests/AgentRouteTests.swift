import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// Agents, tasks, messages and configuration over HTTP.
@Suite(.storesChecked) struct AgentRouteTests {
    private let tern: HTTPFields = [.annalsActor: "Tern"]

    @Test func aTaskFromItsCreationToItsEnd() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let made = try await served.ask(
            .post, "/v1/tasks", tern,
            body: #"{"title":"Oil the gate","id":"B","data":{"depth":7},"reason":"it squeaks"}"#)
        #expect(made.status == 201 && made.headers[.eTag] == "\"1\"", "\(made.text)")
        #expect(try made.json["created_by"] == "Tern")
        let again = try await served.ask(
            .post, "/v1/tasks", tern,
            body: #"{"title":"Oil the gate","id":"B","data":{"depth":7}}"#)
        #expect(again.status == 201 && again.headers[.eTag] == "\"1\"")
        let other = try await served.ask(
            .post, "/v1/tasks", tern, body: #"{"title":"Paint the gate","id":"B"}"#)
        #expect(other.status == 409 && other.code == "taken")

        let claimed = try await served.ask(.post, "/v1/tasks/B/claim", tern)
        #expect(claimed.status == 200, "\(claimed.text)")
        #expect(try claimed.json["status"] == "claimed")
        let late = try await served.ask(
            .post, "/v1/tasks/B/claim", [.annalsActor: "Heron"], body: "{}")
        #expect(late.status == 409 && late.code == "taken")

        let stale = try await served.ask(
            .patch, "/v1/tasks/B", tern.with(.ifMatch, "\"1\""),
            body: #"{"data":{"priority":"high"}}"#)
        #expect(stale.status == 412)
        let changed = try await served.ask(
            .patch, "/v1/tasks/B", tern.with(.ifMatch, "\"2\""),
            body: #"{"data":{"priority":"high"},"unset":["depth"],"verb":"sharpened"}"#)
        #expect(changed.status == 200 && changed.headers[.eTag] == "\"3\"", "\(changed.text)")
        let done = try await served.ask(
            .post, "/v1/tasks/B/complete", tern, body: #"{"deliverables":["oil"]}"#)
        #expect(try done.json["status"] == "completed")

        let tag = try #require(done.headers[.eTag])
        let same = try await served.ask(.get, "/v1/tasks/B", [.ifNoneMatch: tag])
        #expect(same.status == 304 && same.text.isEmpty)
        let before = try await served.ask(.get, "/v1/tasks/B?at=head~1")
        #expect(try before.json["status"] == "claimed")
        #expect(try await served.ask(.get, "/v1/tasks/none").status == 404)

        let listed = try await served.ask(.get, "/v1/tasks?agent=Tern&limit=1")
        #expect(try listed.json["truncated"] == true)
        let free = try await served.ask(.get, "/v1/tasks?agent=Tern&free=true")
        #expect(try free.json["tasks"] == [])
        let events = try await served.ask(.get, "/v1/streams/task/B/events")
        let types = try #require(try events.json["events"]?.asArray).map {
            $0.asObject?["type"]?.asString
        }
        #expect(types == ["task.created", "task.claimed", "task.sharpened", "task.completed"])
    }

    @Test func ofManyWhoClaimAtOnceOneGetsIt() async throws {
        let served = try ServedStore()
        defer { served.close() }
        try await served.store.createTask(TaskDraft("Free", id: "F"), by: try Actor("maker"))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<8 {
                group.addTask {
                    try await served.ask(
                        .post, "/v1/tasks/F/claim", [.annalsActor: "Agent-\(index)"]
                    ).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 200 }.count == 1)
        #expect(statuses.filter { $0 == 409 }.count == 7)
    }

    @Test func messagesGoToEachAndAreDealtWith() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let sent = try await served.ask(
            .post, "/v1/messages", tern,
            body: #"{"to":["Heron","Plover"],"content":"Low water","tags":["tide"]}"#)
        let messages = try #require(try sent.json["messages"]?.asArray)
        #expect(sent.status == 201 && messages.count == 2)
        let inbox = try await served.ask(.get, "/v1/messages?to=Heron")
        let first = try #require(try inbox.json["messages"]?.asArray?.first?.asObject)
        #expect(first["content"] == "Low water" && first["from_agent"] == "Tern")
        let id = try #require(first["message_id"]?.asString)
        let wrong = try await served.ask(.post, "/v1/messages/\(id)/done", tern)
        #expect(wrong.status == 409)
        let done = try await served.ask(
            .post, "/v1/messages/\(id)/done", [.annalsActor: "Heron"])
        #expect(done.status == 200)
        let empty = try await served.ask(.get, "/v1/messages?to=Heron")
        #expect(try empty.json["messages"] == [])
        #expect(try await served.ask(.get, "/v1/messages").status == 400)
        #expect(try await served.ask(.get, "/v1/messages/\(id)").status == 200)
    }

    @Test func configurationIsSetAsAWholeOrInPlaces() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let place = try await served.ask(
            .patch, "/v1/config/f.json", tern,
            body: #"{"value":9007199254740993,"pointer":"/depth"}"#)
        #expect(place.status == 200, "\(place.text)")
        #expect(place.text.contains("9007199254740993"))
        let member = try await served.ask(
            .patch, "/v1/config/f.json", tern, body: #"{"data":{"datum":"low"}}"#)
        #expect(try member.json["config_value"]?.asObject?["datum"] == "low")
        let both = try await served.ask(
            .patch, "/v1/config/f.json", tern, body: #"{"data":{},"value":1}"#)
        #expect(both.status == 400)
        let listed = try await served.ask(.get, "/v1/config")
        #expect(try listed.json["configurations"]?.asArray?.count == 1)
    }

    @Test func anAgentIsAddedOnlyWhereThatIsMeant() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let body = #"{"data":{"status":"ACTIVE","team":"shore"}}"#
        #expect(try await served.ask(.patch, "/v1/agents/Tern", tern, body: body).status == 404)
        let new = try await served.ask(
            .patch, "/v1/agents/Tern", tern.with(.ifNoneMatch, "*"), body: body)
        #expect(new.status == 200, "\(new.text)")
        let twice = try await served.ask(
            .patch, "/v1/agents/Tern", tern.with(.ifNoneMatch, "*"), body: body)
        #expect(twice.status == 412)
        #expect(try await served.ask(.patch, "/v1/agents/Tern", tern, body: body).status == 200)
        let listed = try await served.ask(.get, "/v1/agents")
        #expect(try listed.json["agents"]?.asArray?.count == 1)
    }

    @Test func theTraceIsTheRun() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let trace = "0af7651916cd43dd8448eb211c80319c"
        let header = HTTPFields([
            HTTPField(name: .traceParent, value: "00-\(trace)-b7ad6b7169203331-01")
        ])
        _ = try await served.ask(
            .post, "/v1/events", header, body: #"{"stream":"a/b","type":"a.c"}"#)
        _ = try await served.ask(
            .patch, "/v1/config/f.json", header, body: #"{"data":{"x":1}}"#)
        let found = try await served.ask(.get, "/v1/events?correlation=\(trace)")
        #expect(try found.json["events"]?.asArray?.count == 2)
        for text in ["", "00-\(String(repeating: "0", count: 32))-b7ad6b7169203331-01", "ff-x-y-z"]
        {
            #expect(TraceParent.traceID(text) == nil)
        }
    }

    @Test(arguments: [
        #"{"titel":"x"}"#, #"{"title":7}"#, #"{"title":"x","data":[]}"#, #"{}"#, "[]",
        #"{"title":"x","cycle":-1}"#, #"{"title":"x","context":1}"#,
    ]) func bodiesThatAreNone(body: String) async throws {
        let served = try ServedStore()
        defer { served.close() }
        let answer = try await served.ask(.post, "/v1/tasks", body: body)
        #expect(answer.status == 400, "\(answer.text)")
    }
}
