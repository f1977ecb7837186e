import Annals
import AnnalsModel
import AnnalsTesting
import Synchronization
import Testing

@testable import AnnalsMCP

/// A conversation over lines, as standard input and output have it.
@Suite(.storesChecked) struct ConversationTests {
    /// A client that keeps what it hears.
    private final class Client: Sendable {
        private let heard = Mutex<[JSONObject]>([])

        func hear(_ line: [UInt8]) {
            // One message is one line.
            guard line.last == 0x0A, !line.dropLast().contains(0x0A),
                let object = try? JSONValue(parsing: Array(line)).asObject
            else {
                Issue.record("\(String(decoding: line, as: UTF8.self))")
                return
            }
            heard.withLock { $0.append(object) }
        }

        var all: [JSONObject] { heard.withLock { $0 } }

        func answer(to id: JSONValue) -> JSONObject? {
            all.first { $0["id"] == id && $0["method"] == nil }
        }

        /// The next question of the server.
        func question() async throws -> JSONObject {
            while true {
                if let found = all.first(where: { $0["method"] != nil }) { return found }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    private func conversation(
        _ asked: AskedStore, _ client: Client
    ) throws -> MCPConversation {
        MCPConversation(asked.server, for: try AskedStore.all) { client.hear($0) }
    }

    @Test func olderClientsTalk() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let client = Client()
        let conversation = try conversation(asked, client)
        for line in [
            #"{"jsonrpc":"2.0","id":"p","method":"ping"}"#,
            #"{"jsonrpc":"2.0","id":"early","method":"tools/list"}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":"#
                + #"{"protocolVersion":"2025-06-18","capabilities":{}}}"#,
            #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, "", "  \r",
            #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#,
            #"{"jsonrpc":"2.0","id":"3","method":"tools/call","params":{"name":"overview"}}"#,
            #"{"jsonrpc":"2.0","id":3,"method":"nothing"}"#, "{nonsense", "[]",
            #"{"jsonrpc":"2.0","id":99,"result":{}}"#,
        ] {
            conversation.receive(Array(line.utf8))
        }
        conversation.refuseLongLine()
        await conversation.finish()
        #expect(client.answer(to: "p")?["result"] == [:])
        #expect(client.answer(to: "early")?["error"]?.asObject?["code"] == -32602)
        let begun = client.answer(to: 1)?["result"]?.asObject
        #expect(begun?["protocolVersion"] == "2025-06-18")
        #expect(client.answer(to: 2)?["result"]?.asObject?.objects("tools").count == 13)
        #expect(client.answer(to: "3")?["result"]?.asObject?["isError"] == false)
        #expect(client.answer(to: 3)?["error"]?.asObject?["code"] == -32601)
        let unread = client.all.filter { $0["id"] == .null }
        #expect(
            unread.map { $0["error"]?.asObject?["code"]?.asInt64 } == [-32700, -32600, -32600])
        #expect(client.all.count == 9)
    }

    /// What a client of the newer era says with each request.
    private static let meta = """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientCapabilities":{}}
        """

    @Test func newerClientsTalkAtOnce() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let client = Client()
        let conversation = try conversation(asked, client)
        for number in 0..<40 {
            conversation.receive(
                Array(
                    """
                    {"jsonrpc":"2.0","id":\(number),"method":"tools/call",\
                    "params":{"name":"log",\(Self.meta)}}
                    """.utf8))
        }
        await conversation.finish()
        #expect(Set(client.all.compactMap { $0["id"]?.asInt64 }) == Set(0..<40))
        #expect(client.all.allSatisfy { $0["result"]?.asObject?["resultType"] == "complete" })
    }

