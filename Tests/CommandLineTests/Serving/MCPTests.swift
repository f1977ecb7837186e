import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// `annals mcp`, as clients start it.
@Suite(.storesChecked) struct MCPTests {
    private static let meta = """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientCapabilities":{}}
        """

    private func call(_ id: Int, _ tool: String, _ arguments: String = "{}") -> String {
        """
        {"jsonrpc":"2.0","id":\(id),"method":"tools/call","params":{"name":"\(tool)",\
        "arguments":\(arguments),\(Self.meta)}}

        """
    }

    /// Runs the command over some lines, and gives its answers by id.
    private func talk(
        _ store: StoreFolder, _ options: String..., lines: String
    ) async throws -> [String: JSONObject] {
        let result = try await store.run(["mcp"] + options, input: lines)
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        var answers: [String: JSONObject] = [:]
        for line in result.output.split(separator: "\n") {
            let object = try #require(try JSONValue(parsing: String(line)).asObject)
            answers[object["id"]?.compact ?? ""] = object
        }
        return answers
    }

    @Test func bothErasAreSpoken() async throws {
        let store = try await StoreFolder()
        try await store.succeed("append", "--stream", "task/A", "--type", "task.created")
        let new = try await talk(
            store,
            lines: """
                {"jsonrpc":"2.0","id":1,"method":"server/discover","params":{\(Self.meta)}}
                \(call(2, "log"))
                """)
        #expect(new["1"]?["result"]?.asObject?["resultType"] == "complete")
        #expect(new["2"]?.compact.contains("task.created") == true)
        let old = try await talk(
            store,
            lines: """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":\
                {"protocolVersion":"2025-11-25","capabilities":{},\
                "clientInfo":{"name":"x","version":"1"}}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"log"}}
                {broken
                {"jsonrpc":"2.0","id":3,"method":"ping"}
                """)
        #expect(old["1"]?["result"]?.asObject?["protocolVersion"] == "2025-11-25")
        #expect(old["2"]?.compact.contains("task.created") == true)
        #expect(old["null"]?["error"]?.asObject?["code"] == -32700)
        #expect(old["3"]?["result"] == [:])
    }

    @Test func onlyWhatIsAllowedIsDone() async throws {
        let store = try await StoreFolder()
        let event = #"{"stream":"task/A","type":"task.created","reason":"new"}"#
        let refused = try await talk(store, lines: call(1, "record", event))
        #expect(refused["1"]?["error"]?.asObject?["code"] == -32602)
        let done = try await talk(
            store, "--allow", "append", "--by", "Tern", lines: call(1, "record", event))
        #expect(done["1"]?["result"]?.asObject?["isError"] == false, "\(done)")
        let shown = try await store.succeed("log", "--format", "json", "--stream", "task/A")
        #expect(shown.contains("\"Tern\""))
        let wrong = try await store.run("mcp", "--allow", "everything")
        #expect(wrong.status == 64 && wrong.error.contains("--allow") && wrong.output.isEmpty)
    }

    /// A line that nobody could mean is passed over, and the next one is answered.
    @Test func longLinesAreRefused() async throws {
        let store = try await StoreFolder()
        let long = String(repeating: "x", count: 9 << 20)
        let answers = try await talk(
            store, lines: "{\"jsonrpc\":\"2.0\",\"id\":1,\"x\":\"\(long)\"}\n\(call(2, "overview"))"
        )
        #expect(answers["null"]?["error"]?.asObject?["code"] == -32600)
        #expect(answers["2"]?["result"]?.asObject?["isError"] == false)
    }
}
