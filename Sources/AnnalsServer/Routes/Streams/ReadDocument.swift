import Annals
import AnnalsModel
import HTTPTypes
import Hummingbird

extension Route {
    /// `GET /v1/streams/{category}/{id}`.
    static let readDocument = Route(
        .get, "/v1/streams/{category}/{id}", "readDocument", in: "Streams",
        "The document of a stream, now or at any moment.", for: .read,
        [
            Parameters.category.description, Parameters.id.description, Parameters.at.description,
            Parameters.ifNoneMatchRead.description,
        ],
        [
            AnswerDescription(
                .ok, "The document.", [(.json, ["type": "object"])],
                headers: [
                    ("ETag", "The version of the stream, for `If-Match` of the next change."),
                    ("Annals-Position", "The position that it is of."),
                ]),
            AnswerDescription(.notModified, "It has the entity tag that was given."),
        ]
    ) { call in
        let stream = try call.stream()
        let moment = try call.moment() ?? .head
        let found = try await call.store.perform { store in
            let found = try store.storedDocument(stream, at: moment)
            if found.document == nil { throw try store.absence(of: stream, at: found.position) }
            return found
        }
        let tag = EntityTag.of(version: found.version)
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        headers.set("Annals-Position", String(found.position))
        if let given = try call.value(Parameters.ifNoneMatchRead), EntityTag.isAmong(given, tag) {
            return Response(status: .notModified, headers: headers)
        }
        return .json(.object(found.document ?? [:]), headers: headers)
    }
}
