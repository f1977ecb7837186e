import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsWorkspaces

/// Random histories of a workspace, and both ways back: files as documents are now, and files as
/// they were.
@Suite(.storesChecked) struct WayBackPropertyTests {
    private static let texts = [
        "agent_workspaces/Agent-1/status.json": [
            "{\"status\":\"A\",\r\n  \"current_mission\": \"m\", \"n\": 1.50,"
                + " \"status\": \"B\"}\r\n",
            #"{"agent_id": "Agent-1", "status": null, "current_tasks": [{"task_id": "T2"}]}"#,
            "\u{FEFF}{}", #"{"status": "#,
        ],
        "agent_workspaces/Agent-1/working_tasks.json": [
            #"{"team": "x", "current_task": {"task_id": "T1", "title": "a", "claimed_at": "t"}}"#,
            "{\"completed_tasks\": [\n    {\"id\": \"T1\"},\n"
                + "    {\"id\": \"T2\", \"x\": {\"y\": []}}\n]}",
            #"{"current_task": null}"#,
        ],
        "agent_workspaces/Agent-2/future_tasks.json": [
            #"[{"id": "T1", "title": "a"}, {"id": "T2", "priority": "HIGH"},{"id":"T2"}]"#, "[]",
        ],
        "agent_workspaces/Agent-2/inbox/m.json": [
            #"{"from": "Agent-1", "content": "hi", "read_at": null}"#,
            #"[{"from": "Agent-1", "content": "hi"}, {"from": "Agent-1", "content": "yo"}]"#,
        ],
        "message_queue/queue.json": [
            #"[ {"queue_id": "q", "status": "PENDING", "message": "text", "tries": 1} ]"#, "[]",
        ],
        "config/c.json": [#"{"a": {"b": [1, 2, 3]}}"#, "[1,\t2]", "null", "7"],
        "notes": ["free text", "other"],
    ]

    private static let values: [JSONValue] = [
        "text 🚀", 12, nil, true, [1, ["a": nil]], ["b": ["c": 1]], [], [:],
    ]

    private func change(_ workspace: Workspace, _ random: inout SeededRandom) throws {
        let path = random.element(of: Self.texts.keys.sorted())
        let full = "\(workspace.path)/\(path)"
        let files = FileManager.default
        switch random.number(0...9) {
        case 0:
            try? files.removeItem(atPath: full)
        case 1:
            let folder = (full as NSString).deletingLastPathComponent
            if folder != workspace.path { try? files.removeItem(atPath: folder) }
        case 2 where files.fileExists(atPath: full):
            let mode = random.element(of: [0o600, 0o644, 0o755])
            try files.setAttributes([.posixPermissions: mode], ofItemAtPath: full)
        case 3:
            try? files.createDirectory(
                atPath: "\(workspace.path)/empty/\(random.number(0...2))",
                withIntermediateDirectories: true)
        default:
            try workspace.write(random.element(of: Self.texts[path] ?? [""]), to: path)
        }
    }

    /// Appends what a service might: a member set, added, taken away; a document ended.
    private func append(_ workspace: Workspace, _ random: inout SeededRandom) throws {
        let stored = StoredDocuments(workspace.log, at: .max)
        let streams = try stored.streams().filter { try stored.values(of: $0) != nil }
        guard !streams.isEmpty else { return }
        let stream = random.element(of: streams)
        let names = Array(try stored.values(of: stream)?.keys.map { $0 } ?? [])
        var change = Change()
        switch random.number(0...7) {
        case 0: change.deleted = true
        case 1 where !names.isEmpty:
            change.unset = [JSONPointer(tokens: [random.element(of: names)])]
        case 2, 3: change.data["added"] = random.element(of: Self.values)
        default:
            guard !names.isEmpty else { return }
            change.data[random.element(of: names)] = random.element(of: Self.values)
        }
        guard !change.isEmpty else { return }
        let event = NewEvent(
            stream: stream, type: try EventType("\(stream.category).changed"),
            actor: try Actor("api"), change: change)
        _ = try workspace.log.write { transaction in try transaction.append([event], .lenient) }
    }

    private func check(
        times: Int, _ property: (Workspace, inout SeededRandom) throws -> Void
    ) throws {
        try checkProperty(times: times) { random in try property(try Workspace(), &random) }
    }

    private func documents(_ log: EventLog) throws -> [StreamName: JSONObject] {
        let stored = StoredDocuments(log, at: .max)
        var documents: [StreamName: JSONObject] = [:]
        for stream in try stored.streams() { documents[stream] = try stored.values(of: stream) }
        return documents
    }

    /// A moment, and what was in the folder and in the store then.
    private struct Known {
        let head: Int64
        let tree: [String: String]
        let documents: [StreamName: JSONObject]
    }

    private func known(_ workspace: Workspace) throws -> Known {
        Known(
            head: try workspace.head(), tree: try tree(workspace.path),
            documents: try documents(workspace.log))
    }

    @Test func whatIsExportedMakesTheSameDocumentsAgain() throws {
        try check(times: 40) { workspace, random in
            for _ in 0..<random.number(4...12) { try change(workspace, &random) }
            try workspace.importAnew()
            let plain = workspace.place.path("plain")
            _ = try WorkspaceExport(workspace.log).write(to: plain, at: .max)
            for _ in 0..<random.number(0...6) { try append(workspace, &random) }
            let out = workspace.place.path("out")
            let summary = try WorkspaceExport(workspace.log).write(
                to: out, at: .max, isCurrent: true)
            let again = try Workspace()
            _ = try WorkspaceCapture(again.log).capture(
                WorkspaceFolder(out, storePath: again.storePath))
            let (wanted, found) = (try documents(workspace.log), try documents(again.log))
            let listed = Dictionary(grouping: summary.unwritten, by: \.stream)
            for stream in Set(wanted.keys).union(found.keys) {
                guard wanted[stream] != found[stream] else {
                    #expect(listed[stream.description] == nil, "\(stream) is listed but the same")
                    continue
                }
                // What differs is listed, place by place.
                let places = listed[stream.description]?.map(\.pointer) ?? []
                let differing = RenderingEdit.changes(
                    from: found[stream].map { .object($0) }, to: wanted[stream].map { .object($0) },
                    at: JSONPointer(tokens: []))
                for (place, _) in differing {
                    #expect(places.contains { $0.contains(place) }, "\(stream)\(place) \(places)")
                }
            }
            // Files that are not listed are as they were captured.
            let (before, after) = (try tree(plain), try tree(out))
            let changed = Set(
                summary.rendered.map(\.path) + summary.leftOut.map(\.path))
            for name in Set(before.keys).union(after.keys) {
                #expect((before[name] == after[name]) != changed.contains(name), "\(name)")
            }
        }
    }

    @Test func aRollbackGivesTheFolderBack() throws {
        try check(times: 25) { workspace, random in
            var moments: [Known] = []
            for _ in 0..<random.number(2...6) {
                for _ in 0..<random.number(1...5) { try change(workspace, &random) }
                try workspace.importAnew()
                moments.append(try known(workspace))
                for _ in 0..<random.number(0...2) { try append(workspace, &random) }
            }
            for _ in 0..<2 {
                let moment = random.element(of: moments)
                let scope = RollbackScope(includesFiles: true)
                let restoration = FolderRestoration(workspace.log, try workspace.folder())
                let history = History(log: workspace.log)
                let target = Moment.position(moment.head)
                _ = try history.rollbackPreview(
                    to: target, scope, onStep: { _ = try restoration.plan($0) })
                try restoration.check()
                let done = try history.rollback(to: target, scope, by: Actor("m"), reason: "r")
                let summary = try restoration.restore(after: done)
                #expect(summary.refused.isEmpty, "\(summary.refused)")
                #expect(try tree(workspace.path) == moment.tree)
                #expect(try documents(workspace.log) == moment.documents)
                let again = try workspace.importAnew()
                #expect(again.events == 0)
                // What is known without reading the log anew is known as well by one who does.
                try change(workspace, &random)
                try workspace.importAnew()
                moments.append(try known(workspace))
            }
        }
    }
}
