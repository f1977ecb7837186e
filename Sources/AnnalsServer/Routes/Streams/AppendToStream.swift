import Annals
import AnnalsJSON
import AnnalsModel
import HTTPTypes
import Hummingbird

extension Route {
    /// `POST /v1/streams/{category}/{id}/events`.
    static let appendToStream = Route(
        .post, "/v1/streams/{category}/{id}/events", "appendToStream", in: "Streams",
        "Appends one event to a stream, if it is at the version that is expected.", for: .append,
        [
            Parameters.category.description, Parameters.id.description,
            Parameters.ifMatch.description, Parameters.ifNoneMatch.description,
            Parameters.idempotencyKey.description, Parameters.actorName.description,
            Parameters.actorKind.description, Parameters.traceParent.description,
        ],
        body: BodyDescription([(.json, EventSchemas.streamEvent)]),
        [
            AnswerDescription(
                .created, "It is durable.", [(.json, JSONSchema.of(Receipt.self))],
                headers: [("ETag", "The version of the stream now.")])
        ],
        problems: [.conflict, .preconditionFailed, .unprocessableContent]
    ) { call in
        let stream = try call.stream()
        var object = try await call.object()
        guard object["stream"] == nil || object["stream"] == .string(stream.description) else {
            throw StoreError(
                .invalidArgument, "the event names another stream than the path: leave it out")
        }
        object["stream"] = .string(stream.description)
        var event = try call.event(object, by: try call.actor())
        if let expected = try call.expectation() {
            guard event.expected == .any || event.expected == expected else {
                throw StoreError(
                    .invalidArgument,
                    "the event expects another version than the headers: give one of them")
            }
            event.expected = expected
        }
        if let key = try call.value(Parameters.idempotencyKey) {
            event.id = try AppendAnswer.agreed(event.id, key)
        }
        let receipt = try await call.store.append(event, options: call.caller.appendOptions)
        return .json(
            receipt, .created, headers: [.eTag: EntityTag.of(version: receipt.version)])
    }
}
