import Annals
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsMCP

/// Every tool, and what is said about it.
@Suite(.storesChecked) struct ToolTests {
    /// Calls of every tool that reads.
    private static let reading: [(String, JSONObject)] = [
        ("overview", [:]), ("log", ["limit": 2]), ("log", ["search": "datum", "in": "2.."]),
        ("event", ["position": 8]), ("state", ["stream": "task/A", "at": "head~1"]),
        ("query", ["sql": "SELECT task_id, status FROM agent_tasks"]), ("diff", ["in": "5.."]),
        ("query", ["sql": "SELECT count(*) FROM configuration", "at": "head~1"]),
        ("blame", ["stream": "config/f.json"]),
        ("bisect", ["sql": "SELECT count(*) > 0 FROM agent_tasks"]),
        ("trace", ["position": 9]), ("verify", [:]),
    ]

    @Test(arguments: [Era.modern, .legacy])
    func eachIsDescribed(era: Era) async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let tools = try await asked.result("tools/list", [:], era).objects("tools")
        #expect(tools.map { $0["name"]?.asString } == Tool.all.map(\.name))
        for tool in tools {
            let hints = try #require(tool["annotations"]?.asObject)
            #expect(hints.count == 4 && hints.allSatisfy { $0.value.asBool != nil })
            #expect(hints["openWorldHint"] == false)
            #expect(tool["inputSchema"]?.asObject?["type"] == "object")
            #expect(tool["outputSchema"]?.asObject?["type"] == "object")
            #expect((tool["description"]?.asString?.count ?? 0) > 60)
        }
        let writing = tools.filter { $0["annotations"]?.asObject?["readOnlyHint"] == false }
        #expect(writing.map { $0["name"]?.asString } == ["record", "rollback_apply"])
        let some = try await asked.result("tools/list", [:], era, for: try AskedStore.reading)
        #expect(some.objects("tools").count == 10)
    }

    /// What says that it reads only leaves the file as it was.
    @Test func readingChangesNothing() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let before = try await digest(asked)
        let head = try await asked.head
        for (tool, arguments) in Self.reading {
            for era in [Era.modern, .legacy] { _ = try await asked.call(tool, arguments, era) }
        }
        let preview = try await asked.call("rollback_preview", ["to": "head~1"])
        #expect(preview["token"]?.asString?.count == 64)
        for method in ["resources/list", "resources/templates/list", "tools/list"] {
            _ = try await asked.result(method)
        }
        _ = try await asked.result("resources/read", ["uri": "annals://event/8"])
        #expect(try await asked.head == head)
        #expect(try await digest(asked) == before)
        let readOnly = Set(Tool.all.filter(\.hints.isReadOnly).map(\.name))
        #expect(readOnly == Set(Self.reading.map(\.0)).union(["rollback_preview"]))
    }

    private func digest(_ asked: AskedStore) async throws -> String {
        let program = CommandLineTool(executable: URL(filePath: "/usr/bin/sha256sum"))
        return try await program.run("annals.db", in: asked.folder).output
    }

    @Test func toolsSayWhatThereIs() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let overview = try await asked.call("overview")
        #expect(
            overview.objects("categories").map { $0["category"] } == ["config", "gauge", "task"])
        #expect(overview["head"]?.asInt64 == (try await asked.head))
        #expect(overview.objects("tables").contains { $0["table"] == "agent_tasks" })
        let log = try await asked.call("log", ["limit": 2])
        #expect(log.objects("events").map { $0["type"] } == ["gauge.read", "config.updated"])
        #expect(log.objects("events").allSatisfy { $0["data"] == nil })
        #expect(log["truncated"] == true)
        let next = try #require(log["next"]?.asObject)
        let more = try await asked.call("log", next)
        let (last, first) = (log.objects("events").last, more.objects("events").first)
        #expect(first?["position"]?.asInt64 == (last?["position"]?.asInt64 ?? 0) - 1)
        let state = try await asked.call("state", ["stream": "config/f.json", "pointer": "/datum"])
        #expect(state["value"] == "sea" && state["version"] == 2)
        let rows = try await asked.call(
            "query",
            ["sql": "SELECT status FROM agent_tasks WHERE task_id = :t", "arguments": ["t": "A"]])
        #expect(rows["rows"]?.asArray?.count == 1 && rows["columns"] == ["status"])
        let diff = try await asked.call("diff", ["in": "head~2..", "stream": "config/f.json"])
        #expect(diff.objects("values").first?["old"] == "chart")
        let blame = try await asked.call("blame", ["stream": "config/f.json"])
        #expect(blame.objects("values").first?["actor"] == "Heron")
        let trace = try await asked.call(
            "trace", ["position": .number(JSONNumber(try await asked.head))])
        #expect(trace.objects("events").map { $0["depth"] } == [-1, 0])
        let found = try await asked.call(
            "bisect", ["sql": "SELECT count(*) > 0 FROM agent_tasks WHERE status <> 'open'"])
        #expect(found["event"]?.asObject?["stream"] == "task/A")
        #expect(try await asked.call("verify")["outcome"] == "verified")
    }

    @Test(
        arguments: [
            ("log", ["nonsense": 1], "nonsense"), ("log", ["limit": 0], "limit"),
            ("log", ["limit": 1_001], "limit"), ("log", ["max_bytes": 262_145], "max_bytes"),
            ("log", ["order": "up"], "order"), ("log", ["stream": ""], "empty"),
            ("log", ["in": "x"], "range"), ("event", [:], "position"),
            ("event", ["position": 0], "position"), ("event", ["position": "1"], "position"),
            ("event", ["position": 999], "999"), ("state", ["stream": "x"], "category/id"),
            ("state", ["stream": "task/none"], "task/none"),
            ("state", ["stream": "task/A", "pointer": "/no"], "/no"),
            ("query", ["sql": "DELETE FROM events"], "read"),
            ("query", ["sql": "PRAGMA x"], "read"),
            ("query", ["sql": "SELECT 1; SELECT 2"], "one"), ("query", ["sql": "x"], "x"),
            ("record", ["stream": "annals/tags", "type": "annals.x"], "annals"),
            ("record", ["stream": "task/A", "type": "other.x"], "task"),
            ("rollback_apply", ["token": "x", "reason": "y"], "preview"),
        ] as [(String, JSONObject, String)])
    func badArguments(tool: String, arguments: JSONObject, word: String) async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let sentence = try await asked.refusal(tool, arguments)
        #expect(sentence.contains(word), "\(sentence)")
    }

    @Test func whatIsNotAllowedIsNotThere() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        for tool in ["record", "rollback_preview", "rollback_apply"] {
            let answer = try await asked.ask(
                "tools/call", ["name": .string(tool)], for: try AskedStore.reading)
            #expect(answer["error"]?.asObject?["code"] == -32602)
        }
        let limited = ToolAccess(
            actor: try Actor("Tern"), mayQuery: false, mayAppend: true, mayRollback: true,
            categories: [try CategoryPattern("task")])
        let tools = try await asked.result("tools/list", for: limited).objects("tools")
        let names = tools.compactMap { $0["name"]?.asString }
        #expect(Set(names).isDisjoint(with: ["query", "bisect", "verify"]))
        let log = try await asked.call("log", for: limited)
        #expect(
            log.objects("events").allSatisfy { $0["type"]?.asString?.hasPrefix("task.") == true })
        #expect(!log.objects("events").isEmpty)
        let overview = try await asked.call("overview", for: limited)
        #expect(overview.objects("categories").count == 1 && overview["actors"] == nil)
        let diff = try await asked.call("diff", ["in": "1.."], for: limited)
        #expect(Set(diff.objects("values").map { $0["stream"]?.asString }) == ["task/A"])
        let head = JSONValue.number(JSONNumber(try await asked.head))
        for (tool, arguments) in [
            ("event", ["position": head]), ("trace", ["position": head]),
            ("state", ["stream": "config/f.json"]), ("blame", ["stream": "config/f.json"]),
            ("log", ["category": "config"]), ("log", ["stream": "config/f.json"]),
            ("diff", ["in": "1..", "stream": "config/f.json"]),
            ("record", ["stream": "config/x", "type": "config.set"]),
            ("rollback_preview", ["to": "head~1"]),
            ("rollback_preview", ["to": "head~1", "category": "config"]),
        ] as [(String, JSONObject)] {
            let sentence = try await asked.refusal(tool, arguments, for: limited)
            #expect(sentence.contains("reach"), "\(tool): \(sentence)")
        }
        let event = try await asked.ask(
            "resources/read", ["uri": .string("annals://event/\(head.compact)")], for: limited)
        #expect(event["error"]?.asObject?["code"] == -32602)
        let none = try await asked.ask(
            "resources/read", ["uri": "annals://event/12345"], for: limited)
        #expect(none["error"]?.asObject?["message"]?.asString?.contains("you reach") == true)
        let listed = try await asked.result("resources/list", for: limited).objects("resources")
        #expect(!listed.contains { $0["uri"] == .string("annals://event/\(head.compact)") })
    }

    @Test func resourcesAreRead() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        try await asked.store.nextCycle(note: "spring", by: try Actor("Tern"))
        for (uri, value) in [
            ("annals://stream/config/f.json#/datum", "sea"),
            ("annals://stream/config/f.json?at=head~3#/datum", "chart"),
            ("annals://cycle/1#/note", "spring"), ("annals://event/7#/type", "task.claimed"),
        ] as [(String, JSONValue)] {
            for era in [Era.modern, .legacy] {
                let result = try await asked.result("resources/read", ["uri": .string(uri)], era)
                let content = try #require(result.objects("contents").first)
                #expect(content["uri"] == .string(uri))
                let text = try JSONValue(parsing: content["text"]?.asString ?? "").asObject
                #expect(text?["value"] == value && text?["untrusted"] == true, "\(uri) \(content)")
            }
        }
        for uri in [
            "annals://event/0", "annals://event/x", "annals://event/99", "annals://nothing/1",
            "file:///etc/passwd", "annals://stream/task/none", "annals://stream/task/%ff",
            "annals://stream/task/..%2Fx", "annals://event/1?x=1", "annals://cycle/77",
            "annals://event/1#nope", "annals://stream/task/A?at=';DROP",
        ] {
            let new = try await asked.ask("resources/read", ["uri": .string(uri)])
            #expect(new["error"]?.asObject?["code"] == -32602, "\(uri)")
            let old = try await asked.ask("resources/read", ["uri": .string(uri)], .legacy)
            let code = old["error"]?.asObject?["code"]
            #expect(code == -32602 || code == -32002, "\(uri)")
        }
    }

    @Test func addressesAreReadAsTheyAreWritten() throws {
        for id in ["a", "a/b", "ä#?&%", "..", "a b", "x=1&at=2", "\u{202E}x"] {
            var address = ResourceAddress(
                .stream(try StreamName(category: "task", id: id), at: "2026-01-01T00:00+01:00"))
            address = address.appending("a/b~c").appending("é%")
            address.from = 12
            let read = try ResourceAddress(address.uri)
            #expect(read.uri == address.uri)
            #expect(read.uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
            #expect(read.pointer == address.pointer)
        }
    }
}
