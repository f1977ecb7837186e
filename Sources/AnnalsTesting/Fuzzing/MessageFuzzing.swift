import AnnalsModel
import AnnalsWorkspaces

/// Files of a workspace: messages in Markdown and in JSON, and the other files that are read.
///
/// The first byte chooses the path, the rest is the file.
package enum MessageFuzzing: FuzzTarget {
    /// The name of the target and of the folder of its corpus.
    package static let name = "messages"

    private static let texts = [
        "agent_workspaces/Agent-1/inbox/m.md", "agent_workspaces/Agent-1/outbox/m.txt",
        "agent_workspaces/Agent-1/inbox/archive/m.markdown",
    ]
    private static let mailbox = "agent_workspaces/Agent-1/inbox/m.json"
    private static let files = [
        mailbox, "agent_workspaces/Agent-1/outbox/m.json", "message_queue/queue.json",
        "agent_workspaces/history/msg_1.json", "runtime/queue/x.json",
        "agent_workspaces/Agent-1/status.json", "agent_workspaces/Agent-1/working_tasks.json",
        "agent_workspaces/Agent-1/future_tasks.json", "contracts/tasks.json", "config/c.json",
    ]

    /// Sound files, most of them of one feature each.
    package static func samples() -> [[UInt8]] {
        let texts = [
            "# 🚨 [A2A] Captain Agent-4 → Agent-6\n\n- **Priority**: HIGH\r\n📤 FROM: Agent-1 (x)\n"
                + "**Message ID**: `msg_7`\n**Timestamp:** 2025-09-13 21:30:00\n---\n"
                + "**To**: nobody",
            "# Message from Agent-8 to Captain (Agent-4)\n\nhello", "From: Agent-2\n", "",
        ]
        let files = [
            #"{"sender":"Agent-2","message_id":"m","content":{"a":1},"status":"new","from":null}"#,
            #"[{"from": "agent_3", "to": "Agent-1 and Agent-2", "status": null}, {}, 7, {}]"#,
            #"[{"queue_id":"1","message":"hi","status":"SENT"},{"message":{"from":"Agent-1"}}]"#,
            #"{"agent_id": "Agent-1", "current_tasks": [{"task_id": "T2"}], "sources": 1}"#,
            #"{"current_task": {"task_id": "T1"}, "completed_tasks": [{"id": "T1"}, {"id": 2}]}"#,
            "{\"tasks\": [\r\n{\"contract_id\": \"C-1\"}], \"tasks\": 1}", "<<<<<<< x\n{}",
        ]
        return
            texts.enumerated().map {
                [UInt8($0.offset % self.texts.count)] + Array($0.element.utf8)
            }
            + self.files.indices.flatMap { path in
                files.map { [UInt8(self.texts.count + path)] + Array($0.utf8) }
            }
    }

    /// Checks the properties for an input.
    package static func run(_ bytes: [UInt8]) throws {
        guard let choice = bytes.first else { return }
        let paths = texts + files
        let path = WorkspacePath(bytes: paths[Int(choice) % paths.count].utf8)
        let file = Array(bytes.dropFirst())
        let reading = FileReader.read(path, file)
        try BrokenProperty.unless(
            FileReader.read(path, file).claims == reading.claims, "a file is read in one way")
        for finding in reading.findings {
            try BrokenProperty.unless(
                finding.message.terminalSafe.hasSameBytes(as: finding.message),
                "a finding is safe for terminals: \(finding.message.terminalSafe)")
        }
        if texts.contains(path.id) {
            try checkText(file, reading, path)
        } else {
            try checkFile(file, reading, path)
        }
    }

    // MARK: Markdown

    private static func checkText(
        _ file: [UInt8], _ reading: FileReading, _ path: WorkspacePath
    ) throws {
        let message = reading.claims.first { $0.stream.category == "message" }
        guard String(validating: file, as: UTF8.self) != nil else {
            return try BrokenProperty.unless(
                message == nil && !reading.isUnderstood, "what is no text is no message")
        }
        guard let message, reading.isUnderstood,
            case .string(let content) = message.members["content"]
        else { throw BrokenProperty(description: "a text is a message with a content") }
        // The way back: a message's content is its file.
        try BrokenProperty.unless(
            Array(content.utf8) == file, "the content of a message is the whole file")
        let isInbox = path.components.contains("inbox")
        let owner = message.members[isInbox ? "to_agent" : "from_agent"]
        try BrokenProperty.unless(
            isInbox ? owner == "Agent-1" : owner != nil && owner != .null,
            "a message is from or to the owner of its mailbox")
        if isInbox {
            let moved = FileReader.read("agent_workspaces/Agent-1/inbox/processed/n.txt", file)
            try BrokenProperty.unless(
                moved.claims.contains { $0.stream == message.stream },
                "a message stays itself where it is put")
        }
        let lines = file.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (member, origin) in message.origins {
            guard case .line(let line) = origin else { continue }
            guard case .string(let value)? = message.members[member.text],
                lines.indices.contains(line - 1), !value.isEmpty,
                contains(lines[line - 1], Array(value.utf8))
            else {
                throw BrokenProperty(description: "what a line says stands in it")
            }
        }
    }

    private static func contains(_ line: ArraySlice<UInt8>, _ value: [UInt8]) -> Bool {
        line.indices.contains { line[$0...].starts(with: value) }
    }

    // MARK: JSON

    private static func checkFile(
        _ file: [UInt8], _ reading: FileReading, _ path: WorkspacePath
    ) throws {
        guard let value = FileReader.value(path, file) else {
            return try BrokenProperty.unless(
                !reading.isUnderstood && reading.claims.allSatisfy { $0.members.isEmpty },
                "what cannot be read says nothing")
        }
        for claim in reading.claims {
            for (member, said) in claim.members {
                // A queue's member has what is left of its entry, and `to` may be what the file
                // says as `to_agent`.
                guard member != "queue", let place = claim.location(of: member),
                    let found = value.value(at: place)
                else { continue }
                try BrokenProperty.unless(
                    found == said, "a value stands where it was read: \(member)")
            }
            if claim.stream.category == "message" {
                try checkStatus(file, claim, path)
            }
        }
        if path.id == mailbox, let object = value.asObject {
            try BrokenProperty.unless(
                reading.claims.contains {
                    $0.stream.category == "message"
                        && $0.stream.id == MessageDelivery.id(of: object, to: "Agent-1")
                }, "a delivery has the id that is told for it")
        }
    }

    /// A status that is written where the file says it is read from there, of the same message.
    private static func checkStatus(
        _ file: [UInt8], _ claim: Claim, _ path: WorkspacePath
    ) throws {
        guard let place = claim.location(of: "status"), place.tokens.last == "status",
            let result = JSONTextEditor.edit(
                file, [JSONTextEditor.Edit(place: place, value: "read")])
        else { return }
        let again = FileReader.read(path, result.bytes).claims.first { $0.stream == claim.stream }
        try BrokenProperty.unless(
            again?.members["status"] == "read", "a message is read as it was written")
    }
}
