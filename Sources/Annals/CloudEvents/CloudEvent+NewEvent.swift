public import AnnalsModel
import Foundation

extension CloudEvent {
    /// Attributes that have a member of their own in an event of Annals, or say what follows.
    private static let known: Set<String> = [
        "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data",
        "data_base64", "sequence", "actor", "actorkind", "cycle", "correlationid", "causationid",
        "reason", "annalsreason", "annalscontext", "annalsunset", "annalsdeleted", "traceparent",
    ]

    /// The namespace of ids that are made of `source` and `id`, which together are unique, and of
    /// the category, so that nobody who does not reach it can take an id of it beforehand.
    private static let ids = DerivedIDs(namespace: "https://cloudevents.io/")

    /// The event as it is appended.
    ///
    /// A UUID as `id` is the event's id; any other gives, with `source` and the category of the
    /// stream, the same id whenever it comes, so that what comes twice is one event. A `subject` of
    /// the form `category/id` is the stream, a slash before it is dropped; else the stream is
    /// `cloudevents/SUBJECT`, or of the source where there is no subject. A `type` that is none of
    /// the stream's becomes `CATEGORY.LAST-WORD`. What the event said otherwise than that is in its
    /// context, under `cloudevent`.
    ///
    /// - Parameter defaultActor: Who did it, where it has no `actor`.
    /// - Throws: `invalidArgument`, `invalidName` for what no event can be made of.
    public func newEvent(by defaultActor: Actor) throws(StoreError) -> NewEvent {
        let stream = try stream()
        let type = try type(in: stream)
        var event = NewEvent(stream: stream, type: type, actor: try actor(default: defaultActor))
        event.id = id(in: stream)
        event.occurredAt = try text("time").map { text throws(StoreError) in
            try Timestamp(rfc3339: text)
        }
        event.correlation = try text("correlationid")
        event.reason = try reason()
        event.cycle = try text("cycle").flatMap { Int64($0) }
        event.causation = (try text("causationid")).flatMap(UUID.init(uuidString:)).map {
            .event($0)
        }
        event.change = try change()
        event.context = try context(stream, type)
        try event.validate()
        return event
    }

    // MARK: Parts

    private func text(_ name: String) throws(StoreError) -> String? {
        guard let value = json[name], value != .null else { return nil }
        if let text = value.asString { return text }
        if let number = value.asInt64 { return String(number) }
        throw Self.refusal("its attribute \(name) is a JSON \(value.kindName)")
    }

    private var isOwn: Bool { json["source"]?.asString?.hasPrefix("annals://") ?? false }

    private func id(in stream: StreamName) -> UUID {
        let (source, id) = (json["source"]?.asString ?? "", json["id"]?.asString ?? "")
        if let id = UUID(uuidString: id) { return id }
        return Self.ids.id(of: Array("\(stream.category)\n\(source)\n\(id)".utf8), number: 1)
    }

    private func stream() throws(StoreError) -> StreamName {
        let subject = try text("subject") ?? ""
        let name = subject.hasPrefix("/") ? String(subject.dropFirst()) : subject
        if let stream = try? StreamName(name) { return stream }
        let id = name.isEmpty ? try text("source") ?? "" : name
        return try StreamName(category: "cloudevents", id: id)
    }

    private func type(in stream: StreamName) throws(StoreError) -> EventType {
        let given = try text("type") ?? ""
        if let type = try? EventType(given), type.category == stream.category { return type }
        let last = given.split { $0 == "." || $0 == "/" || $0 == ":" }.last ?? ""
        var verb = ""
        for character in last {
            if character.isUppercase, !verb.isEmpty, verb.last != "-" { verb.append("-") }
            for scalar in character.lowercased().unicodeScalars {
                let isWord = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
                verb.unicodeScalars.append(isWord ? scalar : "-")
            }
        }
        let word = verb.drop { !$0.isLetter }
        return try EventType("\(stream.category).\(word.isEmpty ? "received" : word)")
    }

    private func actor(default usual: Actor) throws(StoreError) -> Actor {
        guard let name = try text("actor") else { return usual }
        let kind = try text("actorkind").map { text throws(StoreError) in try Actor.Kind(text) }
        return try Actor(name, kind: kind ?? .agent)
    }

    private func reason() throws(StoreError) -> String? {
        guard let text = try text("annalsreason") else { return try text("reason") }
        return try JSONValue(parsing: text).asString
    }

    private func change() throws(StoreError) -> Change {
        var change = Change()
        if let encoded = json["data_base64"] {
            change.data["data_base64"] = encoded
        } else if let data = json["data"], data != .null {
            change.data = data.asObject ?? ["value": data]
        }
        if let places = try text("annalsunset") {
            for place in try JSONValue(parsing: places).asArray ?? [] {
                change.unset.append(try JSONPointer(place.asString ?? ""))
            }
        }
        let deleted = json["annalsdeleted"]
        change.deleted = deleted == true || deleted == "true"
        return change
    }

    /// What it says that has no other place, and what it said otherwise.
    private func context(_ stream: StreamName, _ type: EventType) throws(StoreError) -> JSONObject {
        var context: JSONObject = [:]
        if let own = try text("annalscontext") {
            context = try JSONValue(parsing: own).asObject ?? [:]
        }
        var rest: JSONObject = [:]
        for (name, value) in json where !Self.known.contains(String(name)) {
            rest[String(name)] = value
        }
        if !isOwn {
            rest["source"] = json["source"]
            if let id = json["id"]?.asString, UUID(uuidString: id) == nil {
                rest["id"] = json["id"]
            }
            if json["type"] != .string(type.name) { rest["type"] = json["type"] }
            if json["subject"] != .string(stream.description) { rest["subject"] = json["subject"] }
            if let kind = json["datacontenttype"], kind != "application/json" {
                rest["datacontenttype"] = kind
            }
        }
        if !rest.isEmpty { context["cloudevent"] = .object(rest) }
        return context
    }
}

extension NewEvent {
    /// Reads an event from one line: a JSON object as ``init(line:number:defaultActor:)`` takes it,
    /// or a CloudEvent in JSON.
    ///
    /// - Throws: What reading either throws.
    package init(
        anyLine line: UnsafeBufferPointer<UInt8>, defaultActor: Actor
    ) throws(StoreError) {
        do throws(StoreError) {
            try self.init(line: line, defaultActor: defaultActor)
        } catch {
            // No event of Annals has the member that every CloudEvent has, so that only what is
            // refused is looked at again.
            let value = try? JSONValue(parsing: line, depthMax: Limits.jsonEnvelopeDepthMax)
            guard let object = value?.asObject, CloudEvent.isOne(object) else { throw error }
            self = try CloudEvent(json: object).newEvent(by: defaultActor)
        }
    }
}
