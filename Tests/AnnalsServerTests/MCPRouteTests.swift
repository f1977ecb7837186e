import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Testing

@testable import AnnalsServer

/// The Model Context Protocol over HTTP.
@Suite(.storesChecked) struct MCPRouteTests {
    private static let meta = """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientCapabilities":{}}
        """

    private func headers(_ method: String, _ name: String? = nil) -> HTTPFields {
        var headers: HTTPFields = [:]
        headers.set("MCP-Protocol-Version", "2026-07-28")
        headers.set("Mcp-Method", method)
        if let name { headers.set("Mcp-Name", name) }
        return headers
    }

    private func call(
        _ served: ServedStore, _ tool: String, _ arguments: String = "{}",
        _ more: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers("tools/call", tool)
        for field in more { headers[field.name] = field.value }
        return try await served.ask(
            .post, "/mcp", headers,
            body: """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\(tool)",\
                "arguments":\(arguments),\(Self.meta)}}
                """)
    }

    @Test func messagesAreAnswered() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let answer = try await call(served, "state", #"{"stream":"config/f.json"}"#)
        #expect(answer.status == 200 && answer.headers[.contentType] == "application/json")
        #expect(answer.text.contains(#""value":{"datum":"sea"}"#), "\(answer.text)")
        let old = try await served.ask(
            .post, "/mcp",
            body: #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"overview"}}"#)
        #expect(old.status == 200 && old.text.contains(#""isError":false"#))
        let note = try await served.ask(
            .post, "/mcp", body: #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
        #expect(note.status == 202 && note.text.isEmpty)
    }

    @Test func whatIsWrongHasAStatus() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let body = #"{"jsonrpc":"2.0","id":1,"method":"prompts/list","params":{"#
        let unknown = try await served.ask(
            .post, "/mcp", headers("prompts/list"), body: "\(body)\(Self.meta)}}")
        #expect(unknown.status == 404 && unknown.text.contains("-32601"), "\(unknown.text)")
        let other = try await served.ask(
            .post, "/mcp", headers("tools/list"), body: "\(body)\(Self.meta)}}")
        #expect(other.status == 400 && other.text.contains("-32020"), "\(other.text)")
        let none = try await served.ask(.post, "/mcp", body: "{")
        #expect(none.status == 400 && none.text.contains("-32700"))
        #expect(try await served.ask(.get, "/mcp").status == 405)
        let foreign = try await served.ask(
            .post, "/mcp", [.origin: "https://elsewhere.example"], body: "{}")
        #expect(foreign.status == 403)
    }

    /// A token may do with tools what it may do with routes.
    @Test func tokensBoundTools() async throws {
        let served = try ServedStore()
        defer { served.close() }
        let access = try await served.store.grantAccess(
            AccessGrant(
                name: "token", actor: try Actor("Plover"), rights: [.read, .append],
                categories: [try CategoryPattern("task")]), by: try Actor("maker"))
        let bearer: HTTPFields = [.authorization: "Bearer \(access.token)"]
        #expect(try await call(served, "log").status == 401)
        let log = try await call(served, "log", "{}", bearer)
        #expect(log.status == 200 && !log.text.contains("config"), "\(log.text)")
        for tool in ["query", "verify", "bisect", "rollback_preview"] {
            let refused = try await call(served, tool, "{}", bearer)
            #expect(refused.text.contains("-32602"), "\(refused.text)")
        }
        let event = #"{"stream":"task/A","type":"task.noted","reason":"seen"}"#
        let recorded = try await call(served, "record", event, bearer)
        #expect(recorded.text.contains(#""isError":false"#), "\(recorded.text)")
        let last = try await served.store.event(at: served.store.head())
        #expect(last.actor.name == "Plover")
        let beyond = try await call(
            served, "record", #"{"stream":"config/x","type":"config.set"}"#, bearer)
        #expect(beyond.text.contains("not_allowed"), "\(beyond.text)")
    }
}
