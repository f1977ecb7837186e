import AnnalsLog
package import AnnalsModel
import AnnalsWorkspaces
import Foundation

/// The file in which a program is told which hooks to call.
package struct HookSettings {
    /// Whose file it is.
    package let tool: HookTool
    /// Path of the file.
    package let path: String

    /// The file of a project, or of the user where the folder is the user's own.
    package init(_ tool: HookTool, in folder: String) {
        self.tool = tool
        let name =
            switch tool {
            case .claudeCode: ".claude/settings.json"
            case .codex: ".codex/hooks.json"
            case .cursor: ".cursor/hooks.json"
            }
        path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    /// The events that are asked for.
    package var events: [String] {
        switch tool {
        case .claudeCode:
            [
                "SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse",
                "PostToolUseFailure", "PermissionRequest", "Notification", "SubagentStart",
                "SubagentStop", "PreCompact", "Stop", "SessionEnd",
            ]
        case .codex:
            [
                "SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse",
                "PermissionRequest", "Stop",
            ]
        case .cursor:
            [
                "sessionStart", "beforeSubmitPrompt", "preToolUse", "postToolUse",
                "postToolUseFailure", "afterFileEdit", "afterShellExecution", "afterMCPExecution",
                "subagentStart", "subagentStop", "preCompact", "stop", "sessionEnd",
            ]
        }
    }

    // MARK: Changes

    /// Works out what makes the program call a command for each event; nothing is written.
    ///
    /// What else is in the file stays byte for byte; a command of this sort that is there already
    /// is replaced.
    ///
    /// - Parameter command: The command line; nil takes ours away.
    /// - Throws: `invalidArgument` if the file is no JSON object of this sort; `io`.
    package func change(to command: String?) throws(StoreError) -> HookSettingsChange {
        let before = try text()
        let isEmpty = (before ?? "").allSatisfy(\.isWhitespace)
        var change = HookSettingsChange(
            hook: tool.rawValue, path: path, before: before, after: before ?? "")
        if isEmpty {
            guard command != nil else { return change }
            var settings: JSONObject = tool == .cursor ? ["version": 1] : [:]
            settings["hooks"] = .object(try hooks([:], command))
            change.after = JSONValue.object(settings).pretty() + "\n"
            return change
        }
        let bytes = Array((before ?? "").utf8)
        guard let settings = JSONTextEditor.parse(bytes)?.asObject else {
            throw wrong("is no JSON object")
        }
        let old = settings["hooks"] ?? [:]
        guard let hooks = old.asObject else { throw wrong("has hooks that are no object") }
        let new = try self.hooks(hooks, command)
        guard new != hooks else { return change }
        var edits: [JSONTextEditor.Edit] = []
        let place = JSONPointer(tokens: ["hooks"])
        if settings["hooks"] == nil {
            edits = [JSONTextEditor.Edit(place: place, value: .object(new))]
        } else {
            let names = hooks.keys + new.keys.filter { hooks[$0] == nil }
            for name in names where hooks[name] != new[name] {
                edits.append(JSONTextEditor.Edit(place: place.appending(name), value: new[name]))
            }
        }
        if tool == .cursor, command != nil, settings["version"] == nil {
            edits.append(JSONTextEditor.Edit(place: JSONPointer(tokens: ["version"]), value: 1))
        }
        guard let result = JSONTextEditor.edit(bytes, edits) else {
            throw wrong("cannot be edited without a loss")
        }
        change.after = String(decoding: result.bytes, as: UTF8.self)
        return change
    }

    /// Writes the file in one step, with the permissions that it has.
    ///
    /// - Throws: `versionConflict` if somebody changed it meanwhile; `io`.
    package func write(_ change: HookSettingsChange) throws(StoreError) {
        guard try text() == change.before else {
            throw StoreError(
                .versionConflict, "\(path.terminalSafe) was changed meanwhile: try again")
        }
        let file = System.resolved(path) ?? path
        let folder = System.folder(of: file)
        var status = stat()
        let mode = stat(file, &status) == 0 ? status.st_mode & 0o777 : 0o644
        let draft = "\(folder)/.\(System.name(of: file)).new-\(getpid())"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            unlink(draft)
            let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
            guard descriptor >= 0 else { throw failure("write") }
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            fchmod(descriptor, mode)
            try handle.write(contentsOf: Data(change.after.utf8))
            try handle.synchronize()
            guard rename(draft, file) == 0 else { throw failure("write") }
        } catch {
            unlink(draft)
            throw StoreError.wrapping(error, doing: "write \(path.terminalSafe)")
        }
    }

    private func text() throws(StoreError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("read")
        }
        defer { close(descriptor) }
        guard let bytes = System.read(descriptor, upTo: 16 << 20) else { throw failure("read") }
        guard bytes.count <= 16 << 20, let text = String(validating: bytes, as: UTF8.self) else {
            throw wrong("is no text")
        }
        return text
    }

    private func failure(_ verb: String) -> StoreError {
        StoreError(
            .io, "cannot \(verb) \(path.terminalSafe): \(String(cString: strerror(errno)))")
    }

    private func wrong(_ what: String) -> StoreError {
        StoreError(.invalidArgument, "\(path.terminalSafe) \(what): correct it first")
    }

    // MARK: Hooks

    /// The hooks with ours among them, once an event, or without ours.
    private func hooks(
        _ old: JSONObject, _ command: String?
    ) throws(StoreError) -> JSONObject {
        var new = old
        let wanted = command == nil ? [] : events
        for name in old.keys + wanted.filter({ old[$0] == nil }) {
            guard let entries = (old[name] ?? []).asArray else {
                throw wrong("has hooks of \(name.quotedForMessage) that are no list")
            }
            var hasOurs = false
            let isWanted = wanted.contains(name)
            var kept = entries.compactMap {
                replaced($0, with: isWanted ? command : nil, &hasOurs)
            }
            if isWanted, !hasOurs, let command { kept.append(entry(command)) }
            new[name] = kept.isEmpty && !entries.isEmpty ? nil : .array(kept)
        }
        return new
    }

    /// An entry of an event's list for a command.
    private func entry(_ command: String) -> JSONValue {
        let hook: JSONObject = ["command": .string(command)]
        if tool == .cursor { return .object(hook) }
        return .object([
            "hooks": .array([
                .object(["type": "command", "command": .string(command), "timeout": 10])
            ])
        ])
    }

    /// An entry with another command in place of ours, once; nil if nothing of it is left.
    private func replaced(
        _ entry: JSONValue, with command: String?, _ hasOurs: inout Bool
    ) -> JSONValue? {
        guard var object = entry.asObject else { return entry }
        if let inner = object["hooks"]?.asArray {
            let kept = inner.compactMap { replaced($0, with: command, &hasOurs) }
            guard kept != inner else { return entry }
            object["hooks"] = .array(kept)
            return kept.isEmpty ? nil : .object(object)
        }
        guard let text = object["command"]?.asString, isOurs(text) else { return entry }
        guard let command, !hasOurs else { return nil }
        hasOurs = true
        object["command"] = .string(command)
        return .object(object)
    }

    /// Whether a command is one that was written here.
    private func isOurs(_ command: String) -> Bool {
        let words = command.split(separator: " ")
        guard let index = words.firstIndex(of: "hook"), index > 0,
            words.dropFirst(index + 1).first == Substring(tool.rawValue)
        else { return false }
        return words[index - 1].contains("annals")
    }
}
