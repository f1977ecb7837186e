import Annals
import AnnalsJSON
import AnnalsModel
import Foundation
import HTTPTypes
import Hummingbird

extension Route {
    /// `POST /v1/events`.
    static let appendEvents = Route(
        .post, "/v1/events", "appendEvents", in: "Events",
        "Appends one event, several together or not at all, or one a line in batches.",
        for: .append,
        [
            Parameters.idempotencyKey.description, Parameters.actorName.description,
            Parameters.actorKind.description, Parameters.traceParent.description,
        ],
        body: BodyDescription([
            (.json, EventSchemas.eventOrBatch),
            (.lines, JSONSchema.reference(to: "NewEvent")),
            (.cloudEvent, JSONSchema.reference(to: "CloudEvent")),
            (.cloudEvents, JSONSchema.list(of: JSONSchema.reference(to: "CloudEvent"))),
        ]),
        [
            AnswerDescription(
                .created, "They are durable.",
                [
                    (.json, AppendAnswer.schema), (.lines, JSONSchema.of(LineAnswer.self)),
                ])
        ],
        problems: [.conflict, .unprocessableContent]
    ) { call in
        if MediaType.lines.isType(of: call.request.headers[.contentType] ?? "") {
            return try AppendedLines(call).response
        }
        return try await AppendAnswer.append(call)
    }
}

/// What an append of one request answers.
enum AppendAnswer {
    /// Its schema.
    static let schema = JSONSchema.object([
        ("receipts", JSONSchema.list(of: JSONSchema.of(Receipt.self))),
        ("head", ["type": "integer", "format": "int64"]),
    ])

    /// Appends what the body holds.
    static func append(_ call: Call) async throws -> Response {
        let actor = try call.actor()
        if let events = try await GivenCloudEvents.events(of: call, by: actor) {
            let receipts = try await call.store.append(
                events, options: call.caller.appendOptions)
            return .json(answer(receipts, head: try await call.store.head()), .created)
        }
        let object = try await call.object()
        var events: [NewEvent] = []
        if object["events"] != nil, object["stream"] == nil {
            guard let list = object["events"]?.asArray, object.count == 1, !list.isEmpty else {
                throw StoreError(
                    .invalidArgument,
                    "give {\"events\": […]} with at least one event and nothing beside it")
            }
            for (index, item) in list.enumerated() {
                events.append(try event(item, at: index, by: actor, call))
            }
        } else {
            events = [try call.event(object, by: actor)]
        }
        if let key = try call.value(Parameters.idempotencyKey) {
            guard events.count == 1 else {
                throw StoreError(
                    .invalidArgument,
                    "Idempotency-Key is the id of one event: give several their ids in the body")
            }
            events[0].id = try agreed(events[0].id, key)
        }
        let receipts = try await call.store.append(events, options: call.caller.appendOptions)
        let head = try await call.store.head()
        return .json(answer(receipts, head: head), .created)
    }

    /// The event's id, given in the body, in a header, or in both alike.
    static func agreed(_ id: UUID?, _ key: UUID) throws(StoreError) -> UUID {
        guard id == nil || id == key else {
            throw StoreError(
                .invalidArgument,
                "Idempotency-Key and the event's id differ: give one of them, or the same")
        }
        return key
    }

    static func answer(_ receipts: [Receipt], head: Int64) -> JSONValue {
        .object([
            "receipts": .array(receipts.map { .object($0.json()) }),
            "head": .number(JSONNumber(head)),
        ])
    }

    private static func event(
        _ item: JSONValue, at index: Int, by actor: Actor, _ call: Call
    ) throws(StoreError) -> NewEvent {
        guard let object = item.asObject else {
            throw StoreError(
                .invalidArgument,
                "event \(index) of the batch is a JSON \(item.kindName): give an object",
                cause: BatchRefusal(index: index))
        }
        do throws(StoreError) {
            return try call.event(object, by: actor)
        } catch {
            throw StoreError(
                error.code, "event \(index) of the batch: \(error.message)",
                cause: BatchRefusal(index: index, cause: error.cause))
        }
    }
}
