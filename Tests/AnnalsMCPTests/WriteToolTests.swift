import Annals
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsMCP

/// Tools that write: by whom they are called, once, and as it was shown.
@Suite(.storesChecked) struct WriteToolTests {
    @Test(arguments: [Era.modern, .legacy])
    func eventsAreRecorded(era: Era) async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let id = "3f0c0d6e-8f5c-4f57-9a38-0a4a4c2a9d11"
        let given: JSONObject = [
            "stream": "task/A", "type": "task.noted", "data": ["note": "dry"], "reason": "seen",
            "id": .string(id), "expect": 2,
        ]
        let receipt = try await asked.call("record", given, era)
        let position = try #require(receipt["position"]?.asInt64)
        #expect(receipt["resource"] == .string("annals://event/\(position)"))
        let event = try await asked.store.event(at: position)
        #expect(event.actor.name == "Tern" && event.reason == "seen")
        let again = try await asked.call("record", given, era)
        #expect(again["position"]?.asInt64 == position && again["known"] == true)
        var other = given
        other["id"] = nil
        #expect(try await asked.refusal("record", other).hasPrefix("version_conflict"))
        other["actor"] = "Heron"
        #expect(try await asked.refusal("record", other).contains("actor"))
    }

    @Test func aRollbackIsPreviewedAndApplied() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let head = try await asked.head
        let preview = try await asked.call(
            "rollback_preview", ["to": "head~3", "stream": "config/f.json"])
        #expect(preview["summary"]?.asObject?["changed"] == 1)
        #expect(preview.objects("steps").first?["stream"] == "config/f.json")
        #expect(try await asked.head == head)
        let token = try #require(preview["token"])
        #expect(try await asked.refusal("rollback_apply", ["token": token]).contains("reason"))
        let applied = try await asked.call(
            "rollback_apply", ["token": token, "reason": "wrong datum"])
        #expect(applied["applied"] == true)
        #expect(try await asked.head > head)
        let second = try await asked.refusal(
            "rollback_apply", ["token": token, "reason": "wrong datum"])
        #expect(second.contains("preview"))
    }

    @Test func aPreviewIsOfThatMomentAndOfWhomItWasShownTo() async throws {
        var limits = MCPLimits()
        limits.previews = 2
        let asked = try AskedStore(limits: limits)
        defer { asked.close() }
        let scope: JSONObject = ["to": "head~3", "stream": "config/f.json"]
        // Somebody else's.
        let others = try await asked.call("rollback_preview", scope)
        let heron = ToolAccess(
            actor: try Actor("Heron"), mayAppend: true, mayRollback: true)
        let given: JSONObject = ["token": others["token"] ?? .null, "reason": "x"]
        #expect(try await asked.refusal("rollback_apply", given, for: heron).contains("preview"))
        // One of three, where two are kept.
        let first = try await asked.call("rollback_preview", scope)
        _ = try await asked.call("rollback_preview", scope)
        let last = try await asked.call("rollback_preview", scope)
        let old = try await asked.refusal(
            "rollback_apply", ["token": first["token"] ?? .null, "reason": "x"])
        #expect(old.contains("preview"))
        // What changed meanwhile.
        try await asked.store.setConfiguration("f.json", to: ["datum": "x"], by: try Actor("Tern"))
        let moved = try await asked.refusal(
            "rollback_apply", ["token": last["token"] ?? .null, "reason": "x"])
        #expect(moved.hasPrefix("version_conflict"), "\(moved)")
    }

    @Test func previewsEnd() async throws {
        var limits = MCPLimits()
        limits.previewSeconds = 0
        let asked = try AskedStore(limits: limits)
        defer { asked.close() }
        let preview = try await asked.call("rollback_preview", ["to": "head~1"])
        let late = try await asked.refusal(
            "rollback_apply", ["token": preview["token"] ?? .null, "reason": "x"])
        #expect(late.contains("too old"))
    }

    /// The person is asked by a result, which the client answers by calling again.
    @Test(arguments: ["accept", "decline", "cancel", "unsure", "forged", "other"])
    func thePersonIsAsked(answer: String) async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let head = try await asked.head
        let preview = try await asked.call("rollback_preview", ["to": "head~3"])
        let arguments: JSONObject = ["token": preview["token"] ?? .null, "reason": "wrong"]
        var params: JSONObject = ["name": "rollback_apply", "arguments": .object(arguments)]
        let capabilities: JSONObject = ["elicitation": ["form": [:]]]
        let first = try await asked.ask("tools/call", params, capabilities: capabilities)
        let question = try #require(first["result"]?.asObject)
        #expect(question["resultType"] == "input_required")
        let request = question["inputRequests"]?.asObject?["confirm"]?.asObject
        #expect(request?["method"] == "elicitation/create")
        #expect(try await asked.head == head)
        params["requestState"] = answer == "forged" ? "0000" : question["requestState"]
        if answer == "other" {
            params["arguments"] = ["token": preview["token"] ?? .null, "reason": "another"]
        }
        let isMeant = answer != "decline" && answer != "cancel"
        params["inputResponses"] = [
            "confirm": [
                "action": .string(isMeant ? "accept" : answer),
                "content": ["confirm": .bool(answer != "unsure")],
            ]
        ]
        let second = try await asked.ask("tools/call", params, capabilities: capabilities)
        let result = try #require(second["result"]?.asObject)
        #expect((result["isError"] == false) == (answer == "accept"), "\(result)")
        #expect((try await asked.head > head) == (answer == "accept"))
        // Nothing of it can be used again.
        let third = try await asked.ask("tools/call", params, capabilities: capabilities)
        #expect(third["result"]?.asObject?["isError"] == true)
        params["requestState"] = nil
        let fourth = try await asked.ask("tools/call", params, capabilities: capabilities)
        #expect(fourth["result"]?.asObject?["isError"] == true)
    }

    /// A store that is open to read refuses to write, whatever is allowed.
    @Test func aStoreThatIsReadIsNotWritten() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let store = try Store(opening: asked.store.path, mode: .readOnly)
        defer { store.close() }
        let call = Array(
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"record","arguments":\
            {"stream":"task/A","type":"task.noted"}}}
            """.utf8)
        let reply = await MCPServer(store).answer(
            call, MCPHeaders(version: nil, method: nil, name: nil), for: try AskedStore.all)
        #expect(String(decoding: reply.body, as: UTF8.self).contains("read_only"))
    }
}
