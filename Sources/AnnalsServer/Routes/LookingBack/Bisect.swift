import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

extension Route {
    /// `POST /v1/bisect`.
    static let bisect = Route(
        .post, "/v1/bisect", "bisect", in: "Looking back",
        "Finds the event after which the answer to a question changed.", for: .query, [],
        body: BodyDescription([(.json, bisectSchema)]),
        [AnswerDescription(.ok, "That event.", [(.json, JSONSchema.of(Bisection.self))])],
        problems: [.unprocessableContent]
    ) { call in
        let given = try await call.given(bisectSchema)
        let sql = try given.text("sql") ?? ""
        let range = try MomentRange(try given.text("in") ?? "..")
        let isFirst = try given.flag("first") ?? false
        let seconds = call.core.options.limits.querySeconds
        let found = try await call.long(isQuestion: true) { store in
            let clock = ContinuousClock()
            let end = clock.now + .seconds(seconds)
            do {
                return try store.bisect(
                    sql, in: range, isFirst: isFirst, isCancelled: { clock.now > end })
            } catch let error as StoreError where error.code == .interrupted && clock.now > end {
                throw StoreError(
                    .timeLimit,
                    "the search took longer than \(Int(seconds)) seconds: ask of a shorter range")
            }
        }
        return .json(found)
    }

    private static let bisectSchema = JSONSchema.body(
        [
            (
                "sql",
                [
                    "type": "string", "minLength": 1,
                    "description": "A SELECT whose first value is true or false.",
                ]
            ),
            (
                "in",
                JSONSchema.nullable(Schemas.range)
            ),
            (
                "first",
                [
                    "type": ["boolean", "null"],
                    "description": "Whether every moment is looked at, to find the first change.",
                ]
            ),
        ], required: ["sql"])
}
