import Annals
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsMCP

/// A store that a client asks, in both eras of the protocol.
struct AskedStore {
    let folder: TemporaryDirectory
    let store: Store
    let server: MCPServer

    /// An empty store, or one with two tasks, a configuration and a chain of causes.
    init(isEmpty: Bool = false, limits: MCPLimits = MCPLimits()) throws {
        folder = try TemporaryDirectory()
        store = try Store.create(at: folder.path("annals.db"), by: try Actor("maker"))
        server = MCPServer(store, limits: limits)
        guard !isEmpty else { return }
        let tern = try Actor("Tern")
        try store.createTask(TaskDraft("Mend the gauge", id: "A"), by: tern)
        try store.claim("A", by: tern, reason: "free hands")
        try store.setConfiguration("f.json", to: ["datum": "chart"], by: tern)
        let heron = try Actor("Heron")
        try store.setConfiguration("f.json", to: ["datum": "sea"], by: heron)
        try store.append(
            NewEvent(
                stream: StreamName("gauge/L"), type: EventType("gauge.read"), actor: heron,
                change: Change(data: ["level": 3]),
                causation: .position(try store.head())))
    }

    /// What a client may do that may do everything.
    static var all: ToolAccess {
        get throws {
            ToolAccess(actor: try Actor("Tern"), mayAppend: true, mayRollback: true)
        }
    }

    /// What a client may do that may only read.
    static var reading: ToolAccess {
        get throws { ToolAccess(actor: try Actor("Tern")) }
    }

    /// Sends a request over HTTP, and gives the message that answers it.
    func ask(
        _ method: String, _ given: JSONObject = [:], _ era: Era = .modern,
        for access: ToolAccess? = nil, capabilities: JSONObject = [:]
    ) async throws -> JSONObject {
        var params = given
        var headers = MCPHeaders(version: nil, method: nil, name: nil)
        if era == .modern {
            params["_meta"] = [
                ProtocolVersion.versionKey: .string(ProtocolVersion.modern),
                ProtocolVersion.capabilitiesKey: .object(capabilities),
            ]
            headers = MCPHeaders(
                version: ProtocolVersion.modern, method: method,
                name: (params["name"] ?? params["uri"])?.asString)
        }
        let message: JSONObject = [
            "jsonrpc": "2.0", "id": 7, "method": .string(method), "params": .object(params),
        ]
        let reply = await server.answer(
            Array(message.compact.utf8), headers, for: try access ?? Self.all)
        let answer = try #require(try JSONValue(parsing: reply.body).asObject)
        #expect(answer["jsonrpc"] == "2.0" && answer["id"] == 7)
        return answer
    }

    /// Sends a request that succeeds, and gives its result.
    func result(
        _ method: String, _ params: JSONObject = [:], _ era: Era = .modern,
        for access: ToolAccess? = nil
    ) async throws -> JSONObject {
        let answer = try await ask(method, params, era, for: access)
        return try #require(answer["result"]?.asObject, "\(answer)")
    }

    /// Calls a tool, and gives its result with everything around it.
    func answer(
        _ tool: String, _ arguments: JSONObject = [:], _ era: Era = .modern,
        for access: ToolAccess? = nil
    ) async throws -> JSONObject {
        try await result(
            "tools/call", ["name": .string(tool), "arguments": .object(arguments)], era,
            for: access)
    }

    /// Calls a tool that succeeds, and gives what it says: the same in members and as a text.
    func call(
        _ tool: String, _ arguments: JSONObject = [:], _ era: Era = .modern,
        for access: ToolAccess? = nil
    ) async throws -> JSONObject {
        let result = try await answer(tool, arguments, era, for: access)
        #expect(result["isError"] == false, "\(result)")
        let found = try #require(result["structuredContent"]?.asObject, "\(result)")
        let text = result["content"]?.asArray?.first?.asObject?["text"]?.asString ?? ""
        #expect(try JSONValue(parsing: text) == .object(found))
        #expect(found["untrusted"] == true)
        let schema = try #require(Tool.all.first { $0.name == tool }).output
        for name in schema["required"]?.asArray ?? [] {
            #expect(found[name.asString ?? ""] != nil, "\(tool) gives no \(name)")
        }
        for name in found.keys {
            #expect(schema["properties"]?.asObject?[name] != nil, "\(tool): \(name)")
        }
        return found
    }

    /// Calls a tool that refuses, and gives the sentence.
    func refusal(
        _ tool: String, _ arguments: JSONObject = [:], for access: ToolAccess? = nil
    ) async throws -> String {
        let result = try await answer(tool, arguments, for: access)
        #expect(result["isError"] == true, "\(result)")
        return result["content"]?.asArray?.first?.asObject?["text"]?.asString ?? ""
    }

    /// Position of the last event.
    var head: Int64 { get async throws { try await store.head() } }

    func close() { store.close() }
}

extension JSONObject {
    /// The objects of a list.
    func objects(_ name: String) -> [JSONObject] {
        (self[name]?.asArray ?? []).compactMap(\.asObject)
    }
}
