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

    /// Words that say how far a task is, in small letters without blanks and signs.
    private static let taskStates: Set<String> = [
        "todo", "open", "pending", "backlog", "planned", "ready", "blocked", "inprogress", "doing",
        "started", "review", "inreview", "done", "closed", "complete", "completed", "cancelled",
        "canceled",
    ]

    private static func isTaskState(_ value: JSONValue?) -> Bool {
        guard let text = value?.asString else { return value?.asBool != nil }
        return taskStates.contains(text.lowercasedASCII.words.joined())
    }

    /// The names of types, as descriptions of data have them in the places of values.
    private static let types: Set<String> = [
        "any", "array", "bool", "boolean", "date", "date-time", "datetime", "double", "enum",
        "float", "int", "int64", "integer", "list", "number", "object", "str", "string", "text",
        "timestamp", "uuid",
    ]

    /// Whether all texts of an object are names of types: it says what such things have, and is
    /// none.
    static func namesTypes(_ value: JSONValue) -> Bool {
        guard let object = value.asObject else { return false }
        let texts = object.compactMap { $0.value.asString }
        return texts.count > 1 && texts.allSatisfy { types.contains($0.lowercasedASCII) }
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
        if namesTypes(.object(object)) { return nil }
        let isTask =
            says(["title", "subject", "task", "description", "content"])
            && has(["status", "state", "done", "completed"])
            && (has([
                "id", "task_id", "assignee", "assigned_to", "agent_id", "dependencies",
                "blockedBy", "depends_on", "activeForm",
            ])
                // Pages of text have owners and priorities too, but not the states of tasks.
                || has(["owner", "priority"]) && isTaskState(object["status"] ?? object["state"]))
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
