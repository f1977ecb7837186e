import Annals
import AnnalsHooks
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

/// What a hook tells becomes an event that can be found again, and holds no secret.
@Suite(.storesChecked) struct HookCallTests {
    private let folder: TemporaryDirectory
    private let store: Store

    init() throws {
        folder = try TemporaryDirectory()
        store = try Store.create(at: folder.path("annals.db"), by: try Actor("maker"))
    }

    private func call(
        _ text: String, _ tool: HookTool = .claudeCode, at time: Int64 = 1_000_000
    ) throws -> HookCall {
        try HookCall(
            tool, reading: Array(text.utf8), at: Timestamp(microseconds: time))
    }

    @discardableResult
    private func record(_ calls: [HookCall]) throws -> [Event] {
        let head = try store.head()
        #expect(try HookRecorder(store).record(calls).refused.isEmpty)
        var events: [Event] = []
        let cursor = store.events(EventQuery(after: head))
        while let event = try cursor.next() { events.append(event) }
        return events
    }

    @Test func aSessionIsAChainOfCauses() throws {
        let calls = try [
            #"{"session_id":"S","hook_event_name":"SessionStart"}"#,
            #"{"session_id":"S","hook_event_name":"UserPromptSubmit","prompt":"Do it"}"#,
            #"{"session_id":"S","hook_event_name":"PreToolUse","tool_use_id":"t"}"#,
            #"{"session_id":"S","hook_event_name":"PostToolUse","tool_use_id":"t","agent_id":"a"}"#,
            #"{"session_id":"S","hook_event_name":"Stop"}"#,
        ].map { try call($0) }
        let events = try record(calls)
        let first = try #require(events.first?.position)
        #expect(
            events.map(\.type.name) == [
                "session.started", "session.prompted", "session.tool-called",
                "session.tool-finished", "session.stopped",
            ])
        #expect(
            events.map(\.causation) == [nil, nil, first + 1, first + 2, first + 1])
        #expect(events.allSatisfy { $0.correlation == "S" && $0.stream.id == "S" && $0.isFact })
        #expect(
            events.map(\.actor.name) == [
                "claude-code:S", "claude-code:S", "claude-code:S", "claude-code:a", "claude-code:S",
            ])
        // One by one it is the same as together, and a second time it is nothing.
        #expect(try record(calls).isEmpty)
        let later = try record([
            call(#"{"session_id":"S","hook_event_name":"PostToolUse","tool_use_id":"none"}"#)
        ])
        #expect(later.first?.causation == first + 1)
    }

    @Test func aCallThatComesTwiceIsOneAndLaterAnother() throws {
        let text = #"{"session_id":"S","hook_event_name":"Stop"}"#
        #expect(try record([call(text, at: 0), call(text, at: 9_000_000)]).count == 1)
        #expect(try record([call(text, at: 5_000_000)]).isEmpty)
        #expect(try record([call(text, at: 60_000_000)]).count == 1)
        #expect(try record([call(text, at: 61_000_000), call(text, at: 0)]).isEmpty)
        let tool = #"{"session_id":"S","hook_event_name":"PreToolUse","tool_use_id":"t"}"#
        #expect(try record([call(tool, at: 0), call(tool, at: 600_000_000)]).count == 1)
    }

    @Test func thePayloadIsVerbatim() throws {
        let text =
            #"{"hook_event_name":"BrandNew_Thing","session_id":"a/é\n%","x":1.50,"y":[{}],"#
            + #""n":12345678901234567890}"#
        let event = try #require(try record([call(text, .codex)]).first)
        #expect(event.type.name == "session.brand-new-thing")
        #expect(event.stream.id == "a/é%0A%25")
        let payload = try #require(event.context["payload"]?.asObject)
        #expect(payload.compact == text)
        #expect(event.context["hook"] == "codex")
        for odd in ["", "9", "Ü", "...", "a.b", String(repeating: "x", count: 500)] {
            let json: JSONObject = ["session_id": "odd", "hook_event_name": .string(odd)]
            #expect(try record([call(json.compact)]).count == 1, "\(odd)")
        }
        let long: JSONObject = ["session_id": .string(String(repeating: "s", count: 5_000))]
        #expect(try record([call(long.compact)]).count == 1)
        #expect(try record([call("{}")]).first?.stream.id == "unknown")
    }

    @Test(arguments: [
        (
            #""hook_event_name":"PreToolUse","tool_name":"Write","tool_input":{"file_path":"a"}"#,
            ["/w/a"]
        ),
        (
            #""hook_event_name":"PostToolUse","tool_name":"MultiEdit","#
                + #""tool_input":{"file_path":"/b"}"#,
            ["/b"]
        ),
        (
            #""hook_event_name":"PostToolUse","tool_name":"NotebookEdit","#
                + #""tool_input":{"notebook_path":"/n"}"#,
            ["/n"]
        ),
        (
            #""hook_event_name":"PostToolUse","tool_name":"Read","tool_input":{"file_path":"/b"}"#,
            []
        ),
        (#""hook_event_name":"Stop","tool_name":"Write","tool_input":{"file_path":"/b"}"#, []),
        (#""hook_event_name":"afterFileEdit","file_path":"/c/d.txt","edits":[]"#, ["/c/d.txt"]),
        (
            #""hook_event_name":"PreToolUse","tool_name":"apply_patch","tool_input":{"command":["#
                + #""apply_patch","*** Begin Patch\n*** Update File: x/y.c\n@@\n-a\n+b\n"#
                + #"*** Add File: /z\n+q\n*** End Patch"]}"#, ["/w/x/y.c", "/z"]
        ),
        (#""hook_event_name":"PreToolUse","tool_name":"Write","tool_input":7"#, []),
    ])
    func filesAreNamed(members: String, files: [String]) throws {
        let event = try #require(
            try record([call(#"{"session_id":"S","cwd":"/w",\#(members)}"#)]).first)
        let named = (event.context["files"]?.asArray ?? []).compactMap(\.asString)
        #expect(named == files)
    }

    @Test func whatIsNoCallIsRefused() throws {
        for text in ["", "x", "[]", "null", "{", "{}x", "\u{0}"] {
            #expect(throws: StoreError(.invalidJSON, "")) { _ = try call(text) }
        }
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(throws: StoreError(.invalidJSON, "")) { _ = try call(#"{"a":\#(deep)}"#) }
        #expect(throws: StoreError(.notFound, "")) { _ = try HookTool("vim") }
    }

    @Test func secretsAreGone() throws {
        let key = "ghp_" + String(repeating: "a1B2", count: 9)
        let password = "Tr0ub4dor&3x"
        let input = #"{"command":"curl -H 'Authorization: \#(key)'","password":"\#(password)"}"#
        let event = try #require(
            try record([
                call(
                    #"{"session_id":"S","hook_event_name":"PreToolUse","tool_use_id":"t","#
                        + #""tool_input":\#(input),"env":"A=1\nAPI_KEY=\"\#(key)\"\n"}"#)
            ]).first)
        let text = event.context.compact
        #expect(!text.contains(key) && !text.contains(password), "\(text)")
        #expect(event.context["redacted"]?.asObject?["github-token"] == 2)
        let kept = HookSpool(ofStore: store.path)
        let name = try kept.add(call(#"{"session_id":"S","token":"\#(key)"}"#))
        let path = "\(kept.folder)/\(name)"
        #expect(try !String(contentsOfFile: path, encoding: .utf8).contains(key))
        kept.remove(name)
    }

    @Test func whatIsTooLongIsCut() throws {
        let most = 100_000
        func cut(_ text: String) throws -> HookCall {
            try HookCall(.claudeCode, reading: Array(text.utf8), upTo: most)
        }
        let long = String(repeating: "é", count: most)
        let event = try #require(
            try record([
                cut(#"{"session_id":"S","hook_event_name":"Stop","a":{"b":["\#(long)"]},"c":1}"#)
            ]).first)
        #expect(event.context["cut"]?.asObject?["/a/b/0"]?.asInt64 == Int64(long.utf8.count))
        let payload = try #require(event.context["payload"]?.asObject)
        #expect(payload.compact.utf8.count < most && payload["c"] == 1)
        let many = "[" + String(repeating: "1,", count: most / 2) + "1]"
        let other = try #require(
            try record([cut(#"{"session_id":"S","a":\#(many),"c":2}"#)]).first)
        #expect(other.context["payload"]?.asObject?["c"] == 2)
        #expect(other.context["cut"]?.asObject?["/a"] != nil)
    }

    @Test func aCallThatWaitsIsTheSame() throws {
        var given = try call(#"{"conversation_id":"C","hook_event_name":"stop"}"#, .cursor)
        given.actor = try Actor("Tern", kind: .service)
        given.folder = "/somewhere"
        given.capturesFiles = false
        let read = try HookCall(waiting: given.json())
        #expect(read.json() == given.json())
        #expect(read.receivedAt == given.receivedAt && read.actor == given.actor)
        for json: JSONObject in [[:], ["hook": "vim"], ["hook": "codex", "payload": [:]]] {
            #expect(throws: StoreError.self) { _ = try HookCall(waiting: json) }
        }
    }
}
