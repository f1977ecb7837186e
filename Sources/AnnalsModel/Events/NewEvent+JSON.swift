internal import Foundation

extension NewEvent {
    /// Reads an event from one line of a batch, a JSON object in UTF-8.
    ///
    /// - Parameters:
    ///   - line: The line; a line end is a blank like others.
    ///   - number: The number of the line in its file, from 1, for the sentences of errors.
    ///   - defaultActor: Who did it, where the line does not say.
    /// - Throws: ``StoreError/Code/invalidJSON`` if the line is no JSON object; what
    ///   ``init(json:defaultActor:)`` throws.
    public init(
        line: UnsafeBufferPointer<UInt8>, number: Int? = nil, defaultActor: Actor? = nil
    ) throws(StoreError) {
        do throws(StoreError) {
            // Data may be as deep as a document may, and the line wraps it once more.
            let value = try JSONValue(parsing: line, depthMax: Limits.jsonEnvelopeDepthMax)
            guard let object = value.asObject else {
                throw StoreError(
                    .invalidJSON, "the event is a JSON \(value.kindName): give one object a line")
            }
            try self.init(json: object, defaultActor: defaultActor)
        } catch {
            throw number.map(error.inLine) ?? error
        }
    }

    /// Reads an event from a JSON object.
    ///
    /// Its members may be `stream`, `type`, `actor`, `kind`, `cycle`, `occurred_at`, `reason`,
    /// `correlation`, `causation`, `id`, `data`, `unset`, `deleted`, `context` and `expect`.
    /// So that a log can
    /// be loaded again, `position`, `version` and `recorded_at` are passed over. Null equals
    /// absence.
    ///
    /// - Parameters:
    ///   - json: The object.
    ///   - defaultActor: Who did it, where there is no `actor`; its kind counts then where there is
    ///     no `kind`.
    /// - Throws: ``StoreError`` naming the member that is missing, unknown or wrong.
    public init(json: JSONObject, defaultActor: Actor? = nil) throws(StoreError) {
        let members = try EventMembers(json)
        let stream = try StreamName(try members.required("stream"))
        let type = try EventType(try members.required("type"))
        self.init(stream: stream, type: type, actor: try members.actor(default: defaultActor))
        reason = try members.text("reason")
        cycle = try members.integer("cycle")
        occurredAt = try members.text("occurred_at").map { text throws(StoreError) in
            try Timestamp(rfc3339: text)
        }
        correlation = try members.text("correlation")
        causation = try members.causation()
        id = try members.text("id").map { text throws(StoreError) in try UUID(given: text) }
        context = try members.object("context") ?? [:]
        expected = try members.expected()
        change = try members.change()
        try validate()
    }
}

extension StoreError {
    /// The same error, saying which line of a batch it speaks of.
    fileprivate func inLine(_ number: Int) -> StoreError {
        if let syntaxError = cause as? JSONSyntaxError {
            return syntaxError.inLine(number).storeError
        }
        return StoreError(code, "line \(number): \(message)", position: position, cause: cause)
    }
}

/// The members of an event's JSON object, each read with an error that names it.
private struct EventMembers {
    private let object: JSONObject

    private static let taken: Set<String> = [
        "stream", "type", "actor", "kind", "cycle", "occurred_at", "reason", "correlation",
        "causation", "id", "data", "unset", "deleted", "context", "expect",
    ]
    /// What `log` writes and only the store can know.
    private static let passedOver: Set<String> = ["position", "version", "recorded_at"]

    init(_ object: JSONObject) throws(StoreError) {
        for (key, value) in object where !Self.taken.contains(key) {
            if Self.passedOver.contains(key) { continue }
            if key == "erased" {
                guard value == true else { continue }
                throw StoreError(
                    .invalidArgument,
                    "the event was erased and has no content any more: leave the line out")
            }
            throw StoreError(
                .invalidArgument,
                "the event has the unknown member \(key.quotedForMessage): leave it out, or put "
                    + "it into data")
        }
        self.object = object
    }

    func value(_ name: String) -> JSONValue? {
        let value = object[name]
        return value == .null ? nil : value
    }

    func required(_ name: String) throws(StoreError) -> String {
        guard let text = try text(name) else {
            throw StoreError(.invalidArgument, "the event has no member \"\(name)\": give it")
        }
        return text
    }

    func text(_ name: String) throws(StoreError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.asString else { throw wrongKind(name, value, "a string") }
        return text
    }

    func integer(_ name: String) throws(StoreError) -> Int64? {
        guard let value = value(name) else { return nil }
        guard let number = value.asInt64 else { throw wrongKind(name, value, "an integer") }
        return number
    }

    func object(_ name: String) throws(StoreError) -> JSONObject? {
        guard let value = value(name) else { return nil }
        guard let object = value.asObject else { throw wrongKind(name, value, "an object") }
        return object
    }

    func causation() throws(StoreError) -> Causation? {
        guard let value = value("causation") else { return nil }
        if let number = value.asInt64 { return try Causation(number) }
        guard let id = value.asString.flatMap({ UUID(uuidString: $0) }) else {
            throw wrongKind("causation", value, "an integer, or the id of an earlier event")
        }
        return .event(id)
    }

    func actor(default defaultActor: Actor?) throws(StoreError) -> Actor {
        let kind = try text("kind").map { text throws(StoreError) in try Actor.Kind(text) }
        if let name = try text("actor") {
            return try Actor(name, kind: kind ?? .agent)
        }
        guard let defaultActor else {
            throw StoreError(
                .invalidArgument, "the event has no member \"actor\": say who does it")
        }
        return try Actor(defaultActor.name, kind: kind ?? defaultActor.kind)
    }

    func expected() throws(StoreError) -> ExpectedVersion {
        guard let value = value("expect") else { return .any }
        if let number = value.asInt64 { return try ExpectedVersion(String(number)) }
        guard let text = value.asString else {
            throw wrongKind("expect", value, "any, none, exists or a number of events")
        }
        return try ExpectedVersion(text)
    }

    func change() throws(StoreError) -> Change {
        var change = Change()
        change.data = try object("data") ?? [:]
        if let value = value("unset") {
            guard let pointers = value.asArray else {
                throw wrongKind("unset", value, "an array of JSON Pointers")
            }
            change.unset = try pointers.map { pointer throws(StoreError) in
                guard let text = pointer.asString else {
                    throw wrongKind("unset", pointer, "an array of JSON Pointers")
                }
                return try JSONPointer(text)
            }
        }
        if let value = value("deleted") {
            guard let deleted = value.asBool else {
                throw wrongKind("deleted", value, "true or false")
            }
            change.deleted = deleted
        }
        return change
    }

    private func wrongKind(_ name: String, _ value: JSONValue, _ wanted: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "the event's member \"\(name)\" has a wrong \(value.kindName): give \(wanted)")
    }
}
