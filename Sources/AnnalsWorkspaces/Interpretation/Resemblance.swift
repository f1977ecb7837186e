import AnnalsModel

/// What a file that no rule reads looks like, so that it is not passed over in silence.
enum Resemblance {
    /// Bytes of a file that is looked into at most: agents' state that is larger is rare.
    static let bytesMax = 1 << 20
    /// Values that are looked at in one file.
    private static let valuesMax = 2_000

    /// The category that something in a file could be of; nil if nothing looks like it.
    static func category(of value: JSONValue) -> String? {
        var left = valuesMax
        return search(value, &left)
    }

    private static func search(_ value: JSONValue, _ left: inout Int) -> String? {
        left -= 1
        guard left > 0 else { return nil }
        switch value {
        case .object(let object):
            if let category = category(ofObject: object) { return category }
            for (_, member) in object {
                if let category = search(member, &left) { return category }
            }
        case .array(let elements):
            for element in elements {
                if let category = search(element, &left) { return category }
            }
        default:
            break
        }
        return nil
    }

    private static func category(ofObject object: JSONObject) -> String? {
        func says(_ names: [String]) -> Bool {
            names.contains { name in
                if case .string(let text) = object[name] { !text.isEmpty } else { false }
            }
        }
        func has(_ names: [String]) -> Bool {
            names.contains { object[$0] != nil && object[$0] != .null }
        }
        let isTask =
            says(["title", "subject", "task", "description", "content"])
            && has(["status", "state", "done", "completed"])
            && has([
                "id", "task_id", "assignee", "assigned_to", "owner", "agent_id", "priority",
                "dependencies", "blockedBy", "depends_on",
            ])
        if isTask { return "task" }
        let isMessage =
            says(["from", "sender", "from_agent"]) && says(["to", "recipient", "to_agent"])
            && has(["content", "message", "body", "text", "subject"])
        if isMessage { return "message" }
        let isAgent =
            says(["agent_id", "agent_name"]) && has(["status", "state", "role", "current_task"])
        return isAgent ? "agent" : nil
    }
}
