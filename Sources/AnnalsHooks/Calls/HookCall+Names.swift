package import AnnalsModel
import AnnalsWorkspaces
import Crypto

// What a call is called in the log.

extension HookCall {
    /// The category of the streams of sessions.
    package static let category = SessionEvent.category

    /// The event of the hook, as the program names it; empty where it does not.
    package var eventName: String { text("hook_event_name", "hookEventName", "event") ?? "" }

    /// The session, as a name that a correlation and a stream can have.
    package var session: String {
        let given = text("session_id", "conversation_id", "sessionId", "thread_id")
        return Self.name(given ?? "unknown", bytesMax: Limits.idBytesMax)
    }

    /// The call of a tool that it belongs to, where the program says so.
    var toolUse: String? { text("tool_use_id", "tool_call_id", "toolUseId") }

    /// Who acts: the one that was given, else the sub-agent or the session.
    package func who() throws(StoreError) -> Actor {
        if let actor { return actor }
        let prefix = tool.rawValue + ":"
        let own = text("agent_id") ?? text("session_id", "conversation_id", "sessionId")
        let name = Self.name(
            own ?? "unknown", bytesMax: Limits.actorBytesMax - prefix.utf8.count)
        return try Actor(prefix + name)
    }

    /// A text as a name without control characters; one that is too long ends in its digest.
    private static func name(_ text: String, bytesMax: Int) -> String {
        let clean = StreamName.percentEncoded(path: text.utf8)
        guard clean.utf8.count > bytesMax else { return clean }
        let digest = digest(of: Array(text.utf8)).prefix(16)
        return clean[..<clean.end(ofBytes: bytesMax - digest.count - 1)] + "~" + digest
    }

    /// The SHA-256 of some bytes in hexadecimal digits.
    static func digest(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).hexadecimal
    }
}

/// What the event of a hook says that was done.
package enum HookVerb {
    /// The words for events that are known, by their names from a small letter on.
    private static let known: [String: String] = [
        "sessionStart": started, "sessionEnd": "ended",
        "userPromptSubmit": prompted, "beforeSubmitPrompt": prompted,
        "preToolUse": called, "postToolUse": finished, "postToolUseFailure": failed,
        "postToolBatch": "tools-finished",
        "permissionRequest": "permission-requested", "permissionDenied": "permission-denied",
        "stop": "stopped", "stopFailure": "stop-failed",
        "subagentStart": "subagent-started", "subagentStop": "subagent-stopped",
        "preCompact": "compaction-started", "postCompact": "compacted",
        "notification": "notified", "taskCreated": "task-created",
        "taskCompleted": "task-completed", "fileChanged": "file-changed",
        "cwdChanged": "folder-changed", "configChange": "configuration-changed",
        "worktreeCreate": "worktree-created", "worktreeRemove": "worktree-removed",
        "elicitation": "asked", "elicitationResult": "answered",
        "instructionsLoaded": "instructions-loaded",
        "afterFileEdit": edited, "afterTabFileEdit": edited, "beforeReadFile": "file-read",
        "beforeShellExecution": "shell-called", "afterShellExecution": "shell-finished",
        "beforeMCPExecution": "mcp-called", "afterMCPExecution": "mcp-finished",
        "afterAgentResponse": "answered", "afterAgentThought": "thought",
    ]

    /// A session began, or goes on.
    package static let started = "started"
    /// Somebody asked for something.
    package static let prompted = "prompted"
    /// A tool is about to run.
    package static let called = SessionEvent.calledVerb
    /// A tool did its work.
    package static let finished = SessionEvent.finishedVerb
    /// A tool failed.
    package static let failed = SessionEvent.failedVerb
    /// A file was changed, as told afterwards.
    package static let edited = "file-edited"

    /// The verb of an event's type; of an event that is not known, made of its name.
    package static func verb(of name: String) -> String {
        let first = name.prefix(1).lowercased() + name.dropFirst()
        if let verb = known[first] { return verb }
        var verb = ""
        var wasSmall = false
        for scalar in name.unicodeScalars.prefix(100) {
            switch scalar {
            case "A"..."Z":
                if wasSmall { verb += "-" }
                verb += String(scalar).lowercased()
                wasSmall = false
            case "a"..."z", "0"..."9":
                verb.unicodeScalars.append(scalar)
                wasSmall = true
            default:
                if !verb.isEmpty, !verb.hasSuffix("-") { verb += "-" }
                wasSmall = false
            }
        }
        while verb.hasSuffix("-") { verb.removeLast() }
        guard let start = verb.unicodeScalars.first else { return "hooked" }
        return ("a"..."z").contains(start) ? verb : "hook-" + verb
    }
}
