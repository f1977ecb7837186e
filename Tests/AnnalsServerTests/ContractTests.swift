import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// What every request may rely on: one document, problems in one form, nothing read in two ways.
@Suite(.storesChecked) struct ContractTests {
    @Test func theDocumentHasEveryRoute() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let document = try await served.ask(.get, "/openapi.json").json
        let paths = try #require(document["paths"]?.asObject)
        let schemas = try #require(document["components"]?.asObject?["schemas"]?.asObject)
        var names: Set<String> = []
        for route in RouteTable.all.routes {
            let item = try #require(paths[route.path.description]?.asObject)
            let method = route.method.rawValue.lowercased()
            let operation = try #require(item[method]?.asObject)
            #expect(operation["operationId"] == .string(route.name))
            #expect(names.insert(route.name).inserted, "\(route.name)")
        }
        for match in document.compact.matches(of: /#\/components\/schemas\/(\w+)/) {
            #expect(schemas[String(match.output.1)] != nil, "\(match.output.1)")
        }
    }

    /// Whatever a route is asked, it answers with what the document says.
    @Test func nothingIsAnsweredThatIsNotDocumented() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let document = OpenAPIDocument.json
        for route in RouteTable.all.routes {
            let operation = document["paths"]?.asObject?[route.path.description]?
                .asObject?[route.method.rawValue.lowercased()]?.asObject
            let documented = Set(try #require(operation?["responses"]?.asObject).keys)
            for (category, id) in [("task", "A"), ("task", "none"), ("Bad", "x"), ("t", "%00")] {
                let path = route.path.description.replacing("{category}", with: category)
                    .replacing("{id}", with: id).replacing("{position}", with: id)
                    .replacing("{name}", with: id)
                for body in [nil, "", "{}", "[]", "{\"a\":", "{\"sql\":\"SELECT 1\"}"] {
                    let answer = try await served.ask(
                        route.method, path, body: route.body == nil ? nil : body)
                    #expect(
                        documented.contains("\(answer.status)"),
                        "\(route.method) \(path) \(body ?? "") \(answer.text)")
                }
            }
        }
    }

    @Test(arguments: [
        ("/nothing", 404), ("/v1/events/", 404), ("/v1//events", 404), ("/v1/events/x", 400),
        ("/v1/events?nonsense=1", 400), ("/v1/events?limit=0", 400), ("/v1/events?limit=1001", 400),
        ("/v1/events?limit=1&limit=2", 400), ("/v1/events?stream=", 400),
        ("/v1/events?order=up", 400), ("/v1/%2e%2e/events", 400), ("/v1/../health/live", 400),
        ("/v1/streams/task/%", 400), ("/v1/streams/task/%zz", 400), ("/v1/streams/task/%00", 400),
        ("/v1/streams/task/%c0%af", 400), ("/v1/streams/task/%ff", 400),
        ("/v1/streams/annals%2Ftags/x", 400), ("/v1/streams/task/..", 400),
    ]) func refusedTargets(path: String, status: Int) async throws {
        let served = try ServedStore()
        defer { served.close() }
        let answer = try await served.ask(.get, path)
        #expect(answer.status == status, "\(answer.text)")
        #expect(answer.headers[.contentType] == "application/problem+json")
        let problem = try answer.json
        #expect(problem["status"] == .number(JSONNumber(Int64(status))))
        #expect(problem["type"]?.asString?.hasPrefix("urn:annals:problem:") == true)
    }

    @Test func otherMethodsAreNamed() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let answer = try await served.ask(.delete, "/v1/events")
        #expect(answer.status == 405 && answer.headers[.allow] == "GET, HEAD, POST")
    }

    @Test func mediaTypesAreAsked() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let image = try await served.ask(.get, "/v1/events", [.accept: "image/png"])
        #expect(image.status == 406)
        let form = try await served.ask(
            .post, "/v1/events", [.contentType: "application/x-www-form-urlencoded"], body: "a=b")
        #expect(form.status == 415)
        let offered: [MediaType] = [.json, .lines, .events]
        for (accept, chosen) in [
            (nil, .json), ("*/*", .json), ("application/*;q=0.2, text/event-stream", .events),
            ("application/json;q=0.1, application/x-ndjson;q=0.9", .lines),
            ("application/json;q=0, */*", .lines), ("text/html", nil), ("", .json),
        ] as [(String?, MediaType?)] {
            #expect(MediaType.chosen(by: accept, of: offered) == chosen, "\(accept ?? "none")")
        }
    }

    @Test func aBodyThatIsTooLongIsRefused() async throws {
        var limits = ServerLimits()
        limits.bodyBytes = 1_000
        let served = try ServedStore(limits: limits)
        defer { served.close() }
        let long = String(repeating: "x", count: 2_000)
        let answer = try await served.ask(
            .post, "/v1/events",
            body: #"{"stream":"a/b","type":"a.c","data":{"t":"\#(long)"}}"#)
        #expect(answer.status == 413, "\(answer.text)")
    }

    @Test(
        arguments: [
            ("localhost:7711", nil, nil), ("127.0.0.1", nil, nil), ("[::1]:7711", nil, nil),
            ("LOCALHOST", "http://localhost:7711", nil), ("evil.example", nil, 421), ("", nil, 421),
            ("localhost.evil.example:7711", nil, 421), ("localhost", "https://evil.example", 403),
            ("localhost", "null", 403), ("[::1", nil, 421),
        ] as [(String, String?, Int?)]) func hostsAndOrigins(
            host: String, origin: String?, status: Int?
        ) throws
    {
        let rule = HostRule(
            ServerOptions(address: .loopback(port: 7711), actor: try Actor("keeper")))
        var head = HTTPRequest(method: .get, scheme: "http", authority: host, path: "/v1/events")
        if let origin { head.headerFields[.origin] = origin }
        var refused: Int?
        do { try rule.check(head) } catch { refused = error.status.code }
        #expect(refused == status)
    }
}
