import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

extension Route {
    private static let projection = Parameter("name", in: .path, "The projection's name.")

    /// `GET /v1/projections`.
    static let listProjections = Route(
        .get, "/v1/projections", "listProjections", in: "Keeping",
        "The projections that derive the tables.", for: .query, [],
        [
            AnswerDescription(
                .ok, "Projections, by name.",
                [
                    (
                        .json,
                        JSONSchema.object([
                            (
                                "projections",
                                JSONSchema.list(of: JSONSchema.of(ProjectionSummary.self))
                            )
                        ])
                    )
                ])
        ]
    ) { call in
        let found = try await call.store.perform { store in try store.projections() }
        return .json(.object(["projections": .array(found.map { .object($0.json()) })]))
    }

    /// `GET /v1/projections/{name}`.
    static let readProjection = Route(
        .get, "/v1/projections/{name}", "readProjection", in: "Keeping",
        "A projection with its definition and columns.", for: .query, [projection.description],
        [
            AnswerDescription(
                .ok, "The projection.", [(.json, JSONSchema.of(ProjectionDetails.self))])
        ]
    ) { call in
        let name = try call.pathValue(projection)
        return .json(try await call.store.perform { store in try store.projection(name) })
    }

    /// `POST /v1/projections/{name}/rebuild`.
    static let rebuildProjection = Route(
        .post, "/v1/projections/{name}/rebuild", "rebuildProjection", in: "Keeping",
        "Fills a projection's tables anew, while others go on.", for: .admin,
        [projection.description],
        [
            AnswerDescription(
                .ok, "How far it is, line by line; the projection at the end.",
                [
                    (
                        .lines,
                        [
                            "anyOf": [
                                .object(ReportedLines.progress),
                                .object(JSONSchema.of(ProjectionSummary.self)),
                                .object(JSONSchema.reference(to: "Problem")),
                            ]
                        ]
                    )
                ])
        ]
    ) { call in
        let name = try call.pathValue(projection)
        _ = try await call.store.perform { store in try store.projection(name) }
        let metrics = call.core.metrics
        return ReportedLines.response(in: call) { store, report in
            defer { metrics.note(rebuildOf: name, behind: nil) }
            let run = report.run { done, total in
                metrics.note(rebuildOf: name, behind: total - done)
                return ReportedLines.progress(done, total)
            }
            try store.rebuildProjection(name, run: run)
            return try store.projection(name).summary.json()
        }
    }
}
