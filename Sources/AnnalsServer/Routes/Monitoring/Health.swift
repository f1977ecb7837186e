import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

extension Route {
    /// `GET /health/live`.
    static let live = Route(
        .get, "/health/live", "live", in: "Monitoring",
        "Whether the process answers; it reads nothing.", for: nil, [],
        [
            AnswerDescription(
                .ok, "It does.", [(.json, JSONSchema.object([("live", ["type": "boolean"])]))])
        ]
    ) { _ in .json(.object(["live": .bool(true)]), headers: [.cacheControl: "no-store"]) }

    /// `GET /health/ready`.
    static let ready = Route(
        .get, "/health/ready", "ready", in: "Monitoring",
        "Whether the store is healthy: checks of some milliseconds.", for: nil, [],
        [
            AnswerDescription(.ok, "It is.", [(.json, checks)]),
            AnswerDescription(.serviceUnavailable, "A check fails.", [(.json, checks)]),
        ]
    ) { call in
        let checks = try await call.store.perform { store in try store.health() }
        let isReady = checks.allSatisfy(\.isHealthy)
        // What it says in figures is for those who may read.
        let isOpen = try await call.core.access.isOpen()
        let shown: [JSONValue] = isOpen ? checks.map { .object($0.json()) } : []
        return .json(
            .object(["ready": .bool(isReady), "checks": .array(shown)]),
            isReady ? .ok : .serviceUnavailable, headers: [.cacheControl: "no-store"])
    }

    private static let checks = JSONSchema.object([
        ("ready", ["type": "boolean"]),
        ("checks", JSONSchema.list(of: JSONSchema.of(StoreCheck.self))),
    ])

    /// `GET /openapi.json`.
    static let openAPI = Route(
        .get, "/openapi.json", "openAPI", in: "Monitoring",
        "This document: every route, as the router has it.", for: nil, [],
        [AnswerDescription(.ok, "OpenAPI 3.1.", [(.json, ["type": "object"])])]
    ) { _ in .json(.object(OpenAPIDocument.json)) }
}