    @Test func whatIsTakenBackIsNotAnswered() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let client = Client()
        let conversation = try conversation(asked, client)
        let sql =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        conversation.receive(
            Array(
                """
                {"jsonrpc":"2.0","id":"slow","method":"tools/call","params":{"name":"query",\
                "arguments":{"sql":"\(sql)"},\(Self.meta)}}
                """.utf8))
        conversation.receive(
            Array(
                """
                {"jsonrpc":"2.0","id":"slow","method":"tools/list","params":{\(Self.meta)}}
                """.utf8))
        conversation.receive(
            Array(
                """
                {"jsonrpc":"2.0","method":"notifications/cancelled",\
                "params":{"requestId":"slow"}}
                """.utf8))
        await conversation.finish()
        // Alone the second of the same id, which was refused.
        #expect(client.all.count == 1)
        #expect(client.answer(to: "slow")?["error"]?.asObject?["code"] == -32600)
    }

    /// Whoever says no more is not answered for ever.
    @Test func whatLastsIsGivenUpAtTheEnd() async throws {
        var limits = MCPLimits()
        limits.querySeconds = 1_000
        let asked = try AskedStore(limits: limits)
        defer { asked.close() }
        let client = Client()
        let conversation = try conversation(asked, client)
        let sql =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        conversation.receive(
            Array(
                """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"query","arguments":\
                {"sql":"\(sql)"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientCapabilities":{}}}}
                """.utf8))
        await conversation.finish(within: 0.05)
        #expect(client.all.isEmpty)
    }

    /// An older client is asked by a request of the server's own.
    @Test(arguments: ["accept", "decline", "error", "end"])
    func thePersonIsAsked(answer: String) async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let client = Client()
        let conversation = try conversation(asked, client)
        let head = try await asked.head
        let preview = try await asked.call("rollback_preview", ["to": "head~3"])
        for line in [
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":"#
                + #"{"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}}}}"#,
            """
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"rollback_apply",\
            "arguments":{"token":"\(preview["token"]?.asString ?? "")","reason":"wrong"}}}
            """,
        ] {
            conversation.receive(Array(line.utf8))
        }
        let question = try await client.question()
        #expect(question["method"] == "elicitation/create")
        #expect(question["params"]?.asObject?["requestedSchema"]?.asObject?["type"] == "object")
        let id = try #require(question["id"])
        var message: JSONObject = ["jsonrpc": "2.0", "id": id]
        switch answer {
        case "accept":
            message["result"] = ["action": "accept", "content": ["confirm": true]]
        case "decline": message["result"] = ["action": "decline"]
        default: message["error"] = ["code": -1, "message": "no window"]
        }
        if answer != "end" { conversation.receive(Array(message.compact.utf8)) }
        await conversation.finish()
        #expect((try await asked.head > head) == (answer == "accept"))
        let result = client.answer(to: 2)
        if answer == "end" {
            #expect(result?["error"]?.asObject?["code"] == -32603)
        } else {
            #expect(
                (result?["result"]?.asObject?["isError"] == false) == (answer == "accept"),
                "\(result ?? [:])")
        }
    }

    @Test func thePageIsCompiled() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let store = asked.store
        // snippet: mcp
        let server = MCPServer(store)
        let access = ToolAccess(actor: try Actor("Tern"))
        let conversation = MCPConversation(server, for: access) { line in print(line.count) }
        // end
        await conversation.finish()
    }

    @Test func linesAreCutWhereTheyEnd() {
        for size in 1...7 {
            var lines = MessageLines(bytesMax: 5)
            var pieces: [MessageLines.Piece] = []
            let bytes = Array("one\n\ntoo long a line\n12345\n123456\nlast".utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                let part = Array(bytes[start..<min(start + size, bytes.count)])
                part.withUnsafeBytes { pieces += lines.take($0) }
            }
            let expected: [MessageLines.Piece] = [
                .line(Array("one".utf8)), .line([]), .tooLong, .line(Array("12345".utf8)), .tooLong,
            ]
            #expect(pieces == expected, "\(size)")
            #expect(lines.finish() == Array("last".utf8))
        }
    }
}
