import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

extension Route {
    /// `GET /v1/streams/{category}/{id}/blame`.
    static let blameStream = Route(
        .get, "/v1/streams/{category}/{id}/blame", "blameStream", in: "Streams",
        "Who gave each value of a document, when and why, and what it was before.", for: .read,
        [
            Parameters.category.description, Parameters.id.description,
            Parameters.pointer.description, Parameters.at.description,
        ],
        [
            AnswerDescription(
                .ok, "Values with the events that gave them.",
                [
                    (
                        .json,
                        JSONSchema.object([
                            ("values", JSONSchema.list(of: JSONSchema.of(BlamedValue.self)))
                        ])
                    )
                ])
        ]
    ) { call in
        let stream = try call.stream()
        let (pointer, moment) = (
            try call.value(Parameters.pointer), try call.moment() ?? .head
        )
        let values = try await call.long { store in
            try store.blame(stream, at: pointer, as: moment)
        }
        return .json(.object(["values": .array(values.map { .object($0.json()) })]))
    }

    /// `GET /v1/diff`.
    static let differences = Route(
        .get, "/v1/diff", "differences", in: "Looking back",
        "What of documents differs between two moments.", for: .read,
        [
            Parameters.neededRange.description, Parameters.stream.description,
            Parameters.limit.description,
        ],
        [
            AnswerDescription(
                .ok, "Values that differ.",
                [
                    (
                        .json,
                        JSONSchema.object([
                            ("values", JSONSchema.list(of: JSONSchema.of(ChangedValue.self))),
                            ("truncated", ["type": "boolean"]),
                        ])
                    )
                ])
        ]
    ) { call in
        let range = try call.caller.checked(try call.requiredValue(Parameters.neededRange))
        let stream = try call.value(Parameters.stream)
        if let stream { try call.caller.demand(stream.category) }
        let limit = Int(try call.value(Parameters.limit) ?? 1_000)
        let values = try await call.long { store in
            try store.changedValues(in: range, of: stream, limit: limit + 1) {
                call.caller.reaches($0.category)
            }
        }
        return .json(
            .object([
                "values": .array(values.prefix(limit).map { .object($0.json()) }),
                "truncated": .bool(values.count > limit),
            ]))
    }
}

extension Store {
    /// The first values that differ between two moments.
    fileprivate func changedValues(
        in range: MomentRange, of stream: StreamName?, limit: Int,
        where isVisible: (StreamName) -> Bool
    ) throws -> [ChangedValue] {
        /// Thrown where enough was found.
        struct Enough: Error {}
        var values: [ChangedValue] = []
        do {
            try differences(in: range, of: stream) { difference in
                guard isVisible(difference.stream) else { return }
                for value in difference.values {
                    values.append(
                        ChangedValue(
                            stream: difference.stream, change: difference.kind, value: value))
                    if values.count == limit { throw Enough() }
                }
            }
        } catch is Enough {}
        return values
    }
}
