import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// Hooks over HTTP: taken as they come, in the name that the caller may have.
@Suite(.storesChecked) struct HookRouteTests {
    private let payload =
        #"{"session_id":"S","hook_event_name":"PreToolUse","tool_use_id":"t","x":1.50}"#

    private func actor(_ name: String) throws -> HTTPFields {
        [try #require(HTTPField.Name("Annals-Actor")): name]
    }

    private func events(_ served: ServedStore) throws -> [Event] {
        var found: [Event] = []
        let events = served.store.events(EventQuery(category: "session"))
        while let event = try events.next() { found.append(event) }
        return found
    }

    @Test func aCallIsTakenAsItComes() async throws {
        let served = try ServedStore()
        defer { served.close() }
        for _ in 0..<2 {
            let answer = try await served.ask(.post, "/v1/hooks/claude-code", body: payload)
            #expect(answer.status == 204 && answer.text.isEmpty)
        }
        let event = try #require(try events(served).first)
        #expect(try events(served).count == 1)
        #expect(event.context["payload"]?.asObject?.compact == payload)
        #expect(event.actor.name == "claude-code:S" && event.correlation == "S")
        let named = try await served.ask(
            .post, "/v1/hooks/cursor", try actor("Tern"),
            body: #"{"conversation_id":"C","hook_event_name":"stop"}"#)
        #expect(named.status == 204)
        #expect(try events(served).last?.actor.name == "Tern")
        #expect(try await served.ask(.post, "/v1/hooks/vim", body: "{}").status == 404)
        #expect(try await served.ask(.post, "/v1/hooks/codex", body: "[]").status == 400)
        #expect(try await served.ask(.post, "/v1/hooks/codex", body: "{").status == 400)
    }

    @Test func theTokenDecidesWhoActs() async throws {
        let served = try ServedStore()
        defer { served.close() }
        func token(_ name: String, _ rights: Set<AccessRight>, _ categories: [String]) throws
            -> HTTPFields
        {
            let access = try served.store.grantAccess(
                AccessGrant(
                    name: name, actor: try Actor("Plover"), rights: rights,
                    categories: try categories.map { try CategoryPattern($0) }),
                by: try Actor("maker"))
            return [.authorization: "Bearer \(access.token)"]
        }
        let own = try token("own", [.append], ["session"])
        #expect(try await served.ask(.post, "/v1/hooks/codex", own, body: payload).status == 204)
        #expect(try events(served).last?.actor.name == "Plover")
        let any = try token("any", [.append, .impersonate], [])
        #expect(
            try await served.ask(.post, "/v1/hooks/claude-code", any, body: payload).status == 204)
        #expect(try events(served).last?.actor.name == "claude-code:S")
        let other = try token("other", [.append], ["task"])
        #expect(try await served.ask(.post, "/v1/hooks/codex", other, body: payload).status == 403)
        let reader = try token("reader", [.read], [])
        #expect(try await served.ask(.post, "/v1/hooks/codex", reader, body: payload).status == 403)
    }
}
