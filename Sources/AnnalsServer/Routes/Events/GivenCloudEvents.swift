import Annals
import AnnalsModel
import Foundation
import HTTPTypes
import Hummingbird

/// CloudEvents that a request brings: one in its body (structured), several (batch), or one whose
/// attributes are headers (binary).
///
/// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
enum GivenCloudEvents {
    /// The schema of an event.
    static let schema: JSONObject = [
        "type": "object", "description": "A CloudEvent of version 1.0.",
        "properties": [
            "specversion": ["const": "1.0"], "id": ["type": "string", "minLength": 1],
            "source": ["type": "string", "minLength": 1],
            "type": .object(Schemas.type), "subject": .object(Schemas.stream),
            "time": ["type": "string", "format": "date-time"], "data": ["type": "object"],
        ],
        "required": ["specversion", "id", "source", "type"],
    ]

    /// The header that says that attributes are headers.
    private static let mark = "ce-specversion"

    /// Whether a request brings an event whose attributes are headers.
    static func isBinary(_ request: Request) -> Bool {
        HTTPField.Name(mark).map { request.headers[$0] != nil } ?? false
    }

    /// The events of a request; nil where it brings events of Annals.
    static func events(of call: Call, by actor: Actor) async throws -> [NewEvent]? {
        let type = call.request.headers[.contentType] ?? ""
        let events: [CloudEvent]
        if isBinary(call.request) {
            events = [try binary(call.request, try await call.body())]
        } else if MediaType.cloudEvent.isType(of: type) {
            events = [try CloudEvent(json: try await call.object())]
        } else if MediaType.cloudEvents.isType(of: type) {
            guard let list = try await call.json().asArray, !list.isEmpty else {
                throw StoreError(
                    .invalidArgument, "a batch of CloudEvents is an array with at least one")
            }
            events = try list.map { item throws(StoreError) in
                guard let object = item.asObject else {
                    throw StoreError(
                        .invalidArgument, "a CloudEvent of the batch is a JSON \(item.kindName)")
                }
                return try CloudEvent(json: object)
            }
        } else {
            return nil
        }
        return try events.map { event in
            try call.caller.checked(try event.newEvent(by: actor))
        }
    }

    private static func binary(
        _ request: Request, _ body: [UInt8]
    ) throws(StoreError) -> CloudEvent {
        var json = JSONObject()
        for field in request.headers {
            let name = field.name.canonicalName
            guard name.hasPrefix("ce-") else { continue }
            json[String(name.dropFirst(3))] = .string(
                field.value.removingPercentEncoding ?? field.value)
        }
        // Data without a type is JSON; some clients name the type of forms where they know none.
        var type = request.headers[.contentType] ?? ""
        var kind = type.prefix { $0 != ";" }.lowercased()
        let isUnsaid = kind.isEmpty || kind == "application/x-www-form-urlencoded"
        let parsed = Result { () throws(StoreError) in
            try body.withUnsafeBufferPointer { bytes throws(StoreError) in
                try JSONValue(parsing: bytes)
            }
        }
        if isUnsaid, (try? parsed.get()) != nil { (type, kind) = ("", "application/json") }
        if !type.isEmpty { json["datacontenttype"] = .string(type) }
        guard !body.isEmpty else { return try CloudEvent(json: json) }
        if kind == "application/json" || kind.hasSuffix("+json") {
            if kind == "application/json" { json["datacontenttype"] = "application/json" }
            json["data"] = try parsed.get()
        } else if kind.hasPrefix("text/"), let text = String(validating: body, as: UTF8.self) {
            json["data"] = .string(text)
        } else {
            json["data_base64"] = .string(Data(body).base64EncodedString())
        }
        return try CloudEvent(json: json)
    }
}
