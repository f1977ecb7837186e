import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// Tokens over HTTP: what each allows, and that nothing shows what lies beyond it.
@Suite(.storesChecked) struct AccessTests {
    private func bearer(_ access: NewAccess) -> HTTPFields {
        [.authorization: "Bearer \(access.token)"]
    }

    private func grant(
        _ rights: Set<AccessRight>, _ categories: [String] = [], in served: ServedStore,
        name: String = "token"
    ) throws -> NewAccess {
        try served.store.grantAccess(
            AccessGrant(
                name: name, actor: try Actor("Plover"), rights: rights,
                categories: try categories.map { try CategoryPattern($0) }),
            by: try Actor("maker"))
    }

    /// Every route with every right: one with the right is let in, one without is told so.
    @Test(arguments: AccessRight.allCases) func rightsAndRoutes(right: AccessRight) async throws {
        let served = try ServedStore()
        defer { served.close() }
        let access = try grant([right], in: served)
        for route in RouteTable.all.routes {
            let path = route.path.description.replacing("{category}", with: "task")
                .replacing("{id}", with: "A").replacing("{position}", with: "1")
                .replacing("{name}", with: "agent_tasks")
            let body = route.body == nil ? nil : "{}"
            let without = try await served.ask(route.method, path, body: body)
            let with = try await served.ask(route.method, path, bearer(access), body: body)
            guard let needed = route.right else {
                #expect(without.status == 200 && with.status == 200)
                continue
            }
            #expect(without.status == 401 && without.headers[.wwwAuthenticate] == "Bearer")
            #expect((with.code == "not_allowed") == (needed != right), "\(path) \(with.text)")
        }
    }

    @Test func aTokenThatIsNoneIsRefused() async throws {
        let served = try ServedStore()
        defer { served.close() }
        #expect(try await served.ask(.get, "/v1/events").status == 200)
        let access = try grant([.read], in: served)
        for given in ["Bearer x", "Bearer", access.token, "Basic \(access.token)", "Bearer a b"] {
            let answer = try await served.ask(.get, "/v1/events", [.authorization: given])
            #expect(answer.status == 401, "\(given)")
            #expect(!answer.text.contains("ann_"))
        }
        try await served.store.revokeAccess("token", by: try Actor("maker"))
        // It stops within a second.
        try await Task.sleep(for: .seconds(1))
        // What was open before the first grant is not open again after the last one.
        #expect(try await served.ask(.get, "/v1/events").status == 401)
        #expect(try await served.ask(.get, "/v1/events", bearer(access)).status == 401)
    }

    @Test func aGrantEnds() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let access = try await served.store.grantAccess(
            AccessGrant(
                name: "short", actor: try Actor("Plover"), rights: [.read],
                expiresAt: Timestamp(microseconds: Timestamp.now.microseconds - 1)),
            by: try Actor("maker"))
        #expect(try await served.ask(.get, "/v1/events", bearer(access)).status == 401)
    }

    @Test func theTokenSaysWhoActs() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let access = try grant([.append], in: served)
        let name = HTTPField.Name("Annals-Actor")!
        let event = #"{"stream":"gauge/L","type":"gauge.read""#
        let own = try await served.ask(.post, "/v1/events", bearer(access), body: event + "}")
        #expect(own.status == 201)
        let last = try await served.store.event(at: try await served.store.head())
        #expect(last.actor == (try Actor("Plover")))
        var named = bearer(access)
        named[name] = "Tern"
        let forged = [
            try await served.ask(.post, "/v1/events", named, body: event + "}"),
            try await served.ask(
                .post, "/v1/events", bearer(access), body: event + #","actor":"Tern"}"#),
            try await served.ask(
                .post, "/v1/events", bearer(access),
                body: event + #","kind":"human","actor":"Plover"}"#),
        ]
        #expect(forged.map(\.status) == [403, 403, 403])
        let free = try grant([.append, .impersonate], in: served, name: "free")
        let other = try await served.ask(
            .post, "/v1/events", bearer(free), body: event + #","actor":"Tern"}"#)
        #expect(other.status == 201)
    }

    /// A token for some categories learns nothing of the others.
    @Test func nothingShowsOfOtherCategories() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let tern = try Actor("Tern")
        let config = try #require(
            try served.store.events(EventQuery(category: "config")).next()?.position)
        var effect = NewEvent(
            stream: try StreamName("task/A"), type: try EventType("task.updated"), actor: tern,
            change: Change(data: ["x": 1]))
        effect.causation = .position(config)
        let seen = try await served.store.append(effect).position
        let access = try grant([.read, .append], ["ta*"], in: served)
        let headers = bearer(access)
        for path in [
            "/v1/events", "/v1/events?all=true", "/v1/events?search=datum",
            "/v1/events?actor=Heron",
            "/v1/streams", "/v1/diff?in=start..", "/v1/events/\(seen)/trace",
        ] {
            let answer = try await served.ask(.get, path, headers)
            #expect(answer.status == 200, "\(path) \(answer.text)")
            for word in ["config", "datum", "annals/", "Heron"] {
                #expect(!answer.text.contains(word), "\(path) \(answer.text)")
            }
            let lines = path.contains("diff") || path.contains("trace")
            if !lines {
                let all = try await served.ask(
                    .get, path, headers + [.accept: "application/x-ndjson"])
                #expect(!all.text.contains("config"))
            }
        }
        for path in [
            "/v1/streams/config/f.json", "/v1/streams/config/none", "/v1/events?category=config",
            "/v1/streams/config/f.json/events", "/v1/streams/config/f.json/blame",
            "/v1/diff?in=start..&stream=config/f.json", "/v1/events?stream=config/f.json",
            "/v1/events?category=annals",
        ] {
            let answer = try await served.ask(.get, path, headers)
            #expect(answer.status == 403 && answer.code == "not_allowed", "\(path) \(answer.text)")
        }
        // An event of another category, and one that is not there, are the same.
        let hidden = try await served.ask(.get, "/v1/events/\(config)", headers)
        let absent = try await served.ask(.get, "/v1/events/99999", headers)
        #expect(hidden.status == 404 && absent.status == 404)
        #expect(
            hidden.text.replacing("\(config)", with: "N")
                == absent.text.replacing("99999", with: "N"))
        let write = try await served.ask(
            .post, "/v1/events", headers,
            body: #"{"stream":"config/f.json","type":"config.updated"}"#)
        #expect(write.status == 403)
    }

    @Test func patternsOfCategories() throws {
        #expect(try CategoryPattern("ta*").matches("task"))
        #expect(try !CategoryPattern("ta*").matches("config"))
        #expect(try !CategoryPattern("*").matches("annals"))
        #expect(try CategoryPattern("annals").matches("annals"))
        #expect(try !CategoryPattern("an*").matches("annals"))
        for text in ["", "Task", "t sk", "**", "*a"] {
            #expect(throws: StoreError.self) { try CategoryPattern(text) }
        }
    }
}
