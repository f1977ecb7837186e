public import AnnalsModel
public import Foundation

/// An event in the form that programs of many kinds exchange: CloudEvents 1.0.2, in JSON.
///
/// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
///
/// What an event of Annals says is there again when it comes back: `data` is what it merges into
/// its document, `subject` its stream, `type` its type, `time` when it happened, or was recorded.
/// `sequence`, its position, sorts as text. What CloudEvents have no place for is in extensions:
/// `actor`, `actorkind`, `cycle`, `reason`, `correlationid`, `causationid`, and as JSON in a text
/// `annalscontext`, `annalsunset` and `annalsdeleted`.
public struct CloudEvent: Sendable, Equatable {
    /// The attributes and the data, as in the JSON event format.
    public let json: JSONObject

    /// An event of a store.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - store: The store's id: its URI is the event's `source`.
    public init(_ event: Event, of store: UUID) {
        var json: JSONObject = ["specversion": "1.0"]
        let id = event.id?.uuidString.lowercased()
        json["id"] = .string(id ?? String(event.position))
        json["source"] = .string(Self.source(of: store))
        json["type"] = .string(event.type.name)
        json["subject"] = .string(event.stream.description)
        json["time"] = .string((event.occurredAt ?? event.recordedAt).rfc3339)
        json["sequence"] = .string(event.position.inAllDigits)
        json["actor"] = .string(event.actor.name)
        json["actorkind"] = .string(event.actor.kind.rawValue)
        json["cycle"] = .string(String(event.cycle))
        json["correlationid"] = event.correlation.map { .string($0) }
        json["causationid"] = event.causation.map { .string(String($0)) }
        if let reason = event.reason {
            // An attribute has no control characters.
            let isPlain = !reason.unicodeScalars.contains {
                $0.properties.generalCategory == .control
            }
            let text = isPlain ? reason : JSONValue.string(reason).compact
            json[isPlain ? "reason" : "annalsreason"] = .string(text)
        }
        if !event.context.isEmpty {
            json["annalscontext"] = .string(JSONValue.object(event.context).compact)
        }
        if !event.change.unset.isEmpty {
            let places = event.change.unset.map { JSONValue.string($0.description) }
            json["annalsunset"] = .string(JSONValue.array(places).compact)
        }
        if event.change.deleted { json["annalsdeleted"] = true }
        if !event.change.data.isEmpty {
            json["datacontenttype"] = "application/json"
            json["data"] = .object(event.change.data)
        }
        self.json = json
    }

    /// Reads an event in the JSON event format.
    ///
    /// - Throws: `invalidArgument` for what is no CloudEvent of version 1.0.
    public init(json: JSONObject) throws(StoreError) {
        guard json["specversion"] == "1.0" else {
            throw Self.refusal("specversion is not \"1.0\"")
        }
        for name in ["id", "source", "type"] {
            guard let text = json[name]?.asString, !text.isEmpty else {
                throw Self.refusal("it has no \(name)")
            }
        }
        for name in json.keys where name != "data" && name != "data_base64" {
            guard name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
            else {
                throw Self.refusal(
                    "the name of its attribute \(name.quotedForMessage) has other characters than"
                        + " a-z and 0-9")
            }
        }
        guard json["data"] == nil || json["data_base64"] == nil else {
            throw Self.refusal("it has data and data_base64")
        }
        self.json = json
    }

    /// Whether a JSON object says that it is a CloudEvent.
    public static func isOne(_ object: JSONObject) -> Bool { object["specversion"] != nil }

    static func source(of store: UUID) -> String { "annals://\(store.uuidString.lowercased())" }

    static func refusal(_ what: String) -> StoreError {
        StoreError(.invalidArgument, "the CloudEvent cannot be taken: \(what)")
    }
}
