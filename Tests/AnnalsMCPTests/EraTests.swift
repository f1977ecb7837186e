import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsMCP

/// Both eras of the protocol, chosen by what the client says.
@Suite(.storesChecked) struct EraTests {
    @Test func theServerIsDiscovered() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let result = try await asked.result("server/discover")
        #expect(result["supportedVersions"] == ["2026-07-28"])
        #expect(result["resultType"] == "complete" && result["cacheScope"] == "private")
        #expect(result["ttlMs"]?.asInt64 != nil)
        let meta = try #require(result["_meta"]?.asObject)
        #expect(meta["io.modelcontextprotocol/serverInfo"]?.asObject?["name"] == "annals")
        #expect(result["capabilities"]?.asObject?.keys == ["tools", "resources"])
    }

    @Test(arguments: [
        "tools/list", "resources/list", "resources/templates/list", "server/discover",
    ])
    func whatMayBeKeptSaysHowLong(method: String) async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let result = try await asked.result(method)
        #expect(result["ttlMs"]?.asInt64 ?? -1 >= 0 && result["cacheScope"] == "private")
        guard method != "server/discover" else { return }
        let old = try await asked.result(method, [:], .legacy)
        #expect(old["ttlMs"] == nil && old["resultType"] == nil && old["_meta"] == nil)
    }

    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2024-11-05", "2024-11-05"), ("2026-07-28", "2025-11-25"),
        ("1.0", "2025-11-25"),
    ])
    func olderClientsBegin(asked version: String, answered: String) async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let result = try await asked.result(
            "initialize",
            [
                "protocolVersion": .string(version), "capabilities": [:],
                "clientInfo": ["name": "x", "version": "1"],
            ], .legacy)
        #expect(result["protocolVersion"] == .string(answered))
        #expect(result["serverInfo"]?.asObject?["name"] == "annals")
        #expect(try await asked.result("ping", [:], .legacy).isEmpty)
    }

    @Test func unknownMethodsAreSaid() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        for (method, era) in [
            ("prompts/list", Era.modern), ("ping", .modern), ("initialize", .modern),
            ("subscriptions/listen", .modern), ("prompts/list", .legacy), ("x", .legacy),
        ] {
            let answer = try await asked.ask(method, [:], era)
            #expect(answer["error"]?.asObject?["code"] == -32601, "\(method)")
        }
        for era in [Era.modern, .legacy] {
            let tool = try await asked.ask("tools/call", ["name": "drop"], era)
            #expect(tool["error"]?.asObject?["code"] == -32602)
        }
    }

    @Test(arguments: [
        ("{", -32700), ("[]", -32600), ("1", -32600), ("{\"jsonrpc\":\"2.0\"}", -32600),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}", -32700),
        ("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", -32600),
        ("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600),
        ("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", -32600),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":1}", -32600),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}", -32602),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"}", -32602),
        (
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":\
            {"io.modelcontextprotocol/protocolVersion":"2099-01-01",\
            "io.modelcontextprotocol/clientCapabilities":{}}}}
            """, -32022
        ),
        (
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":\
            {"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}
            """, -32602
        ),
        (
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":\
            {"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{}}}}
            """, -32020
        ),
    ])
    func badMessages(text: String, code: Int64) async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let reply = await asked.server.answer(
            Array(text.utf8), MCPHeaders(version: nil, method: nil, name: nil),
            for: try AskedStore.all)
        let answer = try #require(try JSONValue(parsing: reply.body).asObject)
        let error = try #require(answer["error"]?.asObject)
        #expect(error["code"]?.asInt64 == code, "\(answer)")
        guard case .refused = reply.kind else { return #expect(Bool(false), "\(reply.kind)") }
        if code == -32022 {
            #expect(error["data"]?.asObject?["supported"] == ["2026-07-28"])
            #expect(error["data"]?.asObject?["requested"] == "2099-01-01")
        }
    }

    @Test func headersEqualTheBody() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let message = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"overview","_meta":\
            {"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{}}}}
            """
        for (version, method, name, isTaken) in [
            ("2026-07-28", "tools/call", "overview", true),
            ("2026-07-28", "tools/call", "=?base64?b3ZlcnZpZXc=?=", true),
            ("2026-07-28", "tools/call", "log", false),
            ("2026-07-28", "tools/list", "overview", false),
            ("2025-11-25", "tools/call", "overview", false),
            ("2026-07-28", "tools/call", "=?base64?!?=", false),
        ] {
            let reply = await asked.server.answer(
                Array(message.utf8), MCPHeaders(version: version, method: method, name: name),
                for: try AskedStore.all)
            let code = try JSONValue(parsing: reply.body).asObject?["error"]?.asObject?["code"]
            #expect((code == nil) == isTaken && (isTaken || code == -32020), "\(name)")
        }
        let note = await asked.server.answer(
            Array("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}".utf8),
            MCPHeaders(version: "2025-11-25", method: nil, name: nil), for: try AskedStore.all)
        guard case .accepted = note.kind else { return #expect(Bool(false)) }
        #expect(note.body.isEmpty)
    }
}
