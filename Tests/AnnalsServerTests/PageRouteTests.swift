import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// The page over HTTP: what it answers, who may see it, and what its forms do.
@Suite(.storesChecked) struct PageRouteTests {
    private static let places = [
        "/", "/event/1", "/docs", "/doc/task/A", "/tables", "/tables/agent_tasks", "/compare?vs=1",
        "/actors", "/actors/Tern", "/tasks", "/files", "/rollback", "/integrity",
        "/query?sql=SELECT+1", "/reports",
    ]

    private func grant(
        _ rights: Set<AccessRight>, _ categories: [String] = [], in served: ServedStore
    ) throws -> NewAccess {
        try served.store.grantAccess(
            AccessGrant(
                name: "token", actor: try Actor("Plover"), rights: rights,
                categories: try categories.map { try CategoryPattern($0) }),
            by: try Actor("maker"))
    }

    private func post(
        _ served: ServedStore, _ path: String, _ form: String, cookie: String? = nil
    ) async throws -> Answer {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.cookie] = cookie
        return try await served.ask(.post, path, headers, body: form)
    }

    /// The cookie that signing in gives.
    private func signIn(_ served: ServedStore, _ token: String) async throws -> String {
        let answer = try await post(served, "/sign-in", "token=\(token)&next=%2Ftasks")
        #expect(answer.status == 303 && answer.headers[.location] == "/tasks")
        let cookie = try #require(answer.headers[.setCookie])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        #expect(!cookie.contains("Secure") && !cookie.contains(token))
        return String(cookie.prefix { $0 != ";" })
    }

    private func formKey(in text: String) throws -> String {
        let match = try #require(text.firstMatch(of: /name="form_key" value="([0-9a-f]+)"/))
        return String(match.output.1)
    }

    @Test(arguments: places) func everyPlaceIsADocument(path: String) async throws {
        let served = try ServedStore()
        defer { served.close() }
        let answer = try await served.ask(.get, path, [.accept: "text/html,*/*;q=0.8"])
        #expect(answer.status == 200 && answer.text.hasPrefix("<!doctype html>"))
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        let policy = answer.headers[HTTPField.Name("Content-Security-Policy")!] ?? ""
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self'"))
        #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
        #expect(answer.headers[HTTPField.Name("X-Content-Type-Options")!] == "nosniff")
        #expect(answer.headers[HTTPField.Name("Referrer-Policy")!] == "no-referrer")
        #expect(answer.headers[.cacheControl] == "no-store")
    }

    @Test func addressesWithEmptyFieldsAndMoments() async throws {
        let served = try ServedStore()
        defer { served.close() }
        #expect(try await served.ask(.get, "/?actor=&search=&at=&vs=").status == 200)
        #expect(try await served.ask(.get, "/?at=head~2&vs=start").status == 200)
        let wrong = try await served.ask(.get, "/?at=%3Cb%3E")
        #expect(wrong.status == 400 && wrong.text.contains("&lt;b&gt;"))
        #expect(wrong.text.hasPrefix("<!doctype html>"))
        // It can be written anew, beside what else was asked for.
        let corrected = try await served.ask(.get, "/docs?category=task&at=yesterdya&vs=1")
        #expect(corrected.status == 400)
        #expect(corrected.text.contains(#"action="/docs""#))
        for field in [
            #"name="at" value="yesterdya""#, #"name="vs" value="1""#,
            #"name="category" value="task""#,
        ] { #expect(corrected.text.contains(field), "\(corrected.text)") }
        let missing = try await served.ask(.get, "/?at=tag%3Anone")
        #expect(missing.text.contains(#"name="at" value="tag:none""#), "\(missing.text)")
        let far = try await served.ask(.get, "/event/1?vs=9999")
        #expect(far.text.contains(#"action="/event/1""#), "\(far.text)")
        // What is wrong elsewhere is not mended by another moment.
        for path in [
            "//x.example/?at=nonsense", "/docs?at=nonsense&at=2", "/docs?at=seq:1&x=1",
            "/open?code=abc&at=nonsense", "/nowhere?at=nonsense", "/doc/task/None?at=seq:1",
        ] {
            let other = try await served.ask(.get, path, [.accept: "text/html,*/*;q=0.8"])
            #expect(other.status >= 400 && !other.text.contains("action="), "\(path)")
        }
        #expect(try await served.ask(.get, "/event/9999").status == 404)
        let nowhere = try await served.ask(.get, "/nowhere", [.accept: "text/html,*/*;q=0.8"])
        #expect(nowhere.status == 404 && nowhere.text.hasPrefix("<!doctype html>"))
        #expect(try await served.ask(.get, "/nowhere").code == "not_found")
        #expect(try await served.ask(.get, "/doc/task/None").status == 404)
        let version = try await served.ask(.get, "/doc/config/f.json?version=1")
        #expect(version.status == 303)
        #expect(version.headers[.location]?.hasPrefix("/doc/config/f.json?at=seq:") == true)
    }

    @Test func styleAndScriptAreFetchedOnce() async throws {
        let served = try ServedStore(isEmpty: true)
        defer { served.close() }
        for path in ["/page.css", "/page.js", "/page.svg"] {
            let first = try await served.ask(.get, path)
            let tag = try #require(first.headers[.eTag])
            #expect(first.status == 200 && !first.text.isEmpty)
            #expect(try await served.ask(.get, path, [.ifNoneMatch: tag]).status == 304)
        }
    }

    @Test func theDocumentOfTheInterfaceTellsNothingOfThePage() async throws {
        let served = try ServedStore(isEmpty: true)
        defer { served.close() }
        let text = try await served.ask(.get, "/openapi.json").text
        #expect(!text.contains("text/html") && !text.contains("sign-in"))
        #expect(RouteTable.all.routes.filter(\.isPage).isEmpty)
        #expect(RouteTable.all.page.filter(\.isPage).count == RouteTable.all.page.count)
    }

    @Test func whoNeedsATokenIsAskedForIt() async throws {
        let served = try ServedStore()
        defer { served.close() }
        #expect(try await served.ask(.get, "/sign-in").status == 303)
        let access = try grant([.read], in: served)
        // The server knows of the first grant within a second.
        try await Task.sleep(for: .seconds(1))
        let asked = try await served.ask(.get, "/tasks?at=3")
        #expect(asked.status == 303)
        #expect(asked.headers[.location] == "/sign-in?next=/tasks%3Fat%3D3")
        #expect(try await served.ask(.get, "/sign-in?next=/tasks").text.contains("/tasks"))
        let wrong = try await post(served, "/sign-in", "token=ann_x&next=/")
        #expect(wrong.status == 401 && wrong.headers[.setCookie] == nil)
        let away = try await post(
            served, "/sign-in", "token=\(access.token)&next=%2F%2Fevil.example")
        #expect(away.headers[.location] == "/")

        let cookie = try await signIn(served, access.token)
        let page = try await served.ask(.get, "/", [.cookie: cookie])
        #expect(page.status == 200 && page.text.contains("Sign out"))
        #expect(!page.text.contains(access.token))
        // Reading the interface goes with it, for live events; writing does not.
        #expect(try await served.ask(.get, "/v1/events", [.cookie: cookie]).status == 200)
        let written = try await served.ask(
            .post, "/v1/events", [.cookie: cookie],
            body: #"{"stream": "gauge/A", "type": "gauge.read"}"#)
        #expect(written.status == 401)
        #expect(try await served.ask(.get, "/tables", [.cookie: cookie]).status == 403)
        #expect(try await served.ask(.get, "/rollback", [.cookie: cookie]).status == 403)

        let without = try await post(served, "/sign-out", "", cookie: cookie)
        #expect(without.status == 403)
        let key = try formKey(in: page.text)
        let out = try await post(served, "/sign-out", "form_key=\(key)", cookie: cookie)
        #expect(out.status == 303 && out.headers[.setCookie]?.contains("Max-Age=0") == true)
        #expect(try await served.ask(.get, "/", [.cookie: cookie]).status == 303)
    }

    /// Browsers hide the origin of forms in documents that are to tell no referrer.
    @Test func formsOfThePageItselfAreTaken() async throws {
        let served = try ServedStore()
        defer { served.close() }
        _ = try grant([.read], in: served)
        let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
        let form: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .origin: "null",
        ]
        let own = form.with(site, "same-origin")
        #expect(try await served.ask(.post, "/sign-in", own, body: "token=x").status == 401)
        for other in ["cross-site", "same-site"] {
            let answer = try await served.ask(
                .post, "/sign-in", form.with(site, other), body: "token=x")
            #expect(answer.status == 403)
        }
        let interface = try await served.ask(.post, "/v1/tasks/A/claim", own, body: "{}")
        #expect(interface.code == "unknown_origin")
    }

    @Test func aRevokedTokenEndsItsSessions() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let access = try grant([.read], in: served)
        let cookie = try await signIn(served, access.token)
        #expect(try await served.ask(.get, "/", [.cookie: cookie]).status == 200)
        try await served.store.revokeAccess("token", by: try Actor("maker"))
        // It stops within a second.
        try await Task.sleep(for: .seconds(1))
        #expect(try await served.ask(.get, "/", [.cookie: cookie]).status == 303)
    }

    @Test func tooManyWrongTokensAreNotTaken() async throws {
        let served = try ServedStore()
        defer { served.close() }
        _ = try grant([.read], in: served)
        var statuses: Set<Int> = []
        for number in 0..<40 {
            statuses.insert(try await post(served, "/sign-in", "token=\(number)").status)
        }
        #expect(statuses == [401, 429])
    }

    @Test func aLimitedTokenSeesItsCategories() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let access = try grant([.read, .rollback], ["task"], in: served)
        let cookie = try await signIn(served, access.token)
        let page = try await served.ask(.get, "/", [.cookie: cookie])
        #expect(page.text.contains("task/A") && !page.text.contains("f.json"))
        for path in [
            "/doc/config/f.json", "/docs?category=config", "/actors", "/actors/Tern", "/files",
            "/integrity", "/compare?vs=1&category=config",
            "/rollback?to=1&stream=config%2Ff.json",
        ] {
            let answer = try await served.ask(.get, path, [.cookie: cookie])
            #expect(answer.status == 403, "\(path)")
            #expect(!answer.text.contains("datum"), "\(path)")
        }
        let configured = served.store.events(EventQuery(category: "config"))
        let position = try configured.all().first?.position
        let hidden = try await served.ask(.get, "/event/\(position ?? 0)", [.cookie: cookie])
        #expect(hidden.status == 404)
    }

    @Test func aRollbackIsAppliedFromItsPreviewAndTakenBack() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let path = "/rollback?to=head~1&stream=config%2Ff.json"
        let preview = try await served.ask(.get, path)
        #expect(preview.text.contains("1 document would change"))
        let key = try formKey(in: preview.text)
        let head = try await served.store.head()
        let form =
            "to=seq%3A\(head - 1)&stream=config%2Ff.json&head=\(head)&reason=wrong+datum"
        #expect(try await post(served, "/rollback", form).status == 403)
        let stream = try StreamName("config/f.json")
        #expect(try await served.store.document(stream)?["datum"] == "sea")
        let without = form.replacing("wrong+datum", with: "")
        #expect(try await post(served, "/rollback", "\(without)&form_key=\(key)").status == 400)
        let done = try await post(served, "/rollback", "\(form)&form_key=\(key)")
        #expect(done.status == 303)
        #expect(try await served.store.document(stream)?["datum"] == "chart")
        let event = try await served.ask(.get, done.headers[.location] ?? "")
        #expect(event.text.contains("Undo this rollback") && event.text.contains("wrong datum"))
        #expect(event.text.contains(#"href="/doc/config/f.json""#), "what it changed is named")
        // What was taken back says so.
        let culprit = try await served.ask(.get, "/event/\(head)")
        #expect(culprit.text.contains("something was taken back later"))
        let odd = form.replacing("wrong+datum", with: "%ZZ")
        let refused = try await post(served, "/rollback", "\(odd)&form_key=\(key)")
        #expect(refused.status == 400 && !refused.text.contains("URL"), "\(refused.text)")
        let again = try await post(served, "/rollback", "\(form)&form_key=\(key)")
        #expect(again.status == 409)
        let now = try await served.store.head()
        let nothing = form.replacing("\(head - 1)&", with: "\(now)&")
            .replacing("head=\(head)", with: "head=\(now)")
        let left = try await post(served, "/rollback", "\(nothing)&form_key=\(key)")
        #expect(left.status == 409 && left.text.contains("othing is left"), "\(left.text)")

        let undo = try #require(event.text.firstMatch(of: /href="(\/rollback[^"]+)"/))
        let back = try await served.ask(
            .get, String(undo.output.1).replacing("&amp;", with: "&"))
        #expect(back.status == 200 && back.text.contains("would change"))
        let applying = try #require(back.text.split(separator: "method=\"post\"").last)
        let fields = applying.matches(of: /type="hidden" name="([a-z_]+)" value="([^"]*)"/)
            .map { "\($0.output.1)=\($0.output.2)" }
        let undone = try await post(
            served, "/rollback", fields.joined(separator: "&") + "&reason=it+was+right")
        #expect(undone.status == 303)
        #expect(try await served.store.document(stream)?["datum"] == "sea")
    }
}
