package import AnnalsModel

/// One call of a hook: what a program for coding told, without secrets, and when.
package struct HookCall: Sendable {
    /// Who told it.
    package let tool: HookTool
    /// What was told, as it came but for secrets and texts that are too long.
    package let payload: JSONObject
    /// When it came.
    package let receivedAt: Timestamp
    /// Who acts, where that is said; nil is the session's own actor.
    package var actor: Actor?
    /// The folder of the captured workspace, where that is said.
    package var folder: String?
    /// Whether the files that it changes are captured.
    package var capturesFiles = true
    /// How many values of each sort were replaced because they look like secrets.
    package let redacted: [String: Int]
    /// The bytes that texts had which were cut, by their places.
    package let cut: [String: Int]

    /// Puts a call together.
    init(
        _ tool: HookTool, _ payload: JSONObject, at receivedAt: Timestamp, by actor: Actor? = nil,
        folder: String? = nil, redacted: [String: Int] = [:], cut: [String: Int] = [:]
    ) {
        self.tool = tool
        self.payload = payload
        self.receivedAt = receivedAt
        self.actor = actor
        self.folder = folder
        self.redacted = redacted
        self.cut = cut
    }

    /// A text of the payload by the first of some names that is there; nil for an empty one.
    func text(_ names: String...) -> String? {
        for name in names {
            if let text = payload[name]?.asString, !text.isEmpty { return text }
        }
        return nil
    }
}

extension HookCall {
    /// The call as it waits in a file: one object.
    package func json() -> JSONObject {
        var json: JSONObject = [
            "hook": .string(tool.rawValue), "received_at": .string(receivedAt.rfc3339),
        ]
        if let actor {
            json["actor"] = .object([
                "name": .string(actor.name), "kind": .string(actor.kind.rawValue),
            ])
        }
        json["folder"] = folder.map { .string($0) }
        if !capturesFiles { json["captures_files"] = false }
        if !redacted.isEmpty { json["redacted"] = Self.counts(redacted) }
        if !cut.isEmpty { json["cut"] = Self.counts(cut) }
        json["payload"] = .object(payload)
        return json
    }

    /// Reads a call that waited.
    ///
    /// - Throws: `invalidJSON` for what is no such call.
    package init(waiting json: JSONObject) throws(StoreError) {
        guard let tool = (json["hook"]?.asString).flatMap(HookTool.init(rawValue:)),
            let time = json["received_at"]?.asString, let payload = json["payload"]?.asObject
        else { throw StoreError(.invalidJSON, "it is no call of a hook: remove it") }
        var actor: Actor?
        if let given = json["actor"]?.asObject, let name = given["name"]?.asString {
            actor = try Actor(name, kind: try Actor.Kind(given["kind"]?.asString ?? "agent"))
        }
        self.init(
            tool, payload, at: try Timestamp(rfc3339: time), by: actor,
            folder: json["folder"]?.asString, redacted: Self.counts(json["redacted"]),
            cut: Self.counts(json["cut"]))
        capturesFiles = json["captures_files"] != false
    }

    /// Counts as an object, by name.
    static func counts(_ counts: [String: Int]) -> JSONValue {
        var json = JSONObject()
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            json[name] = .number(JSONNumber(Int64(count)))
        }
        return .object(json)
    }

    private static func counts(_ json: JSONValue?) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (name, value) in json?.asObject ?? [:] {
            counts[name] = value.asInt64.map { Int(clamping: $0) }
        }
        return counts
    }
}
